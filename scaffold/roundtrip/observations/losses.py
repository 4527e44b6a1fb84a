"""The losses that the layer adds: activity and weight regularization, and its own."""

from __future__ import annotations

from scaffold.finding import Severity
from scaffold.roundtrip.closeness import numeric_differences
from scaffold.roundtrip.observation import Moment, Observation, Seen
from scaffold.rule import Rule

RULE = Rule(
    code="KR310",
    name="losses-changed",
    severity=Severity.ERROR,
    summary="The rebuilt layer adds other losses.",
    why="A regularizer that is lost leaves outputs and weights as they were; only training goes another way: "
    "https://github.com/keras-team/keras/issues/19820.",
    remedy="Put the regularizer into the config with keras.regularizers.serialize, and read it in the "
    "constructor with keras.regularizers.get.",
)


def _take(seen: Seen) -> dict[str, object]:
    return {str(index): loss for index, loss in enumerate(seen.losses)}


SCRIPT = (
    "called(layer), called(rebuilt)\n"
    "for left, right in zip(layer.variables, rebuilt.variables):\n"
    "    right.assign(left)\n"
    "called(layer), called(rebuilt)\n"
    "before, after = [float(loss) for loss in layer.losses], [float(loss) for loss in rebuilt.losses]\n"
    "assert np.allclose(before, after) if len(before) == len(after) else False, (before, after)"
)

OBSERVATION = Observation(
    rule=RULE,
    moment=Moment.CALLED,
    take=_take,
    compare=numeric_differences,
    label="layer.losses",
    script=SCRIPT,
)
