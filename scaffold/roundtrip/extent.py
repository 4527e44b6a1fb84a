"""How much is tried of a layer: fewer values where it has many parts, and no number that would make it large.

Counted, not timed, so that a check tries the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.roundtrip.calls import Described
from scaffold.roundtrip.sublayers import sublayers

# Layers and variables that exist once the constructor has run; an encoder block has 9, a keras.layers.AugMix 22.
_ORDINARY_PARTS = 12
VALUES_OF_ONE = 4
_LEAST_OF_ONE = 2
_LEAST_TOGETHER = 5
_MOST_BYTES = 10 * 2**20


@dataclass(frozen=True, slots=True)
class Weight:
    """What tells how large a weight may become: its bytes, and how many of its sizes an argument may set."""

    size: int
    rank: int


@dataclass(frozen=True, slots=True)
class Extent:
    """How large the layer is that others are made like.

    Args:
        parts: How many layers and variables there are once the constructor has run.
        made: The weights that there are then.
        built: The weights that there are once it was called.
    """

    parts: int
    made: tuple[Weight, ...]
    built: tuple[Weight, ...]

    @property
    def values_of_one(self) -> int:
        """How many values of one argument are tried."""
        return _share(VALUES_OF_ONE, self.parts, _LEAST_OF_ONE)

    def together(self, most: int) -> int:
        """Return how many combinations of arguments are tried, of those that were asked for."""
        return _share(most, self.parts, min(most, _LEAST_TOGETHER))

    @property
    def note(self) -> str:
        """Why fewer are tried than of other layers; empty where as many are."""
        if self.parts <= _ORDINARY_PARTS:
            return ""
        return f"since the constructor makes {self.parts} layers and variables each time"


def extent_of(layer: Any, values: Iterable[Any]) -> Extent:
    """Measure a layer that was only made, and the values of the variables that it has once it was called."""
    import numpy as np

    made = [np.empty(tuple(variable.shape), dtype="float32") for variable in layer.variables]
    parts = 1 + sum(1 for _ in sublayers(layer)) + len(made)
    weights = [tuple(Weight(array.nbytes, array.ndim) for array in arrays) for arrays in (made, list(values))]
    return Extent(parts, *weights)


def may_be_large(weights: Iterable[Weight], before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether a layer of other arguments may hold more than 10 MB.

    An upper bound, so that nothing has to be built to know it: every size of every weight is taken to grow with every
    number that grew.

    Args:
        weights: Those of a layer of the arguments ``before``.
        before: Arguments that a layer was made with, or their defaults.
        after: The arguments that are to take their places.

    Example:
        >>> may_be_large([Weight(400, 2)], {"units": 10}, {"units": 20})
        False
        >>> may_be_large([Weight(400, 2)], {"units": 10}, {"units": 10_000})
        True
    """
    growth = math.prod(_growth(before.get(name), value) for name, value in after.items())
    try:
        size = sum(weight.size * growth**weight.rank for weight in weights)
    except OverflowError:
        return True
    return growth > 1 and size > _MOST_BYTES


def _growth(before: Any, after: Any) -> float:
    """Return by how much the numbers in a value grew; one that was not there before counts from 1."""
    old, new = list(_numbers(before)), list(_numbers(after))
    if len(old) != len(new):
        old = [min(old, default=1)] * len(new)
    return math.prod(max(1.0, much / max(1, few)) for few, much in zip(old, new, strict=True))


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, Described):
        value = value.form.get("config")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value


def _share(most: int, parts: int, least: int) -> int:
    return most if parts <= _ORDINARY_PARTS else max(least, most * _ORDINARY_PARTS // parts)
