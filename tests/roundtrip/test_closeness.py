"""Structures of arrays are compared place by place, never by the truth of an array."""

from __future__ import annotations

import numpy as np
import pytest

from scaffold.roundtrip.canonical import Sequence
from scaffold.roundtrip.closeness import numeric_differences

PAIR, OTHER = np.array([1.0, 2.0]), np.array([1.0, 3.0])


@pytest.mark.parametrize(
    ("expected", "found", "told"),
    [
        ({"a": PAIR}, {"a": PAIR.copy()}, []),
        ({"a": PAIR, "b": PAIR}, {"a": PAIR, "b": OTHER}, [("x['b']", "2 at [1]")]),
        # The first keys are the same: Python would compare their arrays before it met the others.
        ({"a": PAIR, "b": PAIR}, {"a": PAIR.copy(), "c": PAIR}, [("x", "keys ['a', 'b']")]),
        (Sequence("list", (PAIR,)), Sequence("list", (PAIR, PAIR)), [("x", "1 values")]),
        (Sequence("list", (PAIR,)), {"a": PAIR}, [("x", "[array")]),
        (None, None, []),
    ],
)
def test_a_difference_is_told_where_it_is(expected, found, told):
    differences = list(numeric_differences("x", expected, found))
    assert [difference.path for difference in differences] == [path for path, _ in told]
    for difference, (_, text) in zip(differences, told, strict=True):
        assert difference.expected.startswith(text), difference
