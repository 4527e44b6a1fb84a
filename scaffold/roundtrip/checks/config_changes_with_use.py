"""The config is the same before and after the layer is built and called."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import canonical, differences
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.trip import config_of
from scaffold.rule import Rule

RULE = Rule(
    code="KR106",
    name="config-changes-with-use",
    severity=Severity.WARNING,
    summary="Building or calling the layer changes its config.",
    why="What is saved then depends on what the layer was used for. A warning: where the rebuilt layer is "
    "another one, the routes say so. https://github.com/keras-team/keras/issues/15508.",
    remedy="Keep what build and call compute under other names than the constructor arguments.",
)


def _run(run: Run) -> Iterator[Result]:
    call, inputs = run.trial.call, run.trial.inputs
    if inputs is None:
        yield result(RULE, Status.NOT_RUN, reason="the layer could not be called")
        return
    layer = call.make()
    before = canonical(config_of(layer))
    inputs.call(layer)
    inputs.call(layer, training=True)
    found = tuple(differences("config", before, canonical(config_of(layer))))
    if not found:
        yield result(RULE, Status.PASSED)
        return
    lines = (
        "before = dict(layer.get_config())\ncalled(layer)\ncalled(layer, training=True)\n"
        "assert layer.get_config() == before, (before, layer.get_config())"
    )
    yield result(
        RULE,
        Status.FAILED,
        reason="after a call get_config returns another config than before",
        differences=found,
        counterexample=call.shown(),
        reproduction=script(call, lines, inputs),
        source=method_line(call.cls, "build"),
    )


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101", "KR104"))
