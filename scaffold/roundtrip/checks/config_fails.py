"""get_config returns a config at all."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.trip import ConfigFailsError, config_of
from scaffold.roundtrip.trip_failure import CONFIG_FAILS, failed_trip


def _run(run: Run) -> Iterator[Result]:
    call = run.trial.call
    try:
        config_of(call.make())
    except ConfigFailsError as failure:
        yield failed_trip(failure, call)
    else:
        yield result(CONFIG_FAILS, Status.PASSED)


CHECK = Check(rules=(CONFIG_FAILS,), run=_run)
