"""The outputs in inference mode, with the original's variables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.closeness import numeric_differences
from scaffold.roundtrip.observation import Moment, Observation, Seen
from scaffold.roundtrip.report import Difference
from scaffold.rule import Rule

RULE = Rule(
    code="KR308",
    name="outputs-changed",
    severity=Severity.ERROR,
    summary="With the same weights and inputs the rebuilt layer gives other outputs.",
    why="The loaded model predicts differently, and nothing says so: "
    "https://github.com/keras-team/keras/issues/4875.",
    remedy="Find what the outputs depend on that is neither in the config nor a weight.",
)

SCRIPT = (
    "called(layer), called(rebuilt)\n"
    "for left, right in zip(layer.variables, rebuilt.variables):\n"
    "    right.assign(left)\n"
    "keras.tree.map_structure(\n"
    "    lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-4), called(layer), called(rebuilt)\n"
    ")"
)

_MASK = "mask"
_MASK_SCRIPT = (
    "def masks(outputs):\n"
    "    return [getattr(output, '_keras_mask', None) for output in keras.tree.flatten(outputs)]\n"
    "\n"
    "\n"
    "for left, right in zip(masks(called(layer)), masks(called(rebuilt))):\n"
    "    np.testing.assert_array_equal(left, right)"
)


def _take(seen: Seen) -> dict[str, Any]:
    return {"outputs": seen.outputs, "masks": seen.masks}


def _compare(label: str, expected: Any, found: Any) -> Iterator[Difference]:
    yield from numeric_differences(label, expected["outputs"], found["outputs"])
    yield from numeric_differences(_MASK, expected["masks"], found["masks"])


OBSERVATION = Observation(
    rule=RULE,
    moment=Moment.CALLED,
    take=_take,
    compare=_compare,
    label="outputs",
    script_of=lambda difference: _MASK_SCRIPT if difference.path.startswith(_MASK) else SCRIPT,
)
