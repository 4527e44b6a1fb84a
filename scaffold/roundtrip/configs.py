"""The config of every layer of a live model or layer, by path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.errors import ScaffoldError
from scaffold.object_tree import (
    ObjectNode,
    Weight,
    is_graph,
    nested_layers,
    with_references,
)
from scaffold.roundtrip.held import Held, held_by, keras_module

# Key under which the reason stands where a layer has no config and needs none.
ERROR = "$error"


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
        attributes come first. A layer without a config whose owner has one (the owner makes it anew, so
        nothing is lost) is there as ``{"$error": reason}``.

    Raises:
        ScaffoldError: When it is neither a model nor a layer, or when ``get_config`` of a layer that has to
            have a config raises or returns no dict; the message names every such layer and says why.

    Example:
        >>> collect_configs(keras.Sequential([keras.layers.Dense(4, name="hidden")]))  # doctest: +SKIP
        {'hidden': {'name': 'hidden', 'trainable': True, 'units': 4, ...}}
    """
    configs: dict[str, dict[str, Any]] = {}
    failed: list[tuple[Held, str]] = []
    # Owners that have a config: paths of layers, and the model itself by an empty path.
    sound: set[str] = set()
    for held, owner in _with_owners(held_by(model_or_layer)):
        if held.same_as:
            continue
        config, reason = _config_of(held.layer)
        if config is not None or owner in sound:
            sound.add(held.path)
        elif held.path:
            failed.append((held, reason))
        if held.path:
            configs[held.path] = {ERROR: reason} if config is None else config
    if failed:
        raise _no_configs(failed)
    return configs


def _with_owners(held: Held, owner: str | None = None) -> Iterator[tuple[Held, str | None]]:
    yield held, owner
    for child in held.children:
        yield from _with_owners(child, held.path)


def needed_but_failed(node: ObjectNode) -> bool:
    """Tell whether a layer below has no config though no owner above it has one, so that it cannot be rebuilt.

    Args:
        node: What :func:`live_tree` returned.
    """
    return (bool(node.error) and bool(node.path)) or (
        node.config is None and any(needed_but_failed(child) for child in node.children)
    )


def _no_configs(failed: list[tuple[Held, str]]) -> ScaffoldError:
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
    return _node(held_by(model_or_layer))


def _node(held: Held) -> ObjectNode:
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


def _referring(config: dict[str, Any], held: Held) -> dict[str, Any]:
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


def _own_weights(held: Held) -> Iterator[Weight]:
    below = {id(weight) for child in held.children for weight in getattr(child.layer, "weights", ())}
    for weight in getattr(held.layer, "weights", ()):
        if id(weight) not in below:
            shape = tuple(int(size) for size in weight.shape)
            yield Weight(weight.name, shape, keras_module().backend.standardize_dtype(weight.dtype))
