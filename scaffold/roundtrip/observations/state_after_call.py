"""The variables after a call in training mode: moving averages, counters, seeds."""

from __future__ import annotations

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import without_counter
from scaffold.roundtrip.closeness import numeric_differences
from scaffold.roundtrip.observation import Moment, Observation, Seen, variable_values
from scaffold.rule import Rule

RULE = Rule(
    code="KR311",
    name="state-after-call-changed",
    severity=Severity.ERROR,
    summary="After the same call the variables of the rebuilt layer have other values.",
    why="A momentum or a decay that is lost shows only after training has gone on: "
    "https://github.com/keras-team/keras/issues/6642.",
    remedy="Put every argument that governs how state is updated into the config.",
)


def _take(seen: Seen) -> dict[str, object]:
    names = [without_counter(variable.name) for variable in seen.layer.variables]
    values = variable_values(seen.layer)
    return {f"{index} {name}": value for index, (name, value) in enumerate(zip(names, values, strict=True))}


SCRIPT = (
    "called(layer), called(rebuilt)\n"
    "for left, right in zip(layer.variables, rebuilt.variables):\n"
    "    right.assign(left)\n"
    "called(layer, training=True), called(rebuilt, training=True)\n"
    "for left, right in zip(layer.variables, rebuilt.variables):\n"
    "    np.testing.assert_allclose(left, right, rtol=1e-3, atol=1e-4)"
)

OBSERVATION = Observation(
    rule=RULE,
    moment=Moment.CALLED,
    take=_take,
    compare=numeric_differences,
    label="layer.variables",
    script=SCRIPT,
)
