"""The layers inside a layer, by the attribute, key or name under which they are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any


@cache
def keras_internals() -> frozenset[str]:
    """Return the attributes that Keras itself gives to every layer; they are none of the author's."""
    import keras

    model = keras.Model()
    return frozenset(vars(keras.layers.Layer())) | frozenset(vars(model)) | {"_lock", "_layers"}


def sublayers(layer: Any) -> Iterator[tuple[str, Any]]:
    """Yield every layer inside ``layer`` once, depth first, with its path.

    A functional or sequential model names its layers; any other layer is known by the attribute that
    holds it, as in ``"encoder/blocks[0]"``.

    Args:
        layer: A ``keras.layers.Layer``, built or not.

    Yields:
        Path and layer; a layer that is held twice is yielded under its first path.
    """
    yield from _below(layer, "", {id(layer)})


def _below(layer: Any, prefix: str, seen: set[int]) -> Iterator[tuple[str, Any]]:
    for name, child in _held(layer):
        if id(child) in seen:
            continue
        seen.add(id(child))
        path = f"{prefix}{name}"
        yield path, child
        yield from _below(child, f"{path}/", seen)


def _held(layer: Any) -> Iterator[tuple[str, Any]]:
    import keras

    if isinstance(layer, (keras.Sequential, keras.Model)) and hasattr(layer, "get_layer"):
        yield from ((child.name, child) for child in layer.layers)
        return
    for name, value in vars(layer).items():
        if name not in keras_internals():
            yield from layers_in(value, name)


def layers_in(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield the layers that an attribute's value is or holds, with their places in it."""
    import keras

    if isinstance(value, keras.layers.Layer):
        yield path, value
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from layers_in(item, f"{path}[{index}]")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from layers_in(item, f"{path}[{key!r}]")
