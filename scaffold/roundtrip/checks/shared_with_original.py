"""Original and rebuilt layer have nothing in common that can be changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.held import keras_attributes
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.routes.config import ROUTE
from scaffold.roundtrip.sublayers import sublayers
from scaffold.roundtrip.trip import trip
from scaffold.rule import Rule

SHARED = Rule(
    code="KR107",
    name="sublayer-shared-with-original",
    severity=Severity.ERROR,
    summary="The rebuilt layer holds the very sublayer or variable of the original.",
    why="A layer put into the config as it is comes back as itself: a clone then trains the weights of the "
    "original: https://github.com/tensorflow/gnn/pull/923.",
    remedy="Put keras.saving.serialize_keras_object(self.sublayer) into the config, and deserialize it in "
    "from_config.",
)

ALIASED = Rule(
    code="KR108",
    name="config-aliases-state",
    severity=Severity.WARNING,
    summary="The config holds a list or dict of the layer itself.",
    why="Whoever edits the config edits the layer: https://github.com/keras-team/keras/pull/19741.",
    remedy="Put a copy into the config: list(self.x) or dict(self.x).",
)


def _run(run: Run) -> Iterator[Result]:
    call = run.trial.call
    done = run.base if call.factory is None else trip(call)
    mine = {id(thing): path for path, thing in _things(done.layer)}
    shared = tuple(
        Difference(path, "an object of its own", f"the original's {mine[id(thing)]}")
        for path, thing in _things(done.rebuilt)
        if id(thing) in mine
    )
    if shared:
        lines = (
            f"{ROUTE.script}\n"
            "kinds = (keras.Layer, keras.Variable)\n"
            "mine = {id(value) for value in keras.tree.flatten(vars(layer)) if isinstance(value, kinds)}\n"
            "assert not any(id(value) in mine for value in keras.tree.flatten(vars(rebuilt)))"
        )
        yield result(
            SHARED,
            Status.FAILED,
            route="config",
            reason=f"{shared[0].path} of the rebuilt layer is the same object as in the original",
            differences=shared,
            counterexample=call.shown(),
            reproduction=script(call, lines),
            source=method_line(call.cls, "get_config"),
        )
    else:
        yield result(SHARED, Status.PASSED, route="config")
    yield _aliasing(done.layer, done.config, call)


def _things(layer: Any) -> Iterator[tuple[str, Any]]:
    """Yield what two layers must not have in common, with its place."""
    yield from sublayers(layer)
    yield from ((variable.path, variable) for variable in layer.variables)


def _aliasing(layer: Any, config: Mapping[str, Any], call: Any) -> Result:
    kept = {id(value): name for name, value in vars(layer).items() if name not in keras_attributes()}
    aliased = tuple(
        Difference(f"config[{key!r}]", "a copy", f"the object in self.{kept[id(value)]}")
        for key, value in config.items()
        if isinstance(value, (list, dict, set)) and id(value) in kept
    )
    if not aliased:
        return result(ALIASED, Status.PASSED)
    return result(
        ALIASED,
        Status.FAILED,
        reason=f"{aliased[0].path} is {aliased[0].found}, not a copy",
        differences=aliased,
        counterexample=call.shown(),
        reproduction=script(call, _edited(aliased[0])),
        source=method_line(call.cls, "get_config"),
    )


def _edited(place: Difference) -> str:
    """Write lines that edit the config, and fail where the layer is edited with it."""
    entry = place.path.removeprefix("config")
    return (
        "import copy\n\nbefore = copy.deepcopy(layer.get_config())\n"
        f"layer.get_config(){entry}.clear()\nassert layer.get_config() == before, 'the layer was edited'"
    )


CHECK = Check(rules=(SHARED, ALIASED), run=_run, requires=("KR101", "KR102", "KR103"))
