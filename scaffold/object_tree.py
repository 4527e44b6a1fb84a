"""One layer and what it holds, as a frozen value that saved files and live models share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

# Key under which a config names a nested layer by its path instead of repeating it.
REFERENCE = "$layer"

# Modules of Keras whose serialized objects are never layers.
_NOT_LAYERS = frozenset(
    {
        *("activations", "constraints", "dtype_policies", "initializers", "losses", "metrics", "ops"),
        *("optimizers", "quantizers", "random", "regularizers", "saving", "tree", "utils"),
    }
)


@dataclass(frozen=True, slots=True)
class Weight:
    """One variable of one layer: its name among the layer's own, its shape and its dtype."""

    name: str
    shape: tuple[int, ...]
    dtype: str

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectNode:
    """One layer, with the layers it holds.

    Args:
        path: Where it is, from the model down, parts joined by ``/``; empty for the model itself.
        segment: Its own part of the path: a layer's name in a functional or sequential model, else the
            attribute of its owner, followed by index or key where that is a list or a dict.
        class_name: Its class; empty where only the weights file knows the layer.
        module: The module of the class, as the config names it.
        registered_name: The key the class was registered under, where the config has one.
        name: The layer's ``name``; empty where unknown.
        config: Its config; nested layers that are nodes of their own appear as ``{"$layer": path}``.
            None where nothing is known of it.
        build_config: What Keras builds it from when it is loaded, where that was recorded.
        weights: Its own variables, not those of the layers it holds.
        children: The layers it holds, in a stable order.
        same_as: Path of the node that shows this very layer, where the layer is shared.
        sharing_lost: Whether the file says that it is shared in this place alone, which Keras cannot load.
        error: Why its config could not be had; empty where it could.
        weights_path: Where the weights file keeps its variables; empty where it keeps none.
        origin: What knows of it: ``"config"``, ``"weights"`` (the weights file alone) or ``"live"``.
    """

    path: str
    segment: str
    class_name: str = ""
    module: str | None = None
    registered_name: str | None = None
    name: str = ""
    config: Mapping[str, Any] | None = None
    build_config: Mapping[str, Any] | None = None
    weights: tuple[Weight, ...] = ()
    children: tuple[ObjectNode, ...] = ()
    same_as: str = ""
    sharing_lost: bool = False
    error: str = ""
    weights_path: str = ""
    origin: str = "config"

    @property
    def custom(self) -> bool:
        """Whether the class is not one of Keras's own."""
        return bool(self.class_name) and is_custom(self.module, self.class_name, self.registered_name)

    @property
    def parameters(self) -> int:
        """How many numbers the weights of this layer and of all it holds have."""
        return sum(weight.size for node in walk(self) for weight in node.weights)


def walk(node: ObjectNode) -> Iterator[ObjectNode]:
    """Yield the node and everything below it, owners before what they hold."""
    yield node
    for child in node.children:
        yield from walk(child)


def is_custom(module: str | None, class_name: str, registered_name: str | None) -> bool:
    """Tell whether a serialized object is of a class that Keras itself does not bring.

    Example:
        >>> is_custom("keras.layers", "Dense", None), is_custom("my.layers", "Gate", "my>Gate")
        (False, True)
    """
    if module is not None and (module == "keras" or module.startswith("keras.")):
        return False
    if module is None and not registered_name:
        # Legacy configs name no module at all; only a registered name tells.
        return False
    if module == "builtins":
        return registered_name not in (None, class_name)
    return True


def is_object(value: Any) -> bool:
    """Tell whether a config value is a serialized Keras object of any class."""
    return isinstance(value, dict) and isinstance(value.get("class_name"), str) and "config" in value


def is_layer(value: Any) -> bool:
    """Tell whether a config value is a serialized layer, as far as the value itself shows it.

    Initializers, policies and the like look the same but for their module; of a custom class only the
    keys that every layer's config carries can tell.
    """
    if not is_object(value) or not isinstance(value["config"], dict):
        return False
    module, class_name = value.get("module"), value["class_name"]
    if class_name == "function" or class_name.startswith("__"):
        return False
    if isinstance(module, str) and module.split(".")[0] == "keras":
        parts = module.removeprefix("keras.src.").removeprefix("keras.").split(".")
        if parts[0] in _NOT_LAYERS:
            return False
        if parts[0] in ("layers", "models"):
            return True
    return "trainable" in value["config"] or "build_config" in value or "inbound_nodes" in value


def is_graph(config: Mapping[str, Any], class_name: str = "") -> bool:
    """Tell whether a config is that of a functional or sequential model, which holds layers by name."""
    layers = config.get("layers")
    if not isinstance(layers, list) or not all(is_object(layer) for layer in layers):
        return False
    functional = "input_layers" in config and "output_layers" in config
    return functional or class_name == "Sequential" or "build_input_shape" in config


def is_operation(entry: Mapping[str, Any]) -> bool:
    """Tell whether an entry of a functional model is a bare operation (``x + 1``) and no layer."""
    module = entry.get("module")
    return isinstance(module, str) and (module.startswith("keras.src.ops.") or module.startswith("keras.ops"))


@dataclass(frozen=True, slots=True)
class Nested:
    """A serialized layer found inside a config.

    Args:
        segments: Config key, then index or key in the containers it is in.
        saved_as: The path Keras's weights file gives it below its owner when the attribute is named as
            the key is; empty where it lies inside an object that is no layer.
        entry: The serialized layer.
    """

    segments: tuple[str, ...]
    saved_as: tuple[str, ...]
    entry: dict[str, Any]


def nested_layers(config: Mapping[str, Any]) -> Iterator[Nested]:
    """Yield the serialized layers in a config that no other layer in it holds, in the order of the config."""
    for key, value in config.items():
        yield from _nested(value, (str(key),), (str(key),))


def _nested(value: Any, segments: tuple[str, ...], saved_as: tuple[str, ...]) -> Iterator[Nested]:
    if is_layer(value):
        yield Nested(segments, saved_as, value)
    elif is_object(value):
        inner = value["config"]
        for key, item in inner.items() if isinstance(inner, dict) else ():
            yield from _nested(item, (*segments, str(key)), ())
    elif isinstance(value, list | tuple | dict):
        items = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
        for (key, item), saved in zip(items, saved_names([item for _, item in items]), strict=True):
            yield from _nested(item, (*segments, str(key)), (*saved_as, saved) if saved_as else ())


def saved_names(members: list[Any]) -> list[str]:
    """Name the members of a container as Keras's weights file does: class in snake case, then a counter.

    https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/saving_lib.py (_save_container_state)

    Example:
        >>> saved_names([{"class_name": "Dense", "config": {"trainable": True}}] * 2)
        ['dense', 'dense_1']
    """
    used: dict[str, int] = {}
    names = []
    for member in members:
        if is_object(member):
            name = snake_case(member["class_name"])
        else:
            name = "container" if isinstance(member, list | tuple | dict) else ""
        count = used.get(name, -1) + 1
        used[name] = count
        names.append(f"{name}_{count}" if count else name)
    return names


def snake_case(name: str) -> str:
    """Spell a class name as Keras does in automatic names and in the weights file.

    Example:
        >>> snake_case("LayerNormalization"), snake_case("LSTMCell")
        ('layer_normalization', 'lstm_cell')
    """
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def with_references(config: Mapping[str, Any], paths: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    """Copy a config with its nested layers replaced by references.

    Args:
        config: The config of a layer.
        paths: Path of the node of each nested layer, by the segments of :class:`Nested`.

    Returns:
        The config in which each of those layers is ``{"$layer": path}``; what a functional model records
        beside a layer (``inbound_nodes``) stays. Ids of shared objects are left out: they are addresses of
        the process that saved, another number at every save.
    """
    return {str(key): _referring(value, (str(key),), paths) for key, value in config.items()}


def _referring(value: Any, segments: tuple[str, ...], paths: Mapping[tuple[str, ...], str]) -> Any:
    if segments in paths:
        kept = {"inbound_nodes": value["inbound_nodes"]} if "inbound_nodes" in value else {}
        return {REFERENCE: paths[segments], **kept}
    if isinstance(value, list | tuple):
        return [_referring(item, (*segments, str(index)), paths) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    # The segments of what lies inside a serialized object leave out its "config".
    is_serialized = is_object(value) and isinstance(value["config"], dict)
    return {
        str(key): _referring(
            item, segments if is_serialized and key == "config" else (*segments, str(key)), paths
        )
        for key, item in value.items()
        if not (is_object(value) and key == "shared_object_id")
    }


def printable(text: str) -> str:
    """Put a question mark for what could steer a terminal: a file's names are not to be trusted.

    Example:
        >>> printable("dense\\x1b[2J")
        'dense?[2J'
    """
    return text if text.isprintable() else "".join(char if char.isprintable() else "?" for char in text)


def attribute_order(segment: str) -> tuple[bool, str]:
    """Sort key of what a layer holds: public attributes first, as Keras visits them when it saves."""
    attribute = segment.split("/", 1)[0]
    return attribute.startswith("_"), attribute
