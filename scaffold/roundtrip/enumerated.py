"""Draws turned into values: a few of every sort one by one, or all of them as a Hypothesis strategy."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scaffold.draws import Draws, Floats, Integers, ListsOf, Nothing, OneOf, TuplesOf
from scaffold.roundtrip.calls import Described

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# Decimal fractions of this size are exact in every floating-point dtype, so nothing is lost by rounding.
_STEPS = 16


def _value(value: Any) -> Any:
    """Return the value that a call gets: a layer is described, so that every call has one of its own."""
    return Described(value) if isinstance(value, dict) and {"class_name", "config"} <= value.keys() else value


def enumerated(draws: Draws) -> Iterator[Any]:
    """Yield some values of every sort, the simplest first.

    Example:
        >>> list(enumerated(Integers(1, 3)))
        [1, 2, 3]
    """
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
    values = list(itertools.islice(enumerated(items), 3))
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
