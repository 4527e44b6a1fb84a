"""The outputs in inference mode, with the original's variables."""

from __future__ import annotations

from scaffold.finding import Severity
from scaffold.roundtrip.closeness import numeric_differences
from scaffold.roundtrip.observation import Moment, Observation
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

OBSERVATION = Observation(
    rule=RULE,
    moment=Moment.CALLED,
    take=lambda seen: seen.outputs,
    compare=numeric_differences,
    label="outputs",
    script=SCRIPT,
)
