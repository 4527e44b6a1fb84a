"""The masks that go on with the outputs."""

from __future__ import annotations

from scaffold.finding import Severity
from scaffold.roundtrip.closeness import numeric_differences
from scaffold.roundtrip.observation import Moment, Observation
from scaffold.rule import Rule

RULE = Rule(
    code="KR314",
    name="masks-changed",
    severity=Severity.ERROR,
    summary="The outputs of the rebuilt layer carry another mask.",
    why="Outputs and weights are the same, and the layers behind this one count padding in: "
    "https://github.com/keras-team/keras/issues/15510.",
    remedy="Put every argument that compute_mask depends on into the config.",
)

SCRIPT = (
    "def masks(outputs):\n"
    "    return [getattr(output, '_keras_mask', None) for output in keras.tree.flatten(outputs)]\n"
    "\n"
    "\n"
    "for left, right in zip(masks(called(layer)), masks(called(rebuilt))):\n"
    "    np.testing.assert_array_equal(left, right)"
)

OBSERVATION = Observation(
    rule=RULE,
    moment=Moment.CALLED,
    take=lambda seen: seen.masks,
    compare=numeric_differences,
    label="mask",
    script=SCRIPT,
)
