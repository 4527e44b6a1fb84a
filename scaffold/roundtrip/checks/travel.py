"""The layer sent through every route, and everything that is seen of it compared afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Severity
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import inner_message, method_line, remedy_of, told
from scaffold.roundtrip.observation import Moment, Observation, Observed, compare
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.route import Medium, Route, RouteNotRunError, routes
from scaffold.roundtrip.signature import Signature
from scaffold.roundtrip.trial import Trial
from scaffold.roundtrip.trip import trip
from scaffold.rule import Rule

NOT_REBUILT = Rule(
    code="KR501",
    name="not-rebuilt",
    severity=Severity.ERROR,
    summary="The layer cannot be rebuilt by this route.",
    why="A file that was written without complaint cannot be loaded: "
    "https://github.com/keras-team/keras/issues/18823.",
    remedy="Make the config hold all that the constructor needs, and build every sublayer in build().",
)

REBUILT_FAILS = Rule(
    code="KR502",
    name="rebuilt-layer-fails",
    severity=Severity.ERROR,
    summary="The rebuilt layer raises when it is called, where the original works.",
    why="A nested object that was never deserialized stays a dict, and fails at its first use with a message "
    "such as \"'dict' object is not callable\": https://github.com/keras-team/keras-cv/pull/2283.",
    remedy="Deserialize nested objects in from_config: keras.saving.deserialize_keras_object(config[...]).",
)

NOT_COPIED = Rule(
    code="KR503",
    name="composite-without-build",
    severity=Severity.WARNING,
    summary="A composite layer without build() loses its sublayers' weights in copy.deepcopy and pickle.",
    why="Keras copies a layer through its config and then calls build(); without one the sublayers have no weights "
    "yet. Models that are saved whole are not affected: https://github.com/keras-team/keras/issues/18875.",
    remedy="Write build(self, input_shape) and build every sublayer in it; one that was passed in only "
    "`if not self.dense.built`, since a deserialized layer is built already.",
)

CONTAINER = Rule(
    code="KR313",
    name="tuple-became-list",
    severity=Severity.WARNING,
    summary="A tuple comes back as a list, without effect on what was tried.",
    why="JSON has no tuple; the list fails where it is hashed or added to a tuple: "
    "https://github.com/keras-team/keras/issues/722.",
    remedy="Normalize in the constructor: self.x = tuple(x).",
)

# Where one of these differs, outputs and losses differ in consequence.
_CAUSES = ("KR301", "KR302", "KR303", "KR305", "KR306", "KR307")
# Where the class or the config is another one, everything else may be.
_FIRST_CAUSES = ("KR301", "KR302")
_CONSEQUENCES = ("KR308", "KR309", "KR310", "KR311")
_CAUSES_OF = {
    **dict.fromkeys(_CONSEQUENCES, _CAUSES),
    # A frozen sublayer has frozen weights.
    **dict.fromkeys(("KR306", "KR307"), (*_FIRST_CAUSES, "KR305")),
}


def _run(run: Run) -> Iterator[Result]:
    failed = dict(run.failed)
    required = next(
        (a.name for a in run.subject.signature.arguments if a.required and a.name in run.lost), ""
    )
    if required:
        reason = f"blocked by {next(iter(run.failed))}: '{required}' is lost, and no layer is made without it"
        yield result(NOT_REBUILT, Status.NOT_RUN, reason=reason)
        return
    trial = run.trial.without(frozenset(run.lost))
    try:
        _ = trial.original
    except Exception as error:
        # Only the lost arguments made it callable; what they lose is reported already.
        reason = f"without the lost arguments {', '.join(sorted(run.lost))} the layer raised {told(error)}"
        yield result(NOT_REBUILT, Status.NOT_RUN, reason=reason)
        return
    lost = _lost_at_its_default(run, trial)
    if lost:
        reason = f"blocked by {next(iter(run.failed))}: '{lost}' is lost at its default too"
        yield result(NOT_REBUILT, Status.NOT_RUN, reason=reason)
        return
    for route in routes():
        if run.quick and route.medium is not Medium.MEMORY:
            continue
        for found in _one_route(run.subject.signature, trial, route, failed):
            if found.status is Status.FAILED:
                failed.setdefault(found.code, route.name)
            yield found


def _lost_at_its_default(run: Run, trial: Trial) -> str:
    """Return the lost argument that does not even come back at its default; empty where there is none."""
    done = trip(trial.call) if run.lost else None
    lost = (name for name in sorted(run.lost) if done and done.argument_difference(name) is not None)
    return next(lost, "")


def _one_route(signature: Signature, trial: Trial, route: Route, failed: dict[str, str]) -> Iterator[Result]:
    needed = (*route.requires, NOT_REBUILT.code, REBUILT_FAILS.code)
    blocking = next((code for code in needed if code in failed), None)
    if blocking is not None or (route.carries_values and trial.inputs is None):
        reason = "blocked by KR002" if blocking is None else _blocked_by(blocking, failed[blocking])
        yield result(NOT_REBUILT, Status.NOT_RUN, route=route.name, reason=reason)
        return
    try:
        observed = route.travel(trial.original.restored())
    except RouteNotRunError as refusal:
        yield result(NOT_REBUILT, Status.NOT_RUN, route=route.name, reason=str(refusal))
        return
    except Exception as error:
        cause = next((code for code in _CAUSES if code in failed), None)
        if cause is None:
            yield _not_rebuilt(trial, route, error)
        else:
            reason = f"{_blocked_by(cause, failed[cause])}: {told(error)}"
            yield result(NOT_REBUILT, Status.NOT_RUN, route=route.name, reason=reason)
        return
    yield result(NOT_REBUILT, Status.PASSED, route=route.name)
    yield from _compared(signature, trial, route, observed, failed)


def _blocked_by(code: str, route: str) -> str:
    return f"blocked by {code} on route {route}"


def _not_rebuilt(trial: Trial, route: Route, error: Exception) -> Result:
    rule = NOT_REBUILT
    reason = told(error)
    fix = remedy_of(str(error)) or rule.remedy
    if _is_composite_without_build(trial, route):
        rule, fix = NOT_COPIED, NOT_COPIED.remedy
        reason = f"copy.deepcopy and pickle cannot restore the weights inside {trial.call.cls.__name__}"
    return result(
        rule,
        Status.FAILED,
        route=route.name,
        reason=reason,
        fix=fix,
        counterexample=trial.call.shown(),
        reproduction=_script(trial, route, ""),
        source=method_line(trial.call.cls, "__init__"),
    )


def _is_composite_without_build(trial: Trial, route: Route) -> bool:
    """Return whether the route calls build() on load and the class has none of its own."""
    import keras

    build = getattr(trial.call.cls, "build", None)
    return route.medium is Medium.MEMORY and route.carries_values and build is keras.layers.Layer.build


def _compared(
    signature: Signature, trial: Trial, route: Route, observed: Observed, failed: dict[str, str]
) -> Iterator[Result]:
    moments = [Moment.REBUILT, Moment.CALLED] + ([Moment.LOADED] if route.carries_values else [])
    here: list[str] = []
    for observation, places in compare(trial.observed, observed, moments):
        found = _judged(signature, trial, route, observation, places, [*here, *failed])
        if found.status is Status.FAILED and found.severity is Severity.ERROR:
            here.append(found.code)
        yield found
        containers = tuple(p for p in places if p.container_only and p.path.startswith("config"))
        if containers and CONTAINER.code not in failed:
            failed[CONTAINER.code] = route.name
            yield _failure(CONTAINER, trial, route, containers, "")
    if trial.observed.failure:
        return
    if not observed.failure:
        yield result(REBUILT_FAILS, Status.PASSED, route=route.name)
    elif here:
        reason = _blocked_by(here[0], route.name)
        yield result(REBUILT_FAILS, Status.NOT_RUN, route=route.name, reason=reason)
    else:
        yield result(
            REBUILT_FAILS,
            Status.FAILED,
            route=route.name,
            reason=inner_message(observed.failure),
            fix=remedy_of(observed.failure) or REBUILT_FAILS.remedy,
            counterexample=trial.call.shown(),
            reproduction=_script(trial, route, "called(rebuilt)"),
            source=method_line(trial.call.cls, "from_config"),
        )


def _judged(
    signature: Signature,
    trial: Trial,
    route: Route,
    observation: Observation,
    places: list[Difference],
    failed: list[str],
) -> Result:
    """Return the result of one observation on one route: a cause once, and what follows from it as blocked."""
    rule = observation.rule
    if rule.code in trial.unsteady:
        reason = "the layer differs from itself when it is called twice from the same state, or gives NaN"
        return result(rule, Status.NOT_RUN, route=route.name, reason=reason)
    found = tuple(p for p in places if not p.container_only and p.path not in trial.unstable_places)
    if not found:
        return result(rule, Status.PASSED, route=route.name)
    causes = [rule.code, *_CAUSES_OF.get(rule.code, _FIRST_CAUSES)]
    causes += [code for code in _CONSEQUENCES if rule.code in _CONSEQUENCES and code < rule.code]
    blocking = next((code for code in causes if code in failed), None)
    if blocking is not None:
        reason = f"blocked by {blocking}"
        return result(rule, Status.NOT_RUN, route=route.name, reason=reason, differences=found)
    if rule.code == "KR307" and _is_composite_without_build(trial, route):
        rule = NOT_COPIED
    names = {f"layer[{prefix + name!r}]" for name in signature.names for prefix in ("", "_")}
    severity = Severity.ERROR if rule.code == "KR304" and found[0].path in names else rule.severity
    lines = observation.script_of(found[0]) if observation.script_of else observation.script
    return _failure(rule, trial, route, found, lines, severity)


def _failure(
    rule: Rule,
    trial: Trial,
    route: Route,
    found: tuple[Difference, ...],
    lines: str,
    severity: Severity | None = None,
) -> Result:
    return result(
        rule,
        Status.FAILED,
        route=route.name,
        severity=severity or rule.severity,
        reason=f"{found[0].path} of the rebuilt layer is not what the original has",
        differences=found,
        counterexample=trial.call.shown(),
        reproduction=_script(trial, route, lines) if lines else "",
        source=method_line(trial.call.cls, "get_config"),
    )


def _script(trial: Trial, route: Route, lines: str) -> str:
    """Return a script that takes the route and then runs ``lines``; empty for a route without a script."""
    if not route.script:
        return ""
    steps = f"{route.script}\n{lines}".rstrip()
    if trial.inputs is not None:
        steps = f"called(layer)\n{steps}"
    return script(trial.call, steps, trial.inputs)


CHECK = Check(
    rules=(NOT_REBUILT, REBUILT_FAILS, NOT_COPIED, CONTAINER), run=_run, requires=("KR101", "KR103", "KR104")
)
