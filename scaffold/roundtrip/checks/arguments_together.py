"""All constructor arguments at once, drawn by Hypothesis and shrunk to the smallest call that fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.argument_values import values_of
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import Diagnosis, method_line
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.routes.config import ROUTE
from scaffold.roundtrip.sampling import (
    configured_database,
    inside_hypothesis,
    keyed,
    nothing_left_behind,
    quiet_settings,
)
from scaffold.roundtrip.signature import MISSING
from scaffold.roundtrip.trip import TripFailedError, trip
from scaffold.rule import Rule

RULE = Rule(
    code="KR203",
    name="arguments-together",
    severity=Severity.ERROR,
    summary="A combination of arguments does not survive, though each of them does alone.",
    why="Arguments that exclude each other, or that one key stands for, fail only together: "
    "https://github.com/keras-team/keras-cv/pull/1562.",
    remedy="Let the config hold each argument as it was given, independent of the others.",
)


class _NotSurvivedError(Exception):
    """Tells Hypothesis that this call fails, so that it looks for a smaller one."""

    def __init__(self, call: ConstructorCall, diagnosis: Diagnosis, found: tuple[Difference, ...]) -> None:
        super().__init__(diagnosis.reason)
        self.call = call
        self.diagnosis = diagnosis
        self.differences = found


def _run(run: Run) -> Iterator[Result]:
    if inside_hypothesis():
        yield result(RULE, Status.NOT_RUN, reason="called inside a Hypothesis test, which draws by itself")
        return
    strategies = _strategies(run)
    if not strategies:
        lost = ", ".join(f"'{name}'" for name in sorted(run.lost))
        reason = (
            f"blocked by KR201: {lost} is lost" if lost else "there is no argument whose values are known"
        )
        yield result(RULE, Status.NOT_RUN, reason=reason)
        return
    failure = _search(run, strategies)
    if failure is None:
        extent = run.extent
        few = (
            f"{extent.together(run.max_examples)} combinations were tried, {extent.note}"
            if extent.note
            else ""
        )
        yield result(RULE, Status.PASSED, route="config", reason=few)
        return
    call = failure.call
    yield result(
        RULE,
        Status.FAILED,
        route="config",
        reason=failure.diagnosis.reason,
        fix=failure.diagnosis.fix,
        lint_rule=failure.diagnosis.lint_rule,
        differences=failure.differences,
        counterexample=call.shown(),
        reproduction=script(call, f"{ROUTE.script}\n{_assertion(failure.differences)}"),
        source=method_line(call.cls, "get_config"),
    )


def _assertion(found: tuple[Difference, ...]) -> str:
    if found and found[0].path.startswith("layer."):
        attribute = re.match(r"layer\.(\w+)", found[0].path)
        name = attribute[1] if attribute else ""
        return f"assert rebuilt.{name} == layer.{name}, (layer.{name}, rebuilt.{name})"
    return "assert rebuilt.get_config() == layer.get_config(), (layer.get_config(), rebuilt.get_config())"


def _strategies(run: Run) -> dict[str, Any]:
    """Return the strategies of the arguments that are not known to be lost."""
    strategies = {}
    for argument in run.subject.signature.arguments:
        given = run.trial.call.arguments.get(argument.name, MISSING)
        strategy = run.strategies.get(argument.name) or values_of(argument, given).strategy
        if strategy is not None and argument.name in run.exercised and argument.name not in run.lost:
            strategies[argument.name] = strategy
    return strategies


def _search(run: Run, strategies: dict[str, Any]) -> _NotSurvivedError | None:
    from hypothesis import given
    from hypothesis import strategies as st

    base = run.base
    known = {difference.path for difference in base.config_differences()}

    # Every argument may be left out, so that the smallest call has only those that matter.
    @quiet_settings(run.extent.together(run.max_examples), configured_database())
    @given(st.fixed_dictionaries({}, optional=strategies))
    def survives(arguments: dict[str, Any]) -> None:
        if not run.too_large(built=False, arguments=arguments):
            _require_survival(base.call.changed(**arguments), arguments, known)

    try:
        with nothing_left_behind():
            keyed(survives, f"{run.subject.cls.__module__}.{run.subject.cls.__qualname__} {base.call}")()
    except _NotSurvivedError as failure:
        return failure
    return None


def _require_survival(call: ConstructorCall, arguments: dict[str, Any], known: set[str]) -> None:
    try:
        layer = call.make()
    except Exception:
        # The constructor may refuse any combination.
        return
    try:
        done = trip(call, layer)
        found = [d for d in done.config_differences() if d.path not in known and not d.container_only]
    except TripFailedError as failure:
        raise _NotSurvivedError(call, failure.diagnosis, ()) from failure
    attributes = (done.argument_difference(name) for name in arguments)
    found += [difference for difference in attributes if difference is not None]
    if found:
        diagnosis = Diagnosis(f"{found[0].path} of the rebuilt layer is another one", RULE.remedy)
        raise _NotSurvivedError(call, diagnosis, tuple(found))


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101", "KR103", "KR104"), draws=True)
