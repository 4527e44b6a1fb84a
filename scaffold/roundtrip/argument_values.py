"""Which values of a constructor argument are worth trying, from what its author wrote about it."""

from __future__ import annotations

import enum
import inspect
import itertools
import re
import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scaffold.draws import Draws, Floats, Integers, ListsOf, Nothing, OneOf, TuplesOf
from scaffold.kinds import KINDS, Kind, kind_of_parameter
from scaffold.roundtrip.calls import Described
from scaffold.roundtrip.signature import MISSING, Argument

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# Decimal fractions of this size are exact in every floating-point dtype, so nothing is lost by rounding.
_STEPS = 16
_TRIED_ONE_BY_ONE = 4


@dataclass(frozen=True, slots=True)
class ArgumentValues:
    """What may be tried for one argument.

    Args:
        first: Values to try one by one, the simplest first.
        strategy: All values, or None where none can be made up.
        reason: Why none can be made up; empty where they can.
    """

    first: tuple[Any, ...] = ()
    strategy: SearchStrategy[Any] | None = None
    reason: str = ""


def values_of(argument: Argument, given: Any = MISSING) -> ArgumentValues:
    """Find values for an argument from its annotation, its name, its default and its documentation.

    Args:
        argument: The constructor argument.
        given: A value that is known to work: where nothing else tells, values like it are tried.

    Returns:
        Values to try; none, with the reason, where nothing tells what the argument may be.
    """
    if isinstance(given, Described):
        # Which layers a constructor means is known to its author alone: vary the one that was given.
        variants = tuple(itertools.islice(_layers_like(given), _TRIED_ONE_BY_ONE))
        return ArgumentValues(variants, strategy_of(OneOf((given, *variants))))
    argument = replace(argument, annotation=_without_none(argument.annotation))
    draws = _from_annotation(argument.annotation)
    if isinstance(draws, Nothing):
        draws = _from_name_and_default(argument)
    if isinstance(draws, Nothing):
        draws = _from_documentation(argument)
    if isinstance(draws, Nothing):
        draws = _like(argument.default)
    if isinstance(draws, Nothing):
        draws = _like(given)
    if isinstance(draws, Nothing):
        draws = _sequence_of(argument.annotation)
    if isinstance(draws, Nothing):
        return ArgumentValues(
            reason="neither annotation, name, default nor docstring tells which values it takes; "
            f"pass args={{{argument.name!r}: <Hypothesis strategy>}}"
        )
    # Without the default: a lost argument comes back as its default, which looks like no loss.
    others = (v for v in _enumerated(draws) if not _is_default(v, argument) and not _is_same(v, given))
    first = tuple(itertools.islice(others, _TRIED_ONE_BY_ONE))
    return ArgumentValues(first, strategy_of(draws))


def _is_default(value: Any, argument: Argument) -> bool:
    return _is_same(value, argument.default)


def _is_same(value: Any, known: Any) -> bool:
    return type(value) is type(known) and bool(value == known)


def _without_none(annotation: Any) -> Any:
    """Return ``int`` for ``int | None``; any other annotation as it is."""
    if typing.get_origin(annotation) not in (typing.Union, types.UnionType):
        return annotation
    members = [member for member in typing.get_args(annotation) if member is not type(None)]
    return members[0] if len(members) == 1 else annotation


def _from_annotation(annotation: Any) -> Draws:
    if annotation is bool:
        return OneOf((False, True))
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return OneOf(tuple(annotation))
    if isinstance(annotation, type) and annotation in _kind_of_class():
        return KINDS[_kind_of_class()[annotation]].draws
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return OneOf(inside)
    if origin in (list, Sequence) and _kind_of_class().get(inside[0]) == "layer":
        return KINDS["list[layer]"].draws
    if origin in (typing.Union, types.UnionType):
        members = [_from_annotation(member) for member in inside if member is not type(None)]
        known = [member for member in members if not isinstance(member, Nothing)]
        return known[0] if known else Nothing()
    if origin is tuple and len(inside) == 2 and inside[1] is Ellipsis and inside[0] is int:
        return TuplesOf(Integers(1, 4), 1, 3)
    if origin is tuple and inside and set(inside) <= _NUMBERS.keys():
        return TuplesOf(_NUMBERS[inside[0]], len(inside), len(inside)) if len(set(inside)) == 1 else Nothing()
    return Nothing()


_NUMBERS: dict[type, Draws] = {int: Integers(1, 4), float: Floats(0.0, 1.0)}


def _kind_of_class() -> dict[type, str]:
    """Return which kind of argument a Keras class stands for, as an annotation."""
    import keras

    return {
        keras.layers.Layer: "layer",
        keras.initializers.Initializer: "initializer",
        keras.regularizers.Regularizer: "regularizer",
        keras.constraints.Constraint: "constraint",
    }


def _sequence_of(annotation: Any) -> Draws:
    """Return lists of numbers for `list[int]` and `Sequence[float]`; how many there may be is not known."""
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    known = origin in (list, Sequence) and inside and inside[0] in _NUMBERS
    return ListsOf(_NUMBERS[inside[0]], 1, 3) if known else Nothing()


def _from_name_and_default(argument: Argument) -> Draws:
    default = argument.default
    if isinstance(default, bool):
        return OneOf((False, True))
    # `num_layers` is a number, whatever `layers` are.
    counts = _COUNT.match(argument.name) or isinstance(default, (int, float))
    if isinstance(default, str) and default in KINDS["activation"].identifiers[:6]:
        return KINDS["activation"].draws
    kind = KINDS["int"] if counts else kind_of_parameter(argument.name)
    if kind is not None and _names_objects(kind):
        return kind.draws
    if isinstance(default, int) or argument.annotation is int:
        return _integers_near(default)
    if isinstance(default, float) or argument.annotation is float:
        return _floats_near(default)
    if isinstance(default, str) or argument.name in _CHOICES_OF:
        choices = [default] if isinstance(default, str) else []
        choices += _CHOICES_OF.get(argument.name) or _documented_choices(argument)
        different = tuple(dict.fromkeys(choices))
        return OneOf(different) if len(different) > 1 else Nothing()
    if isinstance(default, tuple) and default and all(type(item) is int for item in default):
        return TuplesOf(Integers(1, 4), len(default), len(default))
    return kind.draws if kind is not None else Nothing()


# Texts of which every Keras layer takes the same few.
_CHOICES_OF = {
    "padding": ("valid", "same"),
    "data_format": ("channels_last", "channels_first"),
    "interpolation": ("nearest", "bilinear"),
}


def _layers_like(value: Described) -> Iterator[Described]:
    """Yield layers of the class that was given, with one entry of its config changed."""
    config = value.form.get("config") or {}
    for key, entry in config.items():
        changed: Any = None
        if type(entry) is bool and key != "trainable":
            changed = not entry
        elif type(entry) is int:
            changed = entry + 1
        elif key.endswith("activation"):
            changed = "tanh" if entry != "tanh" else "relu"
        if changed is not None:
            yield Described({**value.form, "config": {**config, key: changed}}, value.classes)


def _like(value: Any) -> Draws:
    """Return values like one that is known: numbers near it, sequences and dicts with halved numbers."""
    if isinstance(value, enum.Enum):
        return OneOf(tuple(type(value)))
    if isinstance(value, bool):
        return OneOf((False, True))
    if isinstance(value, int):
        return _integers_near(value)
    if isinstance(value, float):
        return _floats_near(value)
    halved = _halved(value)
    return Nothing() if halved is None else OneOf((value, halved))


def _halved(value: Any) -> Any:
    """Return the value with every number halved; None where something else is in it, or nothing."""
    if type(value) in (int, float):
        return type(value)(value / 2) if value not in (0, 1) else type(value)(1 - value)
    if type(value) in (list, tuple) and value:
        items = [_halved(item) for item in value]
        return None if None in items else type(value)(items)
    if type(value) is dict and value:
        entries = {key: _halved(item) for key, item in value.items()}
        return None if None in entries.values() else entries
    return None


def _names_objects(kind: Kind) -> bool:
    """Return whether the kind is told by its name alone: `kernel_initializer` is never a number."""
    return bool(kind.identifiers) or kind.from_config is not None


_COUNT = re.compile(r"(?:num|n|number_of)_")


def _integers_near(default: Any) -> Draws:
    if default is MISSING or default is None or 1 <= default <= 8:
        return Integers(1, 8)
    if default < 0:
        # 0 is what `axis or -1` loses.
        return OneOf((default, 0, default - 1, 1))
    return OneOf(tuple(dict.fromkeys((default, default + 1, 1, 2, 3, max(1, default // 2)))))


def _floats_near(default: Any) -> Draws:
    if default is MISSING or default is None or 0 <= default <= 1:
        return Floats(0.0, 1.0)
    return OneOf((float(default), default / 2, default * 2))


def _documentation_of(argument: Argument) -> str:
    """Return what the class says about the argument: from its name to the next argument's."""
    of_class, of_constructor = (
        inspect.getdoc(documented) or ""
        for documented in (argument.owner, argument.owner.__dict__["__init__"])
    )
    text = f"{of_class}\n{of_constructor}"
    found = re.search(
        rf"^\s*`?{re.escape(argument.name)}`?\s*(?:\([^)]*\))?:(.*(?:\n(?!\s*\w+:).*)*)", text, re.M
    )
    return found[1] if found else ""


def _documented_choices(argument: Argument) -> Iterator[str]:
    yield from re.findall(r"[`\"']{1,2}([a-z][a-z0-9_]*)[`\"']{1,2}", _documentation_of(argument))


_DOCUMENTED_TYPES = (
    (re.compile(r"\s*(?:optional\s+)?(?:whether|bool)", re.I), "bool"),
    (re.compile(r"\s*(?:optional\s+|positive\s+)*(?:int\b|integer)", re.I), "int"),
    (re.compile(r"\s*(?:optional\s+|positive\s+)*float\b", re.I), "float"),
)


def _from_documentation(argument: Argument) -> Draws:
    text = _documentation_of(argument)
    for pattern, name in _DOCUMENTED_TYPES:
        if pattern.match(text):
            return KINDS[name].draws
    choices = re.search(r"\b(?:one of|either)\b([^.]*)", text, re.I)
    named = tuple(dict.fromkeys(re.findall(r"[\"']([a-z][a-z0-9_]*)[\"']", choices[1]))) if choices else ()
    return OneOf(named) if named else Nothing()


def _value(value: Any) -> Any:
    """Return the value that a call gets: a layer is described, so that every call has one of its own."""
    return Described(value) if isinstance(value, dict) and "class_name" in value else value


def _enumerated(draws: Draws) -> Iterator[Any]:
    """Yield some values of every sort, the simplest first."""
    match draws:
        case Integers(low, high):
            yield from range(low, high + 1)
        case Floats(low, high):
            for share in (0.5, 0.25, 0.75, 0.0, 1.0):
                yield low + (high - low) * share
        case OneOf(values):
            yield from (_value(value) for value in values)
        case ListsOf(items, low, high):
            yield from (list(value) for value in _filled(items, low, high))
        case TuplesOf(items, low, high):
            yield from _filled(items, low, high)


def _filled(items: Draws, low: int, high: int) -> Iterator[tuple[Any, ...]]:
    values = list(itertools.islice(_enumerated(items), 3))
    for size in range(max(low, 1), high + 1):
        for start in range(len(values)):
            yield tuple(itertools.islice(itertools.cycle(values[start:] + values[:start]), size))


def strategy_of(draws: Draws) -> SearchStrategy[Any] | None:
    """Turn draws into a Hypothesis strategy; None where there is nothing to draw."""
    from hypothesis import strategies as st

    match draws:
        case Integers(low, high):
            return st.integers(low, high)
        case Floats(low, high):
            return st.integers(0, _STEPS).map(lambda step: low + (high - low) * step / _STEPS)
        case OneOf(values):
            return st.sampled_from(values).map(_value) if values else None
        case ListsOf(items, low, high):
            inner = strategy_of(items)
            return None if inner is None else st.lists(inner, min_size=low, max_size=high)
        case TuplesOf(items, low, high):
            inner = strategy_of(items)
            return None if inner is None else st.lists(inner, min_size=low, max_size=high).map(tuple)
        case Nothing():
            return None
