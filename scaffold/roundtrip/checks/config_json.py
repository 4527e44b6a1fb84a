"""The config is what JSON text can carry."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import canonical, short
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.trip import config_of, not_json
from scaffold.rule import Rule

RULE = Rule(
    code="KR102",
    name="config-not-json",
    severity=Severity.ERROR,
    summary="An entry of the config cannot be written as JSON text.",
    why="A saved file is JSON. Keras encodes functions, arrays and objects as dicts of its own, and hands those "
    "dicts to the constructor at load: https://github.com/keras-team/keras/issues/8401.",
    remedy="Serialize the entry in get_config.",
    lint_rules=("KS111", "KS201", "KS202", "KS203", "KS204", "KS205", "KS207", "KS208", "KS209", "KS210"),
)


def _run(run: Run) -> Iterator[Result]:
    call = run.trial.call
    layer = call.make()
    entry = not_json(config_of(layer))
    if entry is None:
        yield result(RULE, Status.PASSED, route="json")
        return
    found = short(canonical(entry.value))
    if isinstance(canonical(entry.value), (int, float)):
        # It looks like a number.
        found = f"{found} of type {type(entry.value).__name__}"
    yield result(
        RULE,
        Status.FAILED,
        route="json",
        reason=f"{entry.path} holds {found}, which JSON text cannot carry",
        differences=(Difference(entry.path, "text, number, list or dict", found),),
        fix=entry.fix(layer),
        lint_rule=entry.lint_rule,
        counterexample=call.shown(),
        reproduction=script(call, "import json\n\njson.dumps(layer.get_config())"),
        source=method_line(call.cls, "get_config"),
    )


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101",))
