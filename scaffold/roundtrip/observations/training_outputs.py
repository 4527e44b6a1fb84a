"""The outputs in training mode, with the original's variables, the state of its seeds among them."""

from __future__ import annotations

from scaffold.finding import Severity
from scaffold.roundtrip.closeness import numeric_differences
from scaffold.roundtrip.observation import Moment, Observation
from scaffold.rule import Rule

RULE = Rule(
    code="KR309",
    name="training-outputs-changed",
    severity=Severity.ERROR,
    summary="With training=True the rebuilt layer gives other outputs.",
    why="Rates and switches that act in training only are lost without a sign in the predictions: "
    "https://github.com/keras-team/keras/issues/6642.",
    remedy="Put every argument that acts in training into the config.",
)

SCRIPT = (
    "called(layer), called(rebuilt)\n"
    "for left, right in zip(layer.variables, rebuilt.variables):\n"
    "    right.assign(left)\n"
    "keras.tree.map_structure(\n"
    "    lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-4),\n"
    "    called(layer, training=True),\n"
    "    called(rebuilt, training=True),\n"
    ")"
)

OBSERVATION = Observation(
    rule=RULE,
    moment=Moment.CALLED,
    take=lambda seen: seen.training_outputs,
    compare=numeric_differences,
    label="outputs with training=True",
    script=SCRIPT,
)
