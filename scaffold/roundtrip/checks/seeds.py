"""A seed that was given is kept: the same seed gives the same random numbers, before and after a trip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import keras_owner, method_line
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.routes.config import ROUTE
from scaffold.roundtrip.scope import is_built_in
from scaffold.roundtrip.trip import trip
from scaffold.rule import Rule

RULE = Rule(
    code="KR204",
    name="seed-not-kept",
    severity=Severity.ERROR,
    summary="A layer that was given a seed draws other random numbers after a trip, or from the start.",
    why="Whoever gives a seed wants runs that can be repeated; a seed that reaches neither the config nor the "
    "generator is lost without a sign: https://github.com/keras-team/keras/pull/23029.",
    remedy="Give the seed to keras.random.SeedGenerator(seed), and put it into the config as it was given.",
)

_SEED = 1337

_STATES = (
    "def states(layer):\n"
    "    return [np.array(variable) for variable in layer.variables if 'seed' in variable.name]\n"
    "\n"
    "\n"
)
_COMPARED = "np.testing.assert_array_equal(states(layer), states({0}))"


def _run(run: Run) -> Iterator[Result]:
    name = next((a.name for a in run.subject.signature.arguments if a.name == "seed"), "")
    if not name or name in run.lost:
        reason = "the constructor takes no seed" if not name else "blocked by the lost argument 'seed'"
        yield result(RULE, Status.NOT_RUN if name else Status.PASSED, reason=reason)
        return
    call = run.trial.call.changed(seed=_SEED)
    try:
        done = trip(call)
        states, others, rebuilt = (_states(each) for each in (done.layer, call.make(), done.rebuilt))
    except Exception:
        # A seed may be refused, or be an object; the other arguments' checks say what was tried.
        yield result(RULE, Status.NOT_RUN, reason=f"the constructor does not take {_SEED} as seed")
        return
    if states == others and states == rebuilt:
        yield result(RULE, Status.PASSED, route="config")
        return
    at_once = states != others
    # The author of a child does not write the config that Keras wrote for its parent.
    inherited = bool(keras_owner(call.cls, "get_config")) and not is_built_in(call.cls)
    lines = f"other = {call}" if at_once else ROUTE.script
    yield result(
        RULE,
        Status.FAILED,
        # At once, nothing is lost on the way; what the seed is for is.
        severity=Severity.WARNING if at_once or inherited else RULE.severity,
        route="" if at_once else "config",
        reason="two layers with the same seed draw different random numbers"
        if at_once
        else "the rebuilt layer starts from another seed than the original",
        differences=(Difference("seed state", str(states), str(others if at_once else rebuilt)),),
        counterexample=call.shown(),
        reproduction=script(call, f"{_STATES}{lines}\n{_COMPARED.format('other' if at_once else 'rebuilt')}"),
        source=method_line(call.cls, "__init__"),
    )


def _states(layer: Any) -> list[list[int]]:
    """Return the state of every generator in a layer that was only made."""
    import keras

    states = [variable for variable in layer.variables if "seed" in variable.name]
    return [keras.ops.convert_to_numpy(state).reshape(-1).tolist() for state in states]


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101", "KR103"))
