"""get_config only tells: two calls return the same."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import canonical, differences
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.trip import ConfigFailsError, config_of
from scaffold.rule import Rule

RULE = Rule(
    code="KR104",
    name="get-config-impure",
    severity=Severity.ERROR,
    summary="get_config returns something else when it is called again.",
    why="Keras calls get_config more than once while it saves; a config that changes by being read gives "
    "another layer each time: https://github.com/tensorflow/tensorflow/issues/35683.",
    remedy="Change nothing in get_config: build a new dict from the attributes.",
    lint_rules=("KS114",),
)


def _run(run: Run) -> Iterator[Result]:
    call = run.trial.call
    layer = call.make()
    first = canonical(config_of(layer))
    try:
        found = tuple(differences("config", first, canonical(config_of(layer))))
        reason = "the second call of get_config returned another config than the first"
    except ConfigFailsError as failure:
        found, reason = (
            (),
            f"the second call of get_config did not do as the first: {failure.diagnosis.reason}",
        )
    else:
        if not found:
            yield result(RULE, Status.PASSED)
            return
    lines = "first = dict(layer.get_config())\nassert layer.get_config() == first, layer.get_config()"
    yield result(
        RULE,
        Status.FAILED,
        reason=reason,
        differences=found,
        counterexample=call.shown(),
        reproduction=script(call, lines),
        source=method_line(call.cls, "get_config"),
    )


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101",))
