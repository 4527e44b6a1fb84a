"""from_config takes what get_config returns."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Severity
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.routes.config import ROUTE
from scaffold.roundtrip.trip import ConfigNotTakenError, trip
from scaffold.rule import Rule

RULE = Rule(
    code="KR103",
    name="config-not-taken",
    severity=Severity.ERROR,
    summary="from_config raises on what get_config returned.",
    why="Saving succeeds, and the training is lost when the file is loaded: "
    "https://github.com/keras-team/keras/issues/8956.",
    remedy="Let the constructor accept every key of the config, and the config hold every required argument.",
    lint_rules=("KS101", "KS102", "KS206", "KS301"),
)


def _run(run: Run) -> Iterator[Result]:
    call = run.trial.call
    try:
        trip(call)
    except ConfigNotTakenError as failure:
        yield result(
            RULE,
            Status.FAILED,
            route="config",
            reason=failure.diagnosis.reason,
            fix=failure.diagnosis.fix,
            lint_rule=failure.diagnosis.lint_rule,
            counterexample=call.shown(),
            reproduction=script(call, ROUTE.script),
            source=method_line(call.cls, "__init__"),
        )
    else:
        yield result(RULE, Status.PASSED, route="config")


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101",))
