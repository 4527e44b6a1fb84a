"""Which layers a live model or layer holds, and the path of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from scaffold.errors import ScaffoldError
from scaffold.object_tree import attribute_order

# Layers inside layers inside layers: more than any model, less than Python's stack.
_MAX_DEPTH = 100

# Attributes in which Keras and TensorFlow mirror layers that are already held elsewhere.
_KERAS_INTERNAL = frozenset({"_functional", "_self_unconditional_dependency_names"})
_WANTED = "Give a keras.Model or a keras.layers.Layer."


@dataclass(frozen=True, slots=True)
class Held:
    """A live layer, where it is, and what it holds."""

    path: str
    segment: str
    layer: Any
    children: tuple[Held, ...] = ()
    same_as: str = ""


def held_by(root: Any) -> Held:
    """Find what a model or layer holds.

    Args:
        root: A ``keras.Model`` or ``keras.layers.Layer``.

    Returns:
        The root with all below it; its path is empty for a model and the layer's name for a layer.

    Raises:
        ScaffoldError: When it is neither.
    """
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
        self._skipped = keras_attributes()
        self._skipped_of_model = self._skipped | frozenset(dir(keras.Model))

    def held(self, layer: Any, path: str, segment: str, depth: int) -> Held:
        if depth > _MAX_DEPTH:
            raise ScaffoldError(f"layers are nested deeper than {_MAX_DEPTH} at '{path}'")
        self._seen[id(layer)] = path
        own: set[int] = set()
        children = []
        for child_segment, child in self._members(layer):
            # The same layer under a second attribute of the same owner is an alias, not a shared layer.
            if id(child) in own:
                continue
            own.add(id(child))
            child_path = self._path(path, child_segment)
            self._paths.add(child_path)
            if id(child) in self._seen:
                children.append(Held(child_path, child_segment, child, (), self._seen[id(child)] or "."))
            else:
                children.append(self.held(child, child_path, child_segment, depth + 1))
        return Held(path, segment, layer, tuple(children))

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
            try:
                value = getattr(layer, name)
            except Exception:
                # A property that works only later holds nothing now; Keras passes over it as well.
                continue
            yield from _layers_in(value, name, set())

    def _graph(self, layer: Any) -> list[Any]:
        if isinstance(layer, self._keras.Sequential):
            # Sequential.layers leaves out the input layer that the config and the saved file have.
            return list(self._keras.Model.layers.fget(layer))
        operations = getattr(layer, "operations", None) if isinstance(layer, self._keras.Model) else None
        return list(operations) if operations is not None else []


def holds_layer(value: Any) -> bool:
    """Return whether an attribute's value is a layer, or a list, tuple or dict with one in it."""
    return any(True for _ in _layers_in(value, "", set()))


def _layers_in(value: Any, segment: str, visited: set[int]) -> Iterator[tuple[str, Any]]:
    layer_class = keras_module().Layer
    if isinstance(value, layer_class):
        yield segment, value
    elif isinstance(value, list | tuple | dict) and id(value) not in visited:
        visited.add(id(value))
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in list(items):
            if isinstance(item, layer_class | list | tuple | dict):
                yield from _layers_in(item, f"{segment}/{key}", visited)


@cache
def keras_attributes() -> frozenset[str]:
    """Return the attributes that Keras itself gives to every layer; they are none of the author's."""
    keras = keras_module()
    return frozenset(dir(keras.Layer)) | frozenset(vars(keras.Layer())) | _KERAS_INTERNAL


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
            remedy="Install it with a backend: pip install tensorflow.",
        ) from None
    return keras


def _require_layer(value: Any, keras: Any) -> None:
    if not isinstance(value, keras.Layer):
        hint = f"Call it: {value.__name__}(...)." if isinstance(value, type) else _WANTED
        raise ScaffoldError(f"expected a Keras model or layer, got {what_it_is(value)}", remedy=hint)


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
