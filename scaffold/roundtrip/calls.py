"""A constructor call as a value: it can be made as often as needed, changed, and written as source."""

from __future__ import annotations

import copy
import dataclasses
import enum
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from scaffold.roundtrip.scope import in_scope_of

_LONGEST = 300


@contextmanager
def no_exit() -> Iterator[None]:
    """Turn an exit into an error: a layer that exits must not end the tests around it.

    Raises:
        RuntimeError: Where the author's code calls ``sys.exit``.
    """
    try:
        yield
    except SystemExit as error:
        raise RuntimeError(f"the layer raised SystemExit: {error}") from error


@dataclass(frozen=True, slots=True)
class Described:
    """A Keras object given by its serialized form, so that every call gets an object of its own.

    Args:
        form: What ``keras.saving.serialize_keras_object`` returns, or class name and config of a built-in.
        classes: The custom classes that the form names and that are not registered.
    """

    form: Mapping[str, Any]
    classes: tuple[type, ...] = ()

    def make(self) -> Any:
        """Return a new object of this form."""
        import keras

        # A copy: from_config of keras.Model takes entries out of what it is given (Keras 3.15.1).
        form = copy.deepcopy(dict(self.form))
        with in_scope_of(self.classes):
            return keras.saving.deserialize_keras_object({"module": "keras.layers", **form})


@dataclass(frozen=True, slots=True)
class ConstructorCall:
    """``cls(**arguments)``, to be made once for each layer that is needed.

    Args:
        cls: The class.
        arguments: What the constructor is given.
        factory: The author's own function, which may do more to a layer than the constructor does; it is
            called in place of the constructor as long as no argument is changed.
        adapted_to: What every layer is adapted to when it is made; None where it is not adapted.
    """

    cls: type
    arguments: Mapping[str, Any]
    factory: Callable[[], Any] | None = None
    adapted_to: Any = None

    def make(self) -> Any:
        """Return a new layer, adapted where that is asked for.

        Raises:
            Exception: Whatever the constructor raises.
        """
        with no_exit():
            if self.factory is not None:
                layer = self.factory()
            else:
                layer = self.cls(**{name: made(value) for name, value in self.arguments.items()})
        self.adapt(layer)
        return layer

    def adapt(self, layer: Any) -> str:
        """Adapt a layer to the data of this call, where there are any and the layer is not told its state already.

        Returns:
            What the layer raised instead; empty where it did not. An argument may stand in for the data, such as a
            vocabulary, so that this is no fault: whether the layer can be used as it is shows when it is called.
        """
        if self.adapted_to is None:
            return ""
        try:
            layer.adapt(self.adapted_to)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return ""

    def changed(self, **arguments: Any) -> ConstructorCall:
        """Return the call with these arguments in place of its own."""
        return replace(self, arguments={**self.arguments, **arguments}, factory=None)

    def plain(self) -> ConstructorCall:
        """Return the call of the constructor, without the author's function."""
        return self if self.factory is None else replace(self, factory=None)

    def __str__(self) -> str:
        inside = ", ".join(f"{name}={as_source(value)}" for name, value in self.arguments.items())
        return f"{self.cls.__name__}({inside})"

    def shown(self) -> str:
        """Return the call for a person: shortened, and with the author's function where it has a name."""
        text = str(self)
        short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        name = getattr(self.factory, "__qualname__", "<lambda>")
        return short if "<lambda>" in name else f"{name}(), which returns {short}"


def made(value: Any) -> Any:
    """Return the value that the constructor is to get: described objects made, containers copied."""
    if isinstance(value, Described):
        return value.make()
    if type(value) is list:
        return [made(item) for item in value]
    if type(value) is tuple:
        return tuple(made(item) for item in value)
    if type(value) is dict:
        return {key: made(item) for key, item in value.items()}
    return value


def as_source(value: Any) -> str:
    """Write a value as source that makes it, as well as that can be done.

    Example:
        >>> as_source((1, "relu"))
        "(1, 'relu')"
    """
    import keras

    if isinstance(value, Described):
        return _described_source(value)
    if type(value) is list:
        return f"[{', '.join(as_source(item) for item in value)}]"
    if type(value) is tuple:
        comma = "," if len(value) == 1 else ""
        return f"({', '.join(as_source(item) for item in value)}{comma})"
    if type(value) is dict:
        return f"{{{', '.join(f'{key!r}: {as_source(item)}' for key, item in value.items())}}}"
    if type(value) is keras.DTypePolicy:
        return f"keras.DTypePolicy({value.name!r})"
    if callable(value) and hasattr(value, "__qualname__"):
        # A function without a name of its own is stood in for by one of its sort.
        nameless = "<" in value.__qualname__
        return "(lambda *inputs: inputs[0])" if nameless else f"{value.__module__}.{value.__qualname__}"
    if hasattr(value, "get_config"):
        return f"{type(value).__module__}.{type(value).__qualname__}.from_config({value.get_config()!r})"
    return _value_source(value)


def _value_source(value: Any) -> str:
    """Write a plain value, a member of an Enum, an array or a record."""
    import numpy as np

    if isinstance(value, enum.Enum):
        return f"{type(value).__module__}.{type(value).__qualname__}.{value.name}"
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r}, dtype={str(value.dtype)!r})"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        entries = {
            field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init
        }
        inside = ", ".join(f"{name}={as_source(item)}" for name, item in entries.items())
        return f"{type(value).__module__}.{type(value).__qualname__}({inside})"
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        inside = ", ".join(f"{name}={as_source(item)}" for name, item in value._asdict().items())
        return f"{type(value).__module__}.{type(value).__qualname__}({inside})"
    return repr(value)


def _described_source(value: Described) -> str:
    arguments = _fewest_arguments(value)
    if arguments is None:
        return f"keras.saving.deserialize_keras_object({dict(value.form)!r})"
    inside = ", ".join(f"{key}={as_source(item)}" for key, item in arguments.items())
    return f"keras.layers.{value.form['class_name']}({inside})"


def _fewest_arguments(value: Described) -> dict[str, Any] | None:
    """Return what a built-in layer must be given to have this config; None where that cannot be said."""
    import keras

    config = dict(value.form.get("config", {}))
    cls = getattr(keras.layers, value.form["class_name"], None)
    if "module" not in value.form:
        return config
    if cls is None or value.form["module"] != "keras.layers":
        return None
    wanted = _nameless(value.make().get_config())
    kept = {key: item for key, item in config.items() if key != "name"}
    for key in list(kept):
        fewer = {other: item for other, item in kept.items() if other != key}
        try:
            if _nameless(cls(**fewer).get_config()) == wanted:
                kept = fewer
        except Exception:
            # Required: it stays.
            continue
    try:
        return kept if _nameless(cls(**kept).get_config()) == wanted else None
    except Exception:
        # Not every built-in layer takes its own config as arguments.
        return None


def _nameless(config: Mapping[str, Any]) -> str:
    """Return a config as text, without the names that Keras counts up."""
    return re.sub(r"'name': '\w+'", "", repr(config))


def modules_named(source: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the modules that the source of these values names, so that a script can import them."""
    for value in values.values():
        if isinstance(value, (list, tuple, dict)):
            inner = value if isinstance(value, dict) else dict(enumerate(value))
            yield from modules_named(source, {str(key): item for key, item in inner.items()})
        module = (
            value.__module__ if callable(value) and hasattr(value, "__module__") else type(value).__module__
        )
        if f"{module}." in source:
            yield str(module)
