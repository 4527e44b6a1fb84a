"""The layer sent through every route, and everything that is seen of it compared afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.finding import Severity
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import keeps_only_its_own, lint_rule_of, method_line, remedy_of, told
from scaffold.roundtrip.process import LoadedElsewhereError
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.route import Journey, Medium, Route, RouteNotRunError, journey_of, routes
from scaffold.roundtrip.route_rules import CONTAINER, NOT_BUILT, NOT_COPIED, NOT_REBUILT, REBUILT_FAILS
from scaffold.roundtrip.trial import Trial
from scaffold.roundtrip.trip import trip
from scaffold.roundtrip.unbuilt import unbuilt_sublayers
from scaffold.roundtrip.verdict import CAUSES, Verdict, has_no_build

# Warnings that are errors where the layer behaves otherwise because of them: then it may fail as well.
_MAY_BE_BLAMED = frozenset({"KR304", "KR313"})
# What Keras says where a layer has nowhere to load its values into.
_NOWHERE_TO_LOAD = re.compile(r"was never built|expected \d+ variables|could not be loaded")


def _run(run: Run) -> Iterator[Result]:
    trial, reason = _what_can_travel(run)
    if reason:
        yield result(NOT_REBUILT, Status.NOT_RUN, reason=reason)
        return
    if trial.not_called_again:
        yield result(REBUILT_FAILS, Status.NOT_RUN, reason=trial.not_called_again)
    failed, blamed = dict(run.failed), set[str]()
    with journey_of(trial.original) as journey:
        for route in routes():
            if not _is_taken(run, route):
                continue
            verdict = Verdict(run.subject.signature, trial, route, failed, frozenset(blamed))
            for found in _one_route(verdict, journey):
                if found.status is Status.FAILED:
                    failed.setdefault(found.code, route.name)
                    if found.severity is Severity.ERROR:
                        blamed.update({found.code} & _MAY_BE_BLAMED)
                yield found


def _is_taken(run: Run, route: Route) -> bool:
    if route.optional:
        return route.name in run.routes
    return not (run.quick and route.medium >= Medium.FILE) and route.exists()


def _what_can_travel(run: Run) -> tuple[Trial, str]:
    """Return the trial without the arguments that are lost already, or why there is none."""
    blocked = f"blocked by {next(iter(run.failed), '')}"
    required = next(
        (a.name for a in run.subject.signature.arguments if a.required and a.name in run.lost), ""
    )
    if required:
        return run.trial, f"{blocked}: '{required}' is lost, and no layer is made without it"
    trial = run.trial.without(frozenset(run.lost))
    try:
        _ = trial.original
    except Exception as error:
        # Only the lost arguments made it callable; what they lose is reported already.
        lost = f"without the lost arguments {', '.join(sorted(run.lost))} " if run.lost else ""
        return trial, f"{lost}the layer raised {told(error)}"
    at_its_default = _lost_at_its_default(run, trial)
    return trial, f"{blocked}: '{at_its_default}' is lost at its default too" if at_its_default else ""


def _lost_at_its_default(run: Run, trial: Trial) -> str:
    """Return the lost argument that does not even come back at its default; empty where there is none."""
    done = trip(trial.call) if run.lost else None
    lost = (name for name in sorted(run.lost) if done and done.argument_difference(name) is not None)
    return next(lost, "")


def _one_route(verdict: Verdict, journey: Journey) -> Iterator[Result]:
    route, trial, failed = verdict.route, verdict.trial, verdict.failed
    needed = (*route.requires, NOT_REBUILT.code, REBUILT_FAILS.code)
    blocking = next((code for code in needed if code in failed), None)
    if blocking is not None or (route.carries_values and trial.inputs is None):
        reason = "blocked by KR002" if blocking is None else _blocked_by(blocking, failed[blocking])
        yield result(NOT_REBUILT, Status.NOT_RUN, route=route.name, reason=reason)
        return
    try:
        trial.original.restored()
        observed = route.travel(journey)
    except RouteNotRunError as refusal:
        yield result(NOT_REBUILT, Status.NOT_RUN, route=route.name, reason=str(refusal))
    except Exception as error:
        yield _not_rebuilt(verdict, error)
    else:
        yield result(NOT_REBUILT, Status.PASSED, route=route.name)
        yield from verdict.results(observed)


def _blocked_by(code: str, route: str) -> str:
    return f"blocked by {code} on route {route}"


def _not_rebuilt(verdict: Verdict, error: Exception) -> Result:
    trial, route = verdict.trial, verdict.route
    rule = NOT_REBUILT
    if not route.called and _NOWHERE_TO_LOAD.search(str(error)) and unbuilt_sublayers(trial.original):
        rule = NOT_COPIED if has_no_build(trial) else NOT_BUILT
    causes = (rule.code, *CAUSES, *verdict.blamed)
    cause = next((code for code in causes if code in verdict.failed), None)
    if cause is not None:
        reason = f"{_blocked_by(cause, verdict.failed[cause])}: {told(error)}"
        return result(NOT_REBUILT, Status.NOT_RUN, route=route.name, reason=reason)
    is_unbuilt = rule is not NOT_REBUILT
    return result(
        rule,
        Status.FAILED,
        route=route.name,
        reason=verdict.unbuilt_reason() if is_unbuilt else _reason(error),
        fix=rule.remedy
        if is_unbuilt
        else keeps_only_its_own(trial.call.cls, str(error)) or remedy_of(str(error)) or rule.remedy,
        lint_rule="" if is_unbuilt else lint_rule_of(str(error)),
        counterexample=trial.call.shown(),
        reproduction=verdict.script(""),
        source=method_line(trial.call.cls, "build" if is_unbuilt else "__init__"),
    )


def _reason(error: Exception) -> str:
    return f"in the new process {error.reason}" if isinstance(error, LoadedElsewhereError) else told(error)


CHECK = Check(
    rules=(NOT_REBUILT, REBUILT_FAILS, NOT_COPIED, NOT_BUILT, CONTAINER),
    run=_run,
    requires=("KR101", "KR103", "KR104"),
)
