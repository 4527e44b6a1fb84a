"""The class of the layer."""

from __future__ import annotations

from scaffold.finding import Severity
from scaffold.roundtrip.observation import Moment, Observation, Seen
from scaffold.rule import Rule

RULE = Rule(
    code="KR301",
    name="class-changed",
    severity=Severity.ERROR,
    summary="The rebuilt layer is of another class.",
    why="A registered name that another class has taken, or a from_config that names a class, gives another "
    "layer without a word: https://github.com/keras-team/keras/issues/22779.",
    remedy="Let from_config build `cls(...)` and register the class under a name of its own.",
    lint_rules=("KS402",),
)


def _take(seen: Seen) -> str:
    cls = type(seen.layer)
    return f"{cls.__module__}.{cls.__qualname__}"


SCRIPT = "assert type(rebuilt) is type(layer), type(rebuilt)"

OBSERVATION = Observation(rule=RULE, moment=Moment.REBUILT, take=_take, label="class", script=SCRIPT)
