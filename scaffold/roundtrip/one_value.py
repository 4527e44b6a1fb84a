"""What is wrong with one value of a constructor argument: its trip beside that of the call that works."""

from __future__ import annotations

from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.argument_values import values_of
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.canonical import Opaque, canonical, differences
from scaffold.roundtrip.check_unit import Run
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.effect import effect_of
from scaffold.roundtrip.extent import VALUES_OF_ONE
from scaffold.roundtrip.lost import lost_result
from scaffold.roundtrip.not_json import not_json, not_json_result
from scaffold.roundtrip.observations import config as config_observation
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.routes.config import ROUTE
from scaffold.roundtrip.sampling import sample
from scaffold.roundtrip.scope import is_built_in
from scaffold.roundtrip.signature import MISSING, Argument
from scaffold.roundtrip.trial import Trial
from scaffold.roundtrip.trip import RebuiltFailsError, Trip, TripFailedError, attribute_of, trip
from scaffold.roundtrip.trip_failure import failed_trip
from scaffold.rule import Rule

LOST = Rule(
    code="KR201",
    name="argument-lost",
    severity=Severity.ERROR,
    summary="A value of a constructor argument does not survive the config.",
    why="The layer comes back with the default, without error or warning; comparing config with config cannot "
    "see it, since the argument is missing on both sides: https://github.com/keras-team/keras/issues/23657.",
    remedy="Put the argument into the config in get_config.",
    lint_rules=("KS101", "KS106", "KS108", "KS109", "KS115", "KS116"),
)

UNSAVED = Rule(
    code="KR202",
    name="argument-value-not-told-apart",
    severity=Severity.WARNING,
    summary="Two values of an argument give one config, though an attribute tells them apart.",
    why="The attribute of the rebuilt layer is another one; nothing that was tried depends on it: "
    "https://github.com/keras-team/keras/pull/23023.",
    remedy="Put into the config what the constructor was given.",
)


def values_to_try(run: Run, argument: Argument) -> tuple[tuple[Any, ...], str]:
    """Return values of an argument, and why there is none, where there is none."""
    if argument.name in run.strategies:
        values = sample(run.strategies[argument.name], VALUES_OF_ONE)
        reason = "the strategy in args= gives no other value than the call that works has"
    else:
        known = values_of(argument, run.trial.call.arguments.get(argument.name, MISSING))
        values, reason = known.first[: run.extent.values_of_one], known.reason
    small = tuple(
        value for value in values if not run.too_large(built=False, arguments={argument.name: value})
    )
    if values and not small:
        reason = "a layer with any value that was found may hold more than 10 MB"
    return small, reason


def told_apart(base: Trip, done: Trip, argument: Argument) -> bool:
    """Return whether this layer is not just the base layer again."""
    if _config_without_name(done.form) != _config_without_name(base.form):
        return True
    before, after = attribute_of(base.layer, argument.name), attribute_of(done.layer, argument.name)
    return before != after


def _config_without_name(form: Any) -> str:
    return repr({key: value for key, value in form.items() if key != "name"})


def judge(
    run: Run, base: Trip, argument: Argument, call: ConstructorCall, layer: Any
) -> tuple[Result | None, Trip | None]:
    """Return what is wrong with this value of the argument, and its trip; None where there is none."""
    try:
        done = trip(call, layer)
        found = _not_json_with(base, done) or lost(run, base, argument, done) or _config_changed(base, done)
    except TripFailedError as failure:
        if isinstance(failure, RebuiltFailsError) and not base.rebuilt_has_config:
            # Not because of this value: the routes tell it.
            return None, None
        return (failed_trip(failure, call) if _works(run, call) else None), None
    return found, done


def _not_json_with(base: Trip, done: Trip) -> Result | None:
    """Return the result for a value with which the config is no JSON any more."""
    entry = not_json(done.config)
    if entry is None or not_json(base.config) is not None:
        return None
    return not_json_result(entry, done.call, done.layer)


def _works(run: Run, call: ConstructorCall) -> bool:
    """Return whether the layer can be called: a value that only the constructor takes may be no use of it."""
    if run.trial.inputs is None:
        return True
    if run.too_large(built=True, arguments=call.arguments):
        return False
    try:
        run.trial.inputs.call(call.make())
    except Exception:
        # Information about the value, not a failure: it was made up.
        return False
    return True


def _config_changed(base: Trip, done: Trip) -> Result | None:
    known = {difference.path for difference in base.config_differences()}
    found = tuple(d for d in done.config_differences() if d.path not in known and not d.container_only)
    if not found:
        return None
    return result(
        config_observation.RULE,
        Status.FAILED,
        route="config",
        reason=f"{found[0].path} of the rebuilt layer is another one",
        differences=found,
        counterexample=done.call.shown(),
        reproduction=script(done.call, f"{ROUTE.script}\n{config_observation.SCRIPT}"),
        source=method_line(done.call.cls, "get_config"),
    )


def lost(run: Run, base: Trip, argument: Argument, done: Trip) -> Result | None:
    """Return the result for a value that the config does not carry, with the proof."""
    name = argument.name
    same_config = _config_without_name(done.form) == _config_without_name(base.form)
    difference = done.argument_difference(name)
    if difference is not None and _is_stable(done, name):
        effect = _effect(run, base, done.call) if same_config else (difference,)
        if not effect and not _ever_in_config(run, done, name):
            return lost_result(LOST, argument, _smallest(done.call, name), (difference,), done)
        if not effect and is_built_in(argument.owner) and not is_built_in(done.call.cls):
            # Keras itself leaves it out of the config while it has no effect, such as lora_alpha of Dense.
            run.lost.add(name)
            return None
        found = tuple(dict.fromkeys((difference, *effect)))
        return lost_result(LOST if effect else UNSAVED, argument, _smallest(done.call, name), found, done)
    if isinstance(done.form.get(name), Opaque):
        # The config holds something that cannot be compared: that it is there at all is told by its own check.
        return None
    if not same_config or not list(
        differences("", canonical(base.call.arguments), canonical(done.call.arguments))
    ):
        return None
    effect = _effect(run, base, done.call)
    return lost_result(LOST, argument, done.call, effect, done, other=base.call) if effect else None


def _effect(run: Run, base: Trip, changed: ConstructorCall) -> tuple[Difference, ...]:
    """Return where a layer of another call behaves otherwise; nothing where it is too large to be called."""
    if run.too_large(built=True, arguments=changed.arguments):
        return ()
    # The trial of the whole run is made already.
    return effect_of(
        run.trial if base.call is run.trial.call else Trial(base.call, run.trial.inputs), changed
    )


def _ever_in_config(run: Run, done: Trip, argument: str) -> bool:
    """Return whether any other argument makes the config hold this one: a key may depend on a switch."""
    if argument in done.form:
        return True
    for other in run.subject.signature.arguments:
        for value in values_to_try(run, other)[0][:2] if other.name != argument else ():
            try:
                config = done.call.changed(**{other.name: value}).make().get_config()
            except Exception:
                # Refused together; another argument may still be the switch.
                continue
            if argument in config:
                return True
    return False


def _is_stable(done: Trip, argument: str) -> bool:
    """Return whether two layers of one call agree on the attribute; where they do not, it proves nothing."""
    return attribute_of(done.call.make(), argument) == attribute_of(done.layer, argument)


def _smallest(call: ConstructorCall, argument: str) -> ConstructorCall:
    """Leave out every other argument without which the value is still lost."""
    for other in list(call.arguments):
        if other == argument:
            continue
        fewer = ConstructorCall(call.cls, {k: v for k, v in call.arguments.items() if k != other})
        try:
            if trip(fewer).argument_difference(argument) is not None:
                call = fewer
        except Exception:
            # Without it the layer cannot be made or rebuilt, so it stays.
            continue
    return call
