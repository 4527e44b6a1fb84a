"""Which values of a constructor argument are worth trying, from what its author wrote about it."""

from __future__ import annotations

import enum
import itertools
import re
import types
import typing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scaffold.draws import Draws, Floats, Integers, ListsOf, Nothing, OneOf, TuplesOf
from scaffold.kinds import KINDS, Kind, kind_of_parameter
from scaffold.roundtrip.calls import Described
from scaffold.roundtrip.documentation import documented_choices, draws_from_documentation
from scaffold.roundtrip.enumerated import enumerated, strategy_of
from scaffold.roundtrip.examples import examples_of
from scaffold.roundtrip.named_values import CELLS, draws_from_name
from scaffold.roundtrip.signature import MISSING, Argument
from scaffold.roundtrip.typed_values import draws_from_annotation, item_draws
from scaffold.roundtrip.uses_in_source import compared_choices, kind_in_source

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

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
    if isinstance(given, (list, tuple)) and given and all(isinstance(item, Described) for item in given):
        firsts = itertools.islice(_layers_like(given[0]), _TRIED_ONE_BY_ONE)
        lists = tuple(type(given)((first, *given[1:])) for first in firsts)
        return ArgumentValues(lists, strategy_of(OneOf((given, *lists))))
    argument = replace(argument, annotation=_without_none(argument.annotation))
    draws = _draws_of(argument, given)
    if isinstance(draws, Nothing):
        return ArgumentValues(
            reason="neither annotation, name, default nor docstring tells which values it takes; "
            f"pass args={{{argument.name!r}: <Hypothesis strategy>}}"
        )
    # Without the default: a lost argument comes back as its default, which looks like no loss.
    others = (v for v in enumerated(draws) if not _is_default(v, argument) and not _is_same(v, given))
    first = tuple(itertools.islice(others, _TRIED_ONE_BY_ONE))
    return ArgumentValues(first, strategy_of(draws))


def _draws_of(argument: Argument, given: Any) -> Draws:
    """Return what may be tried, from the first source that tells: what its author wrote before what is usual."""
    sources: tuple[Callable[[], Draws], ...] = (
        lambda: draws_from_annotation(argument.annotation),
        lambda: _from_name_and_default(argument),
        lambda: _from_source(argument),
        lambda: draws_from_documentation(argument),
        lambda: _from_examples(argument),
        lambda: _like(argument.default),
        lambda: _like(given),
        lambda: _sequence_of(argument.annotation),
        lambda: draws_from_name(argument),
    )
    for source in sources:
        draws = source()
        if not isinstance(draws, Nothing):
            return draws
    return Nothing()


def _is_default(value: Any, argument: Argument) -> bool:
    return _is_same(value, argument.default)


def _is_same(value: Any, known: Any) -> bool:
    return type(value) is type(known) and repr(value) == repr(known)


def _without_none(annotation: Any) -> Any:
    """Return ``int`` for ``int | None``; any other annotation as it is."""
    if typing.get_origin(annotation) not in (typing.Union, types.UnionType):
        return annotation
    members = [member for member in typing.get_args(annotation) if member is not type(None)]
    return members[0] if len(members) == 1 else annotation


def _from_examples(argument: Argument) -> Draws:
    """Return the values that the examples in the docstring give the argument, and others like them."""
    examples = examples_of(argument.owner)
    shown = [example.arguments[argument.name] for example in examples if argument.name in example.arguments]
    values: list[Any] = []
    for value in shown:
        # A text may be a file name; one that stands in the docstring is meant to be tried.
        like = [] if isinstance(value, (str, Described)) else enumerated(_like(value))
        values += [value, *itertools.islice(like, 2)]
    different = {repr(value): value for value in values if value is not None}
    return OneOf(tuple(different.values())) if different else Nothing()


def _sequence_of(annotation: Any) -> Draws:
    """Return lists of numbers for `list[int]` and `Sequence[float]`; how many there may be is not known."""
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    known = origin in (list, Sequence) and inside and inside[0] in (int, float)
    return ListsOf(item_draws(inside[0], 0), 1, 3) if known else Nothing()


def _from_name_and_default(argument: Argument) -> Draws:
    default = argument.default
    if isinstance(default, bool):
        return OneOf((False, True))
    # `num_layers` is a number, whatever `layers` are.
    counts = _COUNT.match(argument.name) or isinstance(default, (int, float))
    if isinstance(default, str) and default in KINDS["activation"].identifiers[:6]:
        return KINDS["activation"].draws
    if CELLS.search(argument.name) and not counts:
        return draws_from_name(argument)
    kind = KINDS["int"] if counts else kind_of_parameter(argument.name)
    if kind is not None and _names_objects(kind):
        return kind.draws
    if isinstance(default, int) or argument.annotation is int:
        return _integers_near(default)
    if isinstance(default, float) or argument.annotation is float:
        return _floats_near(default)
    if isinstance(default, str) or argument.name in _CHOICES_OF:
        choices: list[str | bool] = [default] if isinstance(default, str) else []
        choices += compared_choices(argument)
        choices += _CHOICES_OF.get(argument.name) or documented_choices(argument)
        different = tuple(dict.fromkeys(choices))
        return OneOf(different) if len(different) > 1 else Nothing()
    if isinstance(default, tuple) and default and all(type(item) is int for item in default):
        return TuplesOf(Integers(1, 4), len(default), len(default))
    return kind.draws if kind is not None else Nothing()


def _from_source(argument: Argument) -> Draws:
    kind = kind_in_source(argument)
    if kind is not None:
        return kind.draws
    choices = compared_choices(argument)
    return OneOf(choices) if choices else Nothing()


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
    # No whole number first: it survives `int(x)` and `round(x)`.
    return OneOf((float(default), default + 0.25, default / 2, default * 2))
