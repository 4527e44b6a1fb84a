"""Two layers of one call and with the same variables behave the same: all their state is in the variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.closeness import holds_nan, numeric_differences
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.observation import Moment, Observed, Seen, compare
from scaffold.roundtrip.observations import attributes, outputs, weights
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.trial import Trial
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

_TRAINED = """\
for _ in range(3):
    called(layer, training=True)
other = {call}
called(other)
for left, right in zip(layer.variables, other.variables):
    right.assign(left)
keras.tree.map_structure(
    lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-4), called(layer), called(other)
)"""

_INFERENCE = outputs.RULE.code
_OUTPUTS = frozenset({_INFERENCE, "KR309"})
_NAME = re.compile(r"\['(\w+)'\]")


def _run(run: Run) -> Iterator[Result]:
    trial = run.trial
    if trial.inputs is None:
        yield result(RULE, Status.NOT_RUN, reason="the layer could not be called")
        return
    if trial.not_called_again:
        yield result(RULE, Status.NOT_RUN, reason=trial.not_called_again)
        return
    unsteady = trial.unsteady & _OUTPUTS
    twin = trial.look(trial.original.variables)
    if trained := _changed_by_training(trial, twin):
        yield trained
        return
    if unsteady == _OUTPUTS:
        yield result(
            RULE, Status.NOT_RUN, reason="the outputs differ from call to call, so nothing can be told"
        )
        return
    pairs = compare(trial.observed, twin, [Moment.CALLED])
    found = {observation.rule.code: places for observation, places in pairs if places}
    if permuted := _permuted(trial, twin):
        yield result(
            RULE,
            Status.FAILED,
            reason="two layers made by the same call have their weights in another order, and files are read by order",
            differences=permuted[:3],
            fix="Create weights and sublayers in one order, the same in every layer and process.",
            counterexample=trial.call.shown(),
            reproduction=script(trial.call, _ORDER.format(call=trial.call), trial.inputs),
            source=method_line(trial.call.cls, "build"),
        )
        return
    # Other weights for the same call are another matter: the outputs cannot be compared at all.
    behaviour = [place for code in sorted(_OUTPUTS - unsteady) for place in found.get(code, [])]
    if "KR306" in found or not behaviour:
        yield result(RULE, Status.PASSED)
        return
    yield result(
        RULE,
        Status.FAILED,
        reason="two layers made by the same call give different outputs with the same weights",
        differences=tuple(behaviour[:3]),
        counterexample=trial.call.shown(),
        reproduction=script(trial.call, _LINES.format(call=trial.call), trial.inputs),
        source=method_line(trial.call.cls, "__init__"),
    )


def _changed_by_training(trial: Trial, twin: Observed) -> Result | None:
    """Return the failure of a layer whose calls in training mode leave something that is no variable.

    The original has been called in training mode by now, and the twin had not when its outputs were taken.
    """
    first, expected = trial.observed.values.get(_INFERENCE), twin.values.get(_INFERENCE)
    if first is None or expected is None or holds_nan(expected) or _differ(expected, first):
        return None
    trained = trial.inference_outputs()
    places = _differ(expected, trained)
    # Where the next call gives something else again, the layer draws from a generator that is not its own.
    if not places or _differ(trained, trial.inference_outputs()):
        return None
    kept = _attributes_that_differ(trial, twin)
    names = ", ".join(f"self.{name}" for name in kept)
    return result(
        RULE,
        Status.FAILED,
        reason=f"calls in training mode change what the layer gives afterwards, by "
        f"{names or 'something'} that is no variable, and so is gone after a load",
        differences=tuple(places[:3]),
        fix=f"Make it a weight: self.{next(iter(kept), 'state')} = self.add_weight(..., trainable=False) in build(), "
        "changed by assign() in call().",
        counterexample=trial.call.shown(),
        reproduction=script(trial.call, _TRAINED.format(call=trial.call), trial.inputs),
        source=method_line(trial.call.cls, "call"),
    )


def _differ(expected: Any, found: Any) -> list[Difference]:
    return list(numeric_differences(outputs.OBSERVATION.label, expected, found))


def _attributes_that_differ(trial: Trial, twin: Observed) -> list[str]:
    """Return the attributes that have another value in the original after its calls in training mode."""
    rule = attributes.RULE.code
    now = attributes.OBSERVATION.take(Seen(trial.original.layer))
    places = attributes.OBSERVATION.compare("", twin.values.get(rule, {}), now)
    return list(dict.fromkeys(found[1] for place in places if (found := _NAME.match(place.path))))


def _permuted(trial: Trial, twin: Observed) -> tuple[Difference, ...]:
    """Return where two layers have the same weights in another order; nothing where the order is one.

    The twin is compared with the original and with the layer that is made next: an order may go by turns.
    """
    assert trial.inputs is not None  # asked before
    following = trial.call.make()
    trial.inputs.call(following)
    code = weights.OBSERVATION.rule.code
    mine = twin.values.get(code) or []
    for others in (trial.observed.values.get(code) or [], weights.OBSERVATION.take(Seen(following))):
        if others != mine and sorted(others) == sorted(mine):
            return tuple(weights.OBSERVATION.compare(weights.OBSERVATION.label, others, mine))
    return ()


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101",))
