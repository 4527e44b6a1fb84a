"""A config can be used again and again: twice as it is, and three times on and on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.canonical import canonical, differences
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import keras_owner, method_line, told
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.scope import in_scope_of
from scaffold.roundtrip.sublayers import sublayers
from scaffold.roundtrip.trip import ConfigFailsError, config_of, trip
from scaffold.rule import Rule

RULE = Rule(
    code="KR109",
    name="trips-not-alike",
    severity=Severity.ERROR,
    summary="The same config gives another layer the second time, or a later trip changes what the first left.",
    why="A model is saved, loaded, trained on and saved again; a from_config that remembers, or a value that "
    "grows, shows only then: https://github.com/keras-team/keras/issues/12818.",
    remedy="Keep nothing on the class or module in from_config and __init__, and return in get_config what "
    "the constructor was given.",
)

_TRIPS = 3

_TWICE = """\
import copy

config = layer.get_config()
first = type(layer).from_config(copy.deepcopy(config)).get_config()
second = type(layer).from_config(copy.deepcopy(config)).get_config()
assert second == first, (first, second)"""

_SHARING = """\
config = layer.get_config()
first, second = type(layer).from_config(config), type(layer).from_config(config)
mine = {id(value) for value in vars(first).values() if isinstance(value, keras.Layer)}
assert not any(id(value) in mine for value in vars(second).values())"""

_ON_AND_ON = """\
import json

rebuilt = layer
for _ in range(3):
    rebuilt = type(layer).from_config(json.loads(json.dumps(rebuilt.get_config())))
before, after = json.dumps(layer.get_config()), json.dumps(rebuilt.get_config())
assert after == before, (before, after)"""


def _run(run: Run) -> Iterator[Result]:
    call = run.trial.call
    done = trip(call)
    with in_scope_of([call.cls, *(type(inner) for _, inner in sublayers(done.layer))]):
        found, reason, lines = _found(call, done.layer, done.rebuilt)
    if not reason:
        yield result(RULE, Status.PASSED, route="config")
        return
    owner = keras_owner(call.cls, "from_config") and keras_owner(call.cls, "get_config")
    yield result(
        RULE,
        Status.FAILED,
        severity=Severity.WARNING if owner and not found else RULE.severity,
        route="config",
        reason=reason,
        differences=found,
        counterexample=call.shown(),
        reproduction=script(call, lines),
        source=method_line(call.cls, "from_config"),
    )


def _found(call: ConstructorCall, layer: Any, rebuilt: Any) -> tuple[tuple[Difference, ...], str, str]:
    """Return the places that differ, why that is wrong and the lines that show it; no reason where none do."""
    try:
        first = canonical(rebuilt.get_config())
    except Exception:
        # What the first trip has made of an argument is told where arguments are varied, and by the routes.
        return _NOTHING
    try:
        again = type(layer).from_config(config_of(layer))
        call.adapt(again)
        places = _steady(call, first, canonical(again.get_config()))
    except Exception as error:
        return (), f"from_config raised the second time: {told(error)}", _TWICE
    mine = {id(inner) for _, inner in sublayers(rebuilt)}
    shared = tuple(
        Difference(path, "a layer of its own", "that of the first")
        for path, i in sublayers(again)
        if id(i) in mine
    )
    if shared:
        return shared, f"two layers that from_config made of one config share {shared[0].path}", _SHARING
    if places:
        return places, f"from_config gave another {places[0].path} the second time", _TWICE
    form = canonical(config_of(layer))
    steps: list[tuple[Difference, ...]] = []
    for _ in range(_TRIPS):
        try:
            layer = type(layer).from_config(json.loads(json.dumps(layer.get_config())))
            call.adapt(layer)
        except Exception as error:
            # That the first config is not taken, or is no JSON, is told by other checks.
            return (
                ((), f"the config of a rebuilt layer is not taken: {told(error)}", _ON_AND_ON)
                if steps
                else _NOTHING
            )
        try:
            after = canonical(config_of(layer))
        except ConfigFailsError as failure:
            return (), f"after {len(steps) + 1} trips {failure.diagnosis.reason}", _ON_AND_ON
        steps.append(_steady(call, form, after))
    # What the first trip changes already is told by the routes.
    if steps[0] or not steps[-1]:
        return _NOTHING
    return steps[-1], f"after {_TRIPS} trips {steps[-1][0].path} is another one", _ON_AND_ON


_NOTHING: tuple[tuple[Difference, ...], str, str] = ((), "", "")


def _steady(call: ConstructorCall, expected: Any, found: Any) -> tuple[Difference, ...]:
    """Return where two configs differ, but for what two layers of one call do not agree on either."""
    places = tuple(d for d in differences("config", expected, found) if not d.container_only)
    if not places:
        return ()
    twins = differences("config", canonical(call.make().get_config()), canonical(call.make().get_config()))
    unsteady = {place.path for place in twins}
    return tuple(place for place in places if place.path not in unsteady)


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101", "KR102", "KR103", "KR104", "KR105", "KR107"))
