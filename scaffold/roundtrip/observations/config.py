"""The config of the layer, with the types of its values."""

from __future__ import annotations

from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import canonical
from scaffold.roundtrip.observation import Moment, Observation, Seen
from scaffold.rule import Rule

RULE = Rule(
    code="KR302",
    name="config-changed",
    severity=Severity.ERROR,
    summary="The config of the rebuilt layer is another one.",
    why="A value that is derived in the constructor and put into the config is derived again at every load: "
    "units grow 6, 12, 24 (https://github.com/keras-team/keras/issues/12818).",
    remedy="Put into the config what the constructor was given, not what it made of it.",
    lint_rules=("KS108",),
)


def _take(seen: Seen) -> Any:
    return canonical(seen.layer.get_config())


SCRIPT = "assert rebuilt.get_config() == layer.get_config(), (layer.get_config(), rebuilt.get_config())"

OBSERVATION = Observation(rule=RULE, moment=Moment.REBUILT, take=_take, label="config", script=SCRIPT)
