"""The config of every layer of a live model or layer, by path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.errors import ScaffoldError
from scaffold.object_tree import (
    ObjectNode,
    Weight,
    attribute_order,
    is_graph,
    nested_layers,
    with_references,
)

# Layers inside layers inside layers: more than any model, less than Python's stack.
_MAX_DEPTH = 100

# Attributes in which Keras and TensorFlow mirror layers that are already held elsewhere.
_KERAS_INTERNAL = frozenset({"_functional", "_self_unconditional_dependency_names"})


def collect_configs(model_or_layer: Any) -> dict[str, dict[str, Any]]:
    """Return the config of every layer, nested ones included, by path.

    The path says how to get to a layer. A layer of a functional or sequential model is called by its name;
    a layer that another layer holds by the attribute it is in, followed by the index in a list or the key in
    a dict. Paths in a model start below the model: it is not a layer of itself. Paths of a single layer
    start with its name. A layer that is used in several places appears once, where it is met first.
    ``scaffold inspect`` gives the layers of a saved file the same paths.

    Args:
        model_or_layer: A ``keras.Model`` or ``keras.layers.Layer``, built or not. It is not changed.

    Returns:
        What ``get_config()`` of each layer returns, in the order of the model; of what a layer holds, public
        attributes come first.

    Raises:
        ScaffoldError: When it is neither a model nor a layer, or when ``get_config`` of a layer raises or
            returns no dict; the message names every such layer by path and says why.

    Example:
        >>> collect_configs(keras.Sequential([keras.layers.Dense(4, name="hidden")]))  # doctest: +SKIP
        {'hidden': {'name': 'hidden', 'trainable': True, 'units': 4, ...}}
    """
    configs: dict[str, dict[str, Any]] = {}
    failed: list[tuple[_Held, str]] = []
    for held in _all_held(_held_by(model_or_layer)):
        if not held.path or held.same_as:
            continue
        config, reason = _config_of(held.layer)
        if config is None:
            failed.append((held, reason))
        else:
            configs[held.path] = config
    if failed:
        raise _no_configs(failed)
    return configs


def _no_configs(failed: list[tuple[_Held, str]]) -> ScaffoldError:
    """Name the layers whose config cannot be had; owners that fail for what they hold are left out."""
    causes = [
        (held, reason)
        for held, reason in failed
        if not any(other.path.startswith(f"{held.path}/") for other, _ in failed)
    ]
    lines = "; ".join(f"'{held.path}' ({type(held.layer).__name__}): {reason}" for held, reason in causes)
    return ScaffoldError(
        f"no config of {'a layer' if len(causes) == 1 else f'{len(causes)} layers'}: {lines}",
        remedy="Give the class a get_config that extends super().get_config() by every constructor argument; "
        "'scaffold inspect module:factory' shows the configs of the other layers.",
    )


def live_tree(model_or_layer: Any) -> ObjectNode:
    """Return a live model or layer and all it holds as a tree of frozen nodes.

    Args:
        model_or_layer: A ``keras.Model`` or ``keras.layers.Layer``, built or not. It is not changed.

    Returns:
        The root; its path is empty for a model and the layer's name for a layer. A layer whose config cannot
        be had carries the reason in ``error``.

    Raises:
        ScaffoldError: When it is neither a model nor a layer.
    """
    return _node(_held_by(model_or_layer))


@dataclass(frozen=True, slots=True)
class _Held:
    """A live layer, where it is, and what it holds."""

    path: str
    segment: str
    layer: Any
    children: tuple[_Held, ...] = ()
    same_as: str = ""


def _all_held(held: _Held) -> Iterator[_Held]:
    yield held
    for child in held.children:
        yield from _all_held(child)


def _held_by(root: Any) -> _Held:
    keras = keras_module()
    _require_layer(root, keras)
    path = "" if isinstance(root, keras.Model) else root.name
    return _Walk(keras).held(root, path, path, 0)


class _Walk:
    """One walk over one live object, along the attributes that Keras itself walks when it saves.

    https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/saving_lib.py (_walk_saveable)
    """

    def __init__(self, keras: Any) -> None:
        self._keras = keras
        self._seen: dict[int, str] = {}
        self._paths: set[str] = set()
        self._skipped = frozenset(dir(keras.Layer)) | frozenset(vars(keras.Layer()))
        self._skipped_of_model = self._skipped | frozenset(dir(keras.Model))

    def held(self, layer: Any, path: str, segment: str, depth: int) -> _Held:
        if depth > _MAX_DEPTH:
            raise ScaffoldError(f"layers are nested deeper than {_MAX_DEPTH} at '{path}'")
        self._seen[id(layer)] = path
        self._paths.add(path)
        own: set[int] = set()
        children = []
        for child_segment, child in self._members(layer):
            # The same layer under a second attribute of the same owner is an alias, not a shared layer.
            if id(child) in own:
                continue
            own.add(id(child))
            child_path = self._path(path, child_segment)
            if id(child) in self._seen:
                children.append(_Held(child_path, child_segment, child, (), self._seen[id(child)] or "."))
            else:
                children.append(self.held(child, child_path, child_segment, depth + 1))
        return _Held(path, segment, layer, tuple(children))

    def _path(self, owner: str, segment: str) -> str:
        path = wanted = f"{owner}/{segment}" if owner else segment
        count = 1
        while path in self._paths:
            count += 1
            path = f"{wanted}#{count}"
        return path

    def _members(self, layer: Any) -> Iterator[tuple[str, Any]]:
        """Yield what a layer holds with its segment, layers of a functional or sequential model first."""
        is_model = isinstance(layer, self._keras.Model)
        yield from ((operation.name, operation) for operation in self._graph(layer))
        skipped = self._skipped_of_model if is_model else self._skipped
        names = [name for name in dir(layer) if not name.startswith("__") and name not in skipped]
        for name in sorted(names, key=attribute_order):
            if name in _KERAS_INTERNAL:
                continue
            try:
                value = getattr(layer, name)
            except Exception:
                # A property that works only later holds nothing now; Keras passes over it as well.
                continue
            yield from self._layers_in(value, name, set())

    def _graph(self, layer: Any) -> list[Any]:
        if isinstance(layer, self._keras.Sequential):
            # Sequential.layers leaves out the input layer that the config and the saved file have.
            return list(self._keras.Model.layers.fget(layer))
        operations = getattr(layer, "operations", None) if isinstance(layer, self._keras.Model) else None
        return list(operations) if operations is not None else []

    def _layers_in(self, value: Any, segment: str, visited: set[int]) -> Iterator[tuple[str, Any]]:
        if isinstance(value, self._keras.Layer):
            yield segment, value
        elif isinstance(value, list | tuple | dict) and id(value) not in visited:
            visited.add(id(value))
            items = value.items() if isinstance(value, dict) else enumerate(value)
            for key, item in list(items):
                if isinstance(item, self._keras.Layer | list | tuple | dict):
                    yield from self._layers_in(item, f"{segment}/{key}", visited)


def _node(held: _Held) -> ObjectNode:
    layer = held.layer
    identity = _identity(layer)
    if held.same_as:
        return ObjectNode(
            path=held.path,
            segment=held.segment,
            name=layer.name,
            same_as=held.same_as,
            origin="live",
            **identity,
        )
    config, error = _config_of(layer)
    return ObjectNode(
        path=held.path,
        segment=held.segment,
        name=layer.name,
        config=None if config is None else _referring(_serialized(config), held),
        weights=tuple(_own_weights(held)),
        children=tuple(_node(child) for child in held.children),
        error=error,
        origin="live",
        **identity,
    )


def _identity(layer: Any) -> dict[str, Any]:
    """Name the class as ``serialize_keras_object`` would: Keras's own by their public module."""
    keras = keras_module()
    cls = type(layer)
    module, registered = cls.__module__, keras.saving.get_registered_name(cls)
    if module.split(".")[0] == "keras":
        for public, where in (("keras.layers", keras.layers), ("keras", keras)):
            if getattr(where, cls.__name__, None) is cls:
                module = public
                break
        return {"class_name": cls.__name__, "module": module, "registered_name": None}
    return {"class_name": cls.__name__, "module": module, "registered_name": registered}


def _config_of(layer: Any) -> tuple[dict[str, Any] | None, str]:
    """Return a layer's config, or None and the reason why there is none."""
    try:
        config = layer.get_config()
    except Exception as error:
        # The message of Keras goes on with an example class; its first paragraph says what is wrong.
        reason = " ".join(str(error).strip().split("\n\n")[0].split())
        return None, f"get_config raised {type(error).__name__}" + (f": {reason}" if reason else "")
    if not isinstance(config, dict):
        return None, f"get_config returned {type(config).__name__}, expected a dict"
    return config, ""


def _serialized(config: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a config into what a saved file would hold; a value that cannot be saved becomes its ``repr``."""
    keras = keras_module()
    result = {}
    for key, value in config.items():
        try:
            result[str(key)] = keras.saving.serialize_keras_object(value)
        except Exception:
            # Without the address, which differs from run to run.
            result[str(key)] = re.sub(r" at 0x[0-9a-f]+", "", repr(value))
    return result


def _referring(config: dict[str, Any], held: _Held) -> dict[str, Any]:
    """Put references to the layers that are nodes of their own in place of their configs."""
    found: dict[tuple[str, ...], str] = {}
    by_segment = {child.segment: child.same_as or child.path for child in held.children}
    if is_graph(config, "Sequential" if isinstance(held.layer, keras_module().Sequential) else ""):
        for index, entry in enumerate(config["layers"]):
            path = by_segment.get(entry["config"].get("name", ""))
            if path is not None:
                found["layers", str(index)] = path
        return with_references(config, found)
    by_name: dict[str, list[str]] = {}
    for child in held.children:
        by_name.setdefault(child.layer.name, []).append(child.same_as or child.path)
    for nested in nested_layers(config):
        named = by_name.get(nested.entry["config"].get("name", ""), [])
        path = by_segment.get("/".join(nested.segments)) or (named[0] if len(named) == 1 else None)
        if path is not None:
            found[nested.segments] = path
    return with_references(config, found)


def _own_weights(held: _Held) -> Iterator[Weight]:
    below = {id(weight) for child in held.children for weight in getattr(child.layer, "weights", ())}
    for weight in getattr(held.layer, "weights", ()):
        if id(weight) not in below:
            shape = tuple(int(size) for size in weight.shape)
            yield Weight(weight.name, shape, keras_module().backend.standardize_dtype(weight.dtype))


def keras_module() -> Any:
    """Import Keras, or say how to install it.

    Raises:
        ScaffoldError: When Keras or its backend cannot be imported.
    """
    try:
        import keras
    except ImportError as error:
        raise ScaffoldError(
            f"a live model needs Keras, which cannot be imported: {error}",
            remedy="Install it with a backend: pip install 'layer-scaffold[tensorflow]'.",
        ) from None
    return keras


def _require_layer(value: Any, keras: Any) -> None:
    if not isinstance(value, keras.Layer):
        hint = f"Call it: {value.__name__}(...)." if isinstance(value, type) else _WANTED
        raise ScaffoldError(f"expected a Keras model or layer, got {what_it_is(value)}", remedy=hint)


_WANTED = "Give a keras.Model or a keras.layers.Layer."


def what_it_is(value: Any) -> str:
    """Describe a value that is no layer, for a message.

    Example:
        >>> what_it_is(3), what_it_is(None)
        ('a value of type int', 'None')
    """
    if value is None:
        return "None"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    kind = type(value)
    legacy = kind.__module__.split(".")[0] == "tf_keras" or kind.__module__.startswith(
        "tensorflow.python.keras"
    )
    return f"a {kind.__name__} of legacy tf_keras" if legacy else f"a value of type {kind.__name__}"
