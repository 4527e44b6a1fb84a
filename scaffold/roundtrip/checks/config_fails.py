"""get_config returns a config at all."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Severity
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.trip import ConfigFailsError, config_of
from scaffold.rule import Rule

RULE = Rule(
    code="KR101",
    name="config-fails",
    severity=Severity.ERROR,
    summary="get_config raises, or returns no dict.",
    why="Without a config nothing can be saved; the failure often comes in the checkpoint after the first "
    "epoch: https://github.com/keras-team/keras-io/pull/894.",
    remedy="Write get_config: super().get_config() and every constructor argument.",
    lint_rules=("KS104", "KS105"),
)


def _run(run: Run) -> Iterator[Result]:
    call = run.trial.call
    try:
        config_of(call.make())
    except ConfigFailsError as failure:
        yield result(
            RULE,
            Status.FAILED,
            reason=failure.diagnosis.reason,
            fix=failure.diagnosis.fix,
            lint_rule=failure.diagnosis.lint_rule,
            counterexample=call.shown(),
            reproduction=script(call, "config = layer.get_config()\nassert isinstance(config, dict), config"),
            source=method_line(call.cls, "get_config"),
        )
    else:
        yield result(RULE, Status.PASSED)


CHECK = Check(rules=(RULE,), run=_run)
