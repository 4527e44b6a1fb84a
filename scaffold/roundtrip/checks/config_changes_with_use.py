"""The config is the same before and after the layer is built, called and trained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import canonical, differences
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.keras_inside import keras_object_inside
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.trip import ConfigFailsError, config_of
from scaffold.roundtrip.trip_failure import GET_CONFIG, failed_trip
from scaffold.rule import Rule

RULE = Rule(
    code="KR106",
    name="config-changes-with-use",
    severity=Severity.WARNING,
    summary="Building, calling or training the layer changes its config.",
    why="What is saved then depends on what the layer was used for. A warning: where the rebuilt layer is "
    "another one, the routes say so. https://github.com/keras-team/keras/issues/15508.",
    remedy="Keep what build and call compute under other names than the constructor arguments.",
)

_OF_KERAS = (
    "Nothing in your code: give the argument in the form that it takes, or expect the failure of this code."
)

_USED = """\
called(layer)
called(layer, training=True)
for weight in layer.trainable_weights:
    weight.assign(weight + 0.1)
"""


def _run(run: Run) -> Iterator[Result]:
    call, inputs = run.trial.call, run.trial.inputs
    if inputs is None:
        yield result(RULE, Status.NOT_RUN, reason="the layer could not be called")
        return
    layer = call.make()
    before = canonical(config_of(layer))
    inputs.call(layer)
    inputs.call(layer, training=True)
    _train(layer)
    try:
        after = canonical(config_of(layer))
    except ConfigFailsError as failure:
        told = failed_trip(failure, call)
        reason = f"a layer that was called and trained cannot be saved: {told.reason}"
        yield replace(told, reason=reason, reproduction=script(call, f"{_USED}{GET_CONFIG}", inputs))
        return
    found = tuple(differences("config", before, after))
    if not found:
        yield result(RULE, Status.PASSED)
        return
    inside = keras_object_inside(before, after)
    lines = (
        f"import copy\n\nbefore = copy.deepcopy(layer.get_config())\n{_USED}"
        "assert layer.get_config() == before, (before, layer.get_config())"
    )
    yield result(
        RULE,
        Status.FAILED,
        reason="after a call and a training step get_config returns another config than before"
        + (
            f": {inside} inside the layer does so by itself, no code of {call.cls.__name__}" if inside else ""
        ),
        fix=_OF_KERAS if inside else RULE.remedy,
        differences=found,
        counterexample=call.shown(),
        reproduction=script(call, lines, inputs),
        source="" if inside else method_line(call.cls, "build"),
    )


def _train(layer: Any) -> None:
    """Move the weights by one step of an optimizer, with the same gradient for each of them.

    What the layer can see of a training step is the call in training mode and the new values.
    """
    import keras

    weights = layer.trainable_variables
    if weights:
        gradients = [keras.ops.ones(weight.shape, dtype=weight.dtype) for weight in weights]
        keras.optimizers.SGD(0.1).apply(gradients, weights)


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101", "KR104"))
