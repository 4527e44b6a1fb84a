"""A trip on which the layer raised, put into a result."""

from __future__ import annotations

from scaffold.finding import Severity
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.route_rules import REBUILT_FAILS
from scaffold.roundtrip.routes.config import ROUTE
from scaffold.roundtrip.trip import ConfigFailsError, ConfigNotTakenError, TripFailedError
from scaffold.rule import Rule

CONFIG_FAILS = Rule(
    code="KR101",
    name="config-fails",
    severity=Severity.ERROR,
    summary="get_config raises, or returns no dict.",
    why="Without a config nothing can be saved; the failure often comes in the checkpoint after the first "
    "epoch: https://github.com/keras-team/keras-io/pull/894.",
    remedy="Write get_config: super().get_config() and every constructor argument.",
    lint_rules=("KS104", "KS105"),
)

CONFIG_NOT_TAKEN = Rule(
    code="KR103",
    name="config-not-taken",
    severity=Severity.ERROR,
    summary="from_config raises on what get_config returned.",
    why="Saving succeeds, and the training is lost when the file is loaded: "
    "https://github.com/keras-team/keras/issues/8956.",
    remedy="Let the constructor accept every key of the config, and the config hold every required argument.",
    lint_rules=("KS101", "KS102", "KS206", "KS301"),
)

GET_CONFIG = "config = layer.get_config()\nassert isinstance(config, dict), config"


def failed_trip(failure: TripFailedError, call: ConstructorCall) -> Result:
    """Return the result for a layer of this call, by what it raised at."""
    if isinstance(failure, ConfigFailsError):
        rule, lines, method, route = CONFIG_FAILS, GET_CONFIG, "get_config", ""
    elif isinstance(failure, ConfigNotTakenError):
        rule, lines, method, route = CONFIG_NOT_TAKEN, ROUTE.script, "__init__", ROUTE.name
    else:
        rule, lines, method, route = (
            REBUILT_FAILS,
            f"{ROUTE.script}\nrebuilt.get_config()",
            "get_config",
            ROUTE.name,
        )
    return result(
        rule,
        Status.FAILED,
        route=route,
        reason=failure.diagnosis.reason,
        fix=failure.diagnosis.fix,
        lint_rule=failure.diagnosis.lint_rule,
        counterexample=call.shown(),
        reproduction=script(call, lines),
        source=method_line(call.cls, method),
    )
