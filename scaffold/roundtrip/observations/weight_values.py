"""The values of the weights, before anything is called: what a load has brought back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import without_counter
from scaffold.roundtrip.observation import Moment, Observation, Seen
from scaffold.roundtrip.report import Difference
from scaffold.rule import Rule

RULE = Rule(
    code="KR307",
    name="weight-values-lost",
    severity=Severity.ERROR,
    summary="After the load a weight is missing or has another value.",
    why="A sublayer that is created in build() or call() and not built there, or kept where Keras does not "
    "track it, is loaded with new random weights in silence: "
    "https://github.com/keras-team/keras/issues/18875.",
    remedy="Create sublayers in __init__, build each of them in build(), and keep them in attributes, lists or "
    "dicts.",
)


def _take(seen: Seen) -> list[tuple[str, Any]]:
    import keras
    import numpy as np

    return [
        (without_counter(weight.name), np.array(keras.ops.convert_to_numpy(weight)))
        for weight in seen.layer.weights
    ]


def _compare(label: str, expected: Any, found: Any) -> Iterator[Difference]:
    import numpy as np

    if len(expected) != len(found):
        yield Difference(label, f"{len(expected)} weights with values", f"{len(found)} weights")
        return
    for index, ((name, left), (_, right)) in enumerate(zip(expected, found, strict=True)):
        if left.shape != right.shape:
            yield Difference(f"{label}[{index}] {name}", f"shape {left.shape}", f"shape {right.shape}")
        elif not np.array_equal(left, right):
            yield Difference(f"{label}[{index}] {name}", _sample(left), _sample(right))


def _sample(values: Any) -> str:
    first = ", ".join(f"{float(value):.6g}" for value in values.reshape(-1)[:3])
    return f"[{first}{', …' if values.size > 3 else ''}]"


SCRIPT = (
    "before = [np.array(weight) for weight in layer.weights]\n"
    "after = [np.array(weight) for weight in rebuilt.weights]\n"
    "assert len(after) == len(before), (len(before), len(after))\n"
    'assert all(np.array_equal(a, b) for a, b in zip(before, after)), "weight values differ"'
)

OBSERVATION = Observation(
    rule=RULE, moment=Moment.LOADED, take=_take, compare=_compare, label="layer.weights", script=SCRIPT
)
