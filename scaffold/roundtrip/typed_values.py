"""Which values an annotation promises: classes, unions, literals, containers, records."""

from __future__ import annotations

import collections.abc
import dataclasses
import enum
import functools
import inspect
import itertools
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scaffold.draws import Draws, Floats, Integers, ListsOf, Nothing, OneOf, TuplesOf
from scaffold.kinds import KINDS
from scaffold.roundtrip.calls import Described
from scaffold.roundtrip.enumerated import enumerated

_NUMBERS: dict[Any, Draws] = {int: Integers(1, 4), float: Floats(0.0, 1.0), bool: OneOf((False, True))}
# Texts that stand for nothing in particular: keys of a table, entries of a vocabulary.
WORDS = ("red", "green", "blue")
_DEEPEST = 3


def draws_from_annotation(annotation: Any, depth: int = 0) -> Draws:
    """Return what an annotation promises; Nothing where it does not say, or says a plain text or number.

    Plain numbers are left to name and default, which tell more.

    Args:
        annotation: The evaluated annotation.
        depth: How many annotations it is inside of.

    Example:
        >>> draws_from_annotation(typing.Literal["sum", "mean"]).values
        ('sum', 'mean')
    """
    annotation = _plain(annotation)
    if depth > _DEEPEST:
        return Nothing()
    if annotation is bool:
        return OneOf((False, True))
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is collections.abc.Callable or origin is collections.abc.Callable:
        return OneOf(_functions())
    if isinstance(annotation, type) and origin is None:
        return _of_class(annotation, depth)
    if origin is typing.Literal:
        return OneOf(inside)
    if origin in (typing.Union, types.UnionType):
        members = [_member(member, depth) for member in inside if member is not type(None)]
        known = [member for member in members if not isinstance(member, Nothing)]
        return known[0] if known else Nothing()
    if origin is tuple:
        return _of_tuple(inside, depth)
    if origin in (list, set, frozenset, Sequence, collections.abc.Iterable) and inside:
        return _of_items(origin, inside[0], depth)
    if origin in (dict, Mapping, collections.abc.MutableMapping) and len(inside) == 2:
        return _of_mapping(inside[0], inside[1], depth)
    return Nothing()


def item_draws(annotation: Any, depth: int) -> Draws:
    """Return what an annotation inside another promises: plain numbers and texts included."""
    annotation = _plain(annotation)
    if annotation in _NUMBERS:
        return _NUMBERS[annotation]
    return OneOf(WORDS) if annotation is str else draws_from_annotation(annotation, depth + 1)


def _plain(annotation: Any) -> Any:
    """Return what is meant by `Annotated[...]`, `Final[...]`, a new type or a type variable with a bound."""
    while True:
        if typing.get_origin(annotation) is typing.Annotated:
            annotation = typing.get_args(annotation)[0]
        elif isinstance(annotation, typing.NewType):
            annotation = annotation.__supertype__
        elif isinstance(annotation, typing.TypeVar) and annotation.__bound__ is not None:
            annotation = annotation.__bound__
        else:
            return annotation


def _member(annotation: Any, depth: int) -> Draws:
    """Return what a member of a union promises; an `int` beside a tuple is a number, a text may be anything."""
    return _NUMBERS[annotation] if annotation in (int, float) else draws_from_annotation(annotation, depth)


def _of_class(annotation: type, depth: int) -> Draws:
    import numpy as np

    if issubclass(annotation, enum.Enum):
        return OneOf(tuple(annotation))
    if annotation is np.ndarray:
        return OneOf((np.array([0.25, 0.5, 0.75]), np.array([[1.0, 2.0], [3.0, 4.0]])))
    for cls, draws in _of_keras_class().items():
        if annotation is cls:
            return draws
    if typing.is_typeddict(annotation) or dataclasses.is_dataclass(annotation) or _is_named_tuple(annotation):
        return OneOf(tuple(_records(annotation, depth)))
    if issubclass(annotation, _layer_class()):
        return OneOf(tuple(itertools.islice(_layers_of(annotation), 3)))
    return Nothing()


def _layer_class() -> type:
    import keras

    return typing.cast(type, keras.layers.Layer)


@functools.cache
def _of_keras_class() -> dict[Any, Draws]:
    """Return what a Keras class stands for, as an annotation."""
    import keras

    policies = ("float32", "mixed_float16", "bfloat16")
    return {
        keras.layers.Layer: KINDS["layer"].draws,
        keras.Model: OneOf(tuple(_sequential(layer) for layer in enumerated(KINDS["layer"].draws))),
        keras.initializers.Initializer: KINDS["initializer"].draws,
        keras.regularizers.Regularizer: KINDS["regularizer"].draws,
        keras.constraints.Constraint: KINDS["constraint"].draws,
        keras.DTypePolicy: OneOf(
            tuple(
                Described({"module": "keras", "class_name": "DTypePolicy", "config": {"name": name}})
                for name in policies
            )
        ),
    }


def _sequential(layer: Described) -> Described:
    return Described(
        {
            "module": "keras",
            "class_name": "Sequential",
            "config": {"layers": [{"module": "keras.layers", **layer.form}]},
        }
    )


def _functions() -> tuple[Any, ...]:
    import keras

    return (keras.activations.tanh, keras.activations.relu, keras.activations.sigmoid)


def _of_tuple(inside: tuple[Any, ...], depth: int) -> Draws:
    if len(inside) == 2 and inside[1] is Ellipsis:
        items = item_draws(inside[0], depth)
        return Nothing() if isinstance(items, Nothing) else TuplesOf(items, 1, 3)
    parts = [item_draws(part, depth) for part in inside]
    if not parts or any(isinstance(part, Nothing) for part in parts):
        return Nothing()
    if all(part == parts[0] for part in parts):
        return TuplesOf(parts[0], len(parts), len(parts))
    columns = [list(itertools.islice(enumerated(part), 3)) for part in parts]
    return OneOf(tuple(zip(*(itertools.islice(itertools.cycle(c), 3) for c in columns), strict=True)))


def _of_items(origin: Any, annotation: Any, depth: int) -> Draws:
    items = item_draws(annotation, depth)
    if isinstance(items, Nothing) or (origin in (list, Sequence) and annotation in (int, float)):
        # How many numbers there may be is not known: name and default tell more.
        return Nothing()
    if origin in (set, frozenset):
        values = list(itertools.islice(enumerated(items), 3))
        return OneOf(tuple(origin(values[:count]) for count in range(1, len(values) + 1)))
    return ListsOf(items, 1, 3)


def _of_mapping(key: Any, value: Any, depth: int) -> Draws:
    keys, values = item_draws(key, depth), item_draws(value, depth)
    if isinstance(keys, Nothing) or isinstance(values, Nothing):
        return Nothing()
    names = list(itertools.islice(enumerated(keys), 2))
    entries = list(itertools.islice(enumerated(values), 3))
    return OneOf(tuple(dict.fromkeys(names[: 1 + i % 2], entry) for i, entry in enumerate(entries)))


def _is_named_tuple(annotation: type) -> bool:
    return issubclass(annotation, tuple) and hasattr(annotation, "_fields")


def _records(annotation: Any, depth: int) -> Iterator[Any]:
    """Yield a few records whose every field is annotated with something that is known, or has a default."""
    try:
        hints = typing.get_type_hints(annotation)
        fields = hints if typing.is_typeddict(annotation) else inspect.signature(annotation).parameters
    except Exception:
        # Annotations are evaluated code of the author; one that does not evaluate tells nothing.
        return
    columns: dict[str, list[Any]] = {}
    for name in fields:
        values = _field_values(annotation, name, hints.get(name), fields[name], depth)
        if values:
            columns[name] = values
        elif typing.is_typeddict(annotation) or fields[name].default is inspect.Parameter.empty:
            return
    for index in range(max(map(len, columns.values()), default=0)):
        try:
            yield annotation(**{name: values[index % len(values)] for name, values in columns.items()})
        except Exception:
            # A record may refuse values as a constructor does.
            continue


def _field_values(record: Any, name: str, annotation: Any, field: Any, depth: int) -> list[Any]:
    """Return values for a field, which has a name and a default as a constructor argument has."""
    from scaffold.roundtrip.argument_values import values_of
    from scaffold.roundtrip.signature import Argument

    default = getattr(field, "default", inspect.Parameter.empty)
    if dataclasses.is_dataclass(record) and "__init__" in vars(record) and type(default) in (str, int, float):
        return list(values_of(Argument(name, default, annotation, typing.cast(type, record))).first[:3])
    return list(itertools.islice(enumerated(item_draws(annotation, depth)), 3))


def _layers_of(annotation: type) -> Iterator[Any]:
    """Yield layers of a class, described, as its constructor takes them."""
    from scaffold.roundtrip.construction import NotConstructedError, constructor_calls
    from scaffold.roundtrip.signature import constructor_signature
    from scaffold.roundtrip.subject import repeatable

    try:
        for call in constructor_calls(annotation, constructor_signature(annotation), {}):
            yield repeatable(call.make())
    except NotConstructedError:
        return
