"""Which values of an argument are worth trying, as plain data that the checker turns into strategies."""

from __future__ import annotations

from typing import Any, TypeAlias

from scaffold.record import Record


class Integers(Record):
    """Whole numbers from ``low`` to ``high``, both included; small, so that no drawn layer grows large."""

    low: int
    high: int


class Floats(Record):
    """Numbers from ``low`` to ``high``, both included, that survive being written as decimal text."""

    low: float
    high: float


class OneOf(Record):
    """Any of these values; a dict with ``class_name`` and ``config`` stands for the object it describes."""

    values: tuple[Any, ...]


class ListsOf(Record):
    """Lists of ``low`` to ``high`` items."""

    items: Draws
    low: int
    high: int


class TuplesOf(Record):
    """Tuples of ``low`` to ``high`` items."""

    items: Draws
    low: int
    high: int


class Nothing(Record):
    """Values cannot be made up: they come from the default, the siblings, or the person who asks."""


Draws: TypeAlias = Integers | Floats | OneOf | ListsOf | TuplesOf | Nothing
