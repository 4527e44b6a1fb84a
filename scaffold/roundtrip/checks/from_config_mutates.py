"""from_config leaves its argument alone, and so works twice."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import canonical, differences
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import keras_owner, method_line
from scaffold.roundtrip.keras_inside import keras_object_inside
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.trip import trip
from scaffold.rule import Rule

RULE = Rule(
    code="KR105",
    name="from-config-mutates",
    severity=Severity.ERROR,
    summary="from_config changes the config it is given.",
    why="A config is used again: by clone_model, by a second load, by the next replica. The second use fails "
    "with a KeyError, or rebuilds something else: https://github.com/tensorflow/tensorflow/issues/35683.",
    remedy="Begin from_config with `config = dict(config)`.",
    lint_rules=("KS401",),
)

_OF_AN_OBJECT_INSIDE = "Begin from_config with `config = copy.deepcopy(config)`."

_LINES = """\
import copy

config = layer.get_config()
before = copy.deepcopy(config)
type(layer).from_config(config)
assert config == before, (before, config)"""


def _run(run: Run) -> Iterator[Result]:
    call = run.trial.call
    done = run.base if call.factory is None else trip(call)
    found = tuple(differences("config", done.form, canonical(done.config)))
    if not found:
        yield result(RULE, Status.PASSED, route="config")
        return
    inside = keras_object_inside(done.form, canonical(done.config))
    owner = inside or keras_owner(call.cls, "from_config")
    yield result(
        RULE,
        Status.FAILED,
        severity=Severity.WARNING if owner else RULE.severity,
        route="config",
        reason=f"from_config{f' of {owner}' if owner else ''} changed the config it was given",
        fix=_OF_AN_OBJECT_INSIDE if inside or found[0].path.count("[") > 1 else RULE.remedy,
        differences=found,
        counterexample=call.shown(),
        reproduction=script(call, _LINES),
        source=method_line(call.cls, "from_config"),
    )


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101", "KR103"))
