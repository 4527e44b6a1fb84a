"""What is checked: a layer, class or factory, as a constructor call that can be made again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scaffold.errors import ScaffoldError
from scaffold.roundtrip.calls import ConstructorCall, Described, no_exit
from scaffold.roundtrip.canonical import canonical, differences, without_counter
from scaffold.roundtrip.construction import NotConstructedError as NotConstructedError
from scaffold.roundtrip.construction import constructor_calls
from scaffold.roundtrip.diagnosis import told
from scaffold.roundtrip.scope import in_scope_of, is_built_in
from scaffold.roundtrip.signature import MISSING, Signature, constructor_signature
from scaffold.roundtrip.sublayers import sublayers

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True, slots=True)
class Subject:
    """A class and a call of its constructor that works.

    Args:
        call: The call; every layer that the check uses is made by it.
        signature: What the constructor takes.
        given: The arguments that the author's own layer was made with; empty for a class.
        readable: Whether these could be read back; if not, no argument can be varied.
    """

    call: ConstructorCall
    signature: Signature
    given: frozenset[str] = frozenset()
    readable: bool = True

    @property
    def cls(self) -> type:
        """The class that is checked."""
        return self.call.cls


def find_subjects(layer: Any, strategies: Mapping[str, SearchStrategy[Any]]) -> Iterator[Subject]:
    """Find constructor calls for what the author passed.

    Args:
        layer: A ``keras.layers.Layer``, a subclass of it, or a function without arguments that returns one.
        strategies: What the author passed as ``args=``; a class is made with values of them.

    Yields:
        The subject; for a class, several calls that its constructor takes, the simplest first. The author's
        own layer is read, and neither built, called nor changed.

    Raises:
        ScaffoldError: Where ``layer`` is none of the three.
        NotConstructedError: Where no call of the constructor works.
    """
    import keras

    if isinstance(layer, type):
        _require_layer_class(layer)
        signature = constructor_signature(layer)
        for call in constructor_calls(layer, signature, strategies):
            yield Subject(call, signature)
    elif isinstance(layer, keras.layers.Layer) or not callable(layer) or _is_foreign_layer(type(layer)):
        _require_layer_class(type(layer))
        yield _subject_of_instance(layer)
    else:
        yield _subject_of_factory(layer)


def _subject_of_factory(factory: Callable[[], Any]) -> Subject:
    try:
        with no_exit():
            layer, another = factory(), factory()
    except Exception as error:
        raise NotConstructedError(f"{name_of(factory)}() raised {told(error)}") from error
    _require_layer_class(type(layer))
    if layer is another:
        # It hands out one layer again and again, which must not be changed.
        return _subject_of_instance(layer)
    try:
        subject = _subject_of_instance(layer)
    except NotConstructedError:
        # The layer can travel all the same.
        call = ConstructorCall(type(layer), {}, factory)
        return Subject(call, constructor_signature(type(layer)), readable=False)
    return replace(subject, call=replace(subject.call, factory=factory))


def name_of(factory: Callable[[], Any]) -> str:
    """Return how a function is called: its name, or ``the factory`` where it has none."""
    name = getattr(factory, "__qualname__", "").rpartition("<locals>.")[2]
    return name if name.replace(".", "").isidentifier() else "the factory"


def _is_foreign_layer(cls: type) -> bool:
    return any(base.__name__ == "Layer" and "keras" in base.__module__ for base in cls.__mro__)


def _require_layer_class(cls: type) -> None:
    import keras

    if issubclass(cls, keras.Model) and is_built_in(cls):
        raise ScaffoldError(
            f"expected a layer, found a {cls.__name__} model, which Keras itself makes of its layers",
            remedy="Check the classes of its layers; `scaffold inspect` shows which they are.",
        )
    if issubclass(cls, keras.layers.Layer):
        return
    if _is_foreign_layer(cls):
        raise ScaffoldError(
            f"expected a keras.layers.Layer of Keras {keras.__version__}, found {cls.__module__}.{cls.__name__}, "
            "a layer of the legacy tf_keras package",
            remedy="Derive the layer from keras.layers.Layer, or unset TF_USE_LEGACY_KERAS.",
        )
    raise ScaffoldError(
        f"expected a Keras layer, a Layer subclass or a function that returns a layer, found {cls.__name__}",
        remedy="Call check_roundtrip(MyLayer(units=3)), check_roundtrip(MyLayer) or "
        "check_roundtrip(lambda: MyLayer(units=3)).",
    )


def _subject_of_instance(layer: Any) -> Subject:
    signature = constructor_signature(type(layer))
    recorded = _recorded_arguments(layer)
    if recorded is not None:
        readings = [recorded]
    else:
        kept, config = _kept_in_attributes(layer, signature), _config_of(layer)
        # An attribute may be named like an argument and hold what was made of it.
        objects = {name: _object_of(entry, layer) for name, entry in config.items()}
        readings = [{**config, **kept}, {**kept, **config}, {**objects, **kept}]
    last_error: Exception | None = None
    for reading in readings:
        call = ConstructorCall(type(layer), _without_defaults(reading, signature))
        try:
            call.make()
        except Exception as error:
            last_error = last_error or error
        else:
            return Subject(_with_base_arguments(call, layer, signature), signature, frozenset(call.arguments))
    call = ConstructorCall(type(layer), _without_defaults(readings[0], signature))
    raise NotConstructedError(
        f"{call} raised {told(last_error) if last_error else ''}; these are the arguments that could be read "
        "back from the layer. Pass the class or a function that returns a new layer instead"
    ) from last_error


def _with_base_arguments(call: ConstructorCall, layer: Any, signature: Signature) -> ConstructorCall:
    """Return the call with name, dtype policy, trainable and activity regularizer of the author's own layer.

    Each is kept where the constructor takes it and a layer made with it has it.
    """
    for name, value, has in _base_arguments(layer, call.make()):
        if name not in signature.base_arguments:
            continue
        changed = call.changed(**{name: value})
        try:
            kept = has(changed.make())
        except Exception:
            # A constructor may set it by itself, and refuse to be told.
            continue
        call = changed if kept else call
    return call


def _base_arguments(layer: Any, other: Any) -> Iterator[tuple[str, Any, Callable[[Any], bool]]]:
    """Yield the base arguments that another layer made by the same call does not have, with the proof of having."""
    import keras

    if without_counter(layer.name) != without_counter(other.name):
        yield "name", layer.name, lambda made: bool(made.name == layer.name)
    policy = layer.dtype_policy
    if canonical(policy) != canonical(other.dtype_policy):
        form = Described(keras.saving.serialize_keras_object(policy))
        value = policy.name if type(policy) is keras.DTypePolicy else form
        yield "dtype", value, lambda made: canonical(made.dtype_policy) == canonical(policy)
    if not layer.trainable and other.trainable:
        yield "trainable", False, lambda made: not made.trainable
    regularizer = layer.activity_regularizer
    if other.activity_regularizer is None and hasattr(regularizer, "get_config"):
        form = Described(keras.saving.serialize_keras_object(regularizer), (type(regularizer),))
        yield "activity_regularizer", form, lambda made: made.activity_regularizer is not None


def _object_of(entry: Any, layer: Any) -> Any:
    """Return a config entry as the object that it describes, where it describes one."""
    if isinstance(entry, Mapping) and {"class_name", "config"} <= entry.keys():
        return Described(entry, tuple(type(inner) for _, inner in sublayers(layer)))
    return entry


def _without_defaults(reading: Mapping[str, Any], signature: Signature) -> dict[str, Any]:
    return {
        argument.name: reading[argument.name]
        for argument in signature.arguments
        if argument.name in reading and not _equal(reading[argument.name], argument.default)
    }


def _kept_in_attributes(layer: Any, signature: Signature) -> dict[str, Any]:
    """Return the attributes that are named like an argument, or like one with an underscore before it."""
    kept = {}
    for argument in signature.arguments:
        for name in (f"_{argument.name}", argument.name):
            if name in vars(layer):
                kept[argument.name] = repeatable(vars(layer)[name])
    return kept


def _recorded_arguments(layer: Any) -> Mapping[str, Any] | None:
    """Return the arguments that Keras recorded when the layer was made, or None where it recorded none.

    Keras records them only where all are plain values (``Operation.__new__`` in
    keras/src/ops/operation.py), and has no public way to ask; without it, attributes and config are read.
    """
    recorded = getattr(layer, "_auto_config", None)
    config = getattr(recorded, "config", None)
    return dict(config) if isinstance(config, Mapping) else None


def _config_of(layer: Any) -> Mapping[str, Any]:
    try:
        config = layer.get_config()
    except Exception:
        # What get_config raises is the business of the check of that name; here it only tells nothing.
        return {}
    return config if isinstance(config, Mapping) else {}


def repeatable(value: Any) -> Any:
    """Return the value in a form that gives every call an object of its own, where it is a Keras object.

    Raises:
        NotConstructedError: Where it is a layer that cannot be serialized, so no second one can be made.
    """
    import keras

    if isinstance(value, keras.layers.Layer):
        classes = tuple({type(inner) for _, inner in sublayers(value)} | {type(value)})
        try:
            with in_scope_of(classes):
                return Described(keras.saving.serialize_keras_object(value), classes)
        except Exception as error:
            raise NotConstructedError(
                f"the {type(value).__name__} inside the layer cannot be serialized, so no second one can be made: "
                f"{told(error)}. Check {type(value).__name__} first, or pass a function that returns a new layer"
            ) from error
    if isinstance(value, (list, tuple)):
        # Keras wraps lists in its own tracked kind; the author passed a plain one.
        return (tuple if isinstance(value, tuple) else list)(repeatable(item) for item in value)
    if isinstance(value, Mapping):
        return {key: repeatable(item) for key, item in value.items()}
    return value


def _equal(value: Any, default: Any) -> bool:
    return default is not MISSING and not list(differences("", canonical(default), canonical(value)))
