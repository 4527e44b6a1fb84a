"""Numbers compared as far as arithmetic in one dtype allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.roundtrip.canonical import Sequence, short
from scaffold.roundtrip.report import Difference

# The same operations on the same values give the same numbers on a CPU, up to the order of parallel sums.
_TOLERANCE = {"float16": 1e-2, "bfloat16": 5e-2}
_DEFAULT_TOLERANCE = 1e-4


def numeric_differences(path: str, expected: Any, found: Any) -> Iterator[Difference]:
    """Yield where two structures of arrays differ by more than arithmetic explains.

    Args:
        path: The place of the values themselves.
        expected: Canonical value of the original: arrays in sequences and dicts.
        found: Canonical value of the rebuilt layer.

    Yields:
        One difference for each array that is not close, with the largest deviation.
    """
    import numpy as np

    if isinstance(expected, dict) and isinstance(found, dict):
        if expected.keys() != found.keys():
            # The values cannot be compared as a whole: arrays have no single truth.
            yield Difference(path, f"keys {short(list(expected))}", f"keys {short(list(found))}")
            return
        for key in expected:
            yield from numeric_differences(f"{path}[{key!r}]", expected[key], found[key])
    elif isinstance(expected, Sequence) and isinstance(found, Sequence):
        if len(expected.items) != len(found.items):
            yield Difference(path, f"{len(expected.items)} values", f"{len(found.items)} values")
            return
        for index, (left, right) in enumerate(zip(expected.items, found.items, strict=True)):
            yield from numeric_differences(f"{path}[{index}]", left, right)
    elif isinstance(expected, np.ndarray) and isinstance(found, np.ndarray):
        yield from _array_difference(path, expected, found)
    elif not (type(expected) is type(found) and bool(expected == found)):
        yield Difference(path, short(expected), short(found))


def _array_difference(path: str, expected: Any, found: Any) -> Iterator[Difference]:
    import numpy as np

    if expected.shape != found.shape or expected.dtype != found.dtype:
        yield Difference(path, short(expected), short(found))
    elif expected.dtype.kind not in "fcV" and expected.dtype.name != "bfloat16":
        if not np.array_equal(expected, found):
            yield Difference(path, *_worst(expected != found, expected, found))
    else:
        tolerance = _TOLERANCE.get(expected.dtype.name, _DEFAULT_TOLERANCE)
        left, right = expected.astype("float64"), found.astype("float64")
        close = np.isclose(left, right, rtol=tolerance, atol=tolerance / 10, equal_nan=True)
        if not close.all():
            yield Difference(path, *_worst(~close, left, right))


def _worst(wrong: Any, expected: Any, found: Any) -> tuple[str, str]:
    """Return the first values that differ, as text, and how many do."""
    import numpy as np

    place = tuple(int(index) for index in np.argwhere(wrong)[0])
    at = f" at {list(place)}" if place else ""
    return f"{expected[place]:.4g}{at}" if expected.dtype.kind == "f" else f"{expected[place]}{at}", (
        f"{found[place]:.4g}" if found.dtype.kind == "f" else f"{found[place]}"
    ) + f" ({int(wrong.sum())} of {wrong.size} values differ)"


def holds_nan(value: Any) -> bool:
    """Return whether a structure of arrays holds NaN, which no comparison can tell anything about."""
    import numpy as np

    if isinstance(value, dict):
        return any(holds_nan(item) for item in value.values())
    if isinstance(value, Sequence):
        return any(holds_nan(item) for item in value.items)
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return bool(np.isnan(value).any())
    return False
