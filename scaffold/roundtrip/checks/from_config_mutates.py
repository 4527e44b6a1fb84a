"""from_config leaves its argument alone, and so works twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import Sequence, canonical, differences
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import keras_owner, method_line
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


def _keras_object_inside(before: Any, after: Any) -> str:
    """Return the Keras class of the objects inside the config that alone were changed; empty where not only such were.

    keras.Model.from_config takes the entries of a functional model out of its config (Keras 3.15.1).
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping) and before.keys() == after.keys():
        is_keras = str(before.get("module", "")).partition(".")[0] == "keras"
        pairs = [
            (before[key], after[key]) for key in before if list(differences("", before[key], after[key]))
        ]
        if "class_name" in before and is_keras and all(before.get("config") is left for left, _ in pairs):
            return f"keras {before['class_name']}"
    elif (
        isinstance(before, Sequence) and isinstance(after, Sequence) and len(before.items) == len(after.items)
    ):
        both = zip(before.items, after.items, strict=True)
        pairs = [(left, right) for left, right in both if list(differences("", left, right))]
    else:
        return ""
    inside = {_keras_object_inside(left, right) for left, right in pairs}
    return inside.pop() if len(inside) == 1 else ""


def _run(run: Run) -> Iterator[Result]:
    call = run.trial.call
    done = trip(call)
    found = tuple(differences("config", done.form, canonical(done.config)))
    if not found:
        yield result(RULE, Status.PASSED, route="config")
        return
    inside = _keras_object_inside(done.form, canonical(done.config))
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
