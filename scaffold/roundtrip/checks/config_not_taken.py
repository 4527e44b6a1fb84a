"""from_config takes what get_config returns."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.trip import ConfigNotTakenError, trip
from scaffold.roundtrip.trip_failure import CONFIG_NOT_TAKEN, failed_trip


def _run(run: Run) -> Iterator[Result]:
    call = run.trial.call
    try:
        _ = run.base if call.factory is None else trip(call)
    except ConfigNotTakenError as failure:
        yield failed_trip(failure, call)
    else:
        yield result(CONFIG_NOT_TAKEN, Status.PASSED, route="config")


CHECK = Check(rules=(CONFIG_NOT_TAKEN,), run=_run, requires=("KR101",))
