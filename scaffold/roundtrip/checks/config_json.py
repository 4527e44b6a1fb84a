"""The config is what JSON text can carry."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.not_json import NOT_JSON, not_json, not_json_result
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.trip import config_of


def _run(run: Run) -> Iterator[Result]:
    call = run.trial.call
    layer = call.make()
    entry = not_json(config_of(layer))
    if entry is None:
        yield result(NOT_JSON, Status.PASSED, route="json")
    else:
        yield not_json_result(entry, call, layer)


CHECK = Check(rules=(NOT_JSON,), run=_run, requires=("KR101",))
