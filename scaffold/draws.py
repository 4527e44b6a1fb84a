"""Which values of an argument are worth trying, as plain data that the checker turns into strategies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Integers:
    """Whole numbers from ``low`` to ``high``, both included; small, so that no drawn layer grows large."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Floats:
    """Numbers from ``low`` to ``high``, both included, that survive being written as decimal text."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of these values; a dict with ``class_name`` and ``config`` stands for the object it describes."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ListsOf:
    """Lists of ``low`` to ``high`` items."""

    items: Draws
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class TuplesOf:
    """Tuples of ``low`` to ``high`` items."""

    items: Draws
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """Values cannot be made up: they come from the default, the siblings, or the person who asks."""


Draws: TypeAlias = Integers | Floats | OneOf | ListsOf | TuplesOf | Nothing
