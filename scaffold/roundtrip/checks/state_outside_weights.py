"""Two layers of one call and with the same variables behave the same: all their state is in the variables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.observation import Moment, compare
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.rule import Rule

RULE = Rule(
    code="KR312",
    name="state-outside-weights",
    severity=Severity.ERROR,
    summary="Two layers made by the same call and given the same weights give different outputs.",
    why="What is drawn or counted in the constructor and kept as an array or number is neither in the config nor "
    "in the weights, and so is gone after a load: https://github.com/tensorflow/tensorflow/issues/47910.",
    remedy="Keep it with add_weight(trainable=False), or draw it from a seed that is in the config.",
)

_LINES = """\
other = {call}
called(layer), called(other)
for left, right in zip(layer.variables, other.variables):
    right.assign(left)
keras.tree.map_structure(np.testing.assert_allclose, called(layer), called(other))"""

_ORDER = """\
other = {call}
called(layer), called(other)
before, after = ([weight.name for weight in each.weights] for each in (layer, other))
assert after == before, (before, after)"""

_OUTPUTS = frozenset({"KR308", "KR309"})


def _run(run: Run) -> Iterator[Result]:
    trial = run.trial
    if trial.inputs is None:
        yield result(RULE, Status.NOT_RUN, reason="the layer could not be called")
        return
    unsteady = trial.unsteady & _OUTPUTS
    if unsteady == _OUTPUTS:
        yield result(
            RULE, Status.NOT_RUN, reason="the outputs differ from call to call, so nothing can be told"
        )
        return
    twin = trial.look(trial.original.variables)
    pairs = compare(trial.observed, twin, [Moment.CALLED])
    found = {observation.rule.code: places for observation, places in pairs if places}
    if _permuted(trial.observed.values.get("KR306"), twin.values.get("KR306")):
        yield result(
            RULE,
            Status.FAILED,
            reason="two layers made by the same call have their weights in another order, and files are read by order",
            differences=tuple(found["KR306"][:3]),
            fix="Create weights and sublayers in one order, the same in every layer and process.",
            counterexample=trial.call.shown(),
            reproduction=script(trial.call, _ORDER.format(call=trial.call), trial.inputs),
            source=method_line(trial.call.cls, "build"),
        )
        return
    # Other weights for the same call are another matter: the outputs cannot be compared at all.
    outputs = [place for code in sorted(_OUTPUTS - unsteady) for place in found.get(code, [])]
    if "KR306" in found or not outputs:
        yield result(RULE, Status.PASSED)
        return
    yield result(
        RULE,
        Status.FAILED,
        reason="two layers made by the same call give different outputs with the same weights",
        differences=tuple(outputs[:3]),
        counterexample=trial.call.shown(),
        reproduction=script(trial.call, _LINES.format(call=trial.call), trial.inputs),
        source=method_line(trial.call.cls, "__init__"),
    )


def _permuted(weights: Any, others: Any) -> bool:
    """Return whether two layers have the same weights in another order."""
    return weights != others and sorted(weights or ()) == sorted(others or ())


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101",))
