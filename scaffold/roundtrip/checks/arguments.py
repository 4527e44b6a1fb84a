"""Every constructor argument, one at a time from a call that works: no value may be lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from scaffold.roundtrip.calls import made
from scaffold.roundtrip.canonical import canonical
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.companions import calls_that_allow
from scaffold.roundtrip.diagnosis import told
from scaffold.roundtrip.not_json import NOT_JSON, not_json
from scaffold.roundtrip.one_value import LOST, UNSAVED, judge, lost, told_apart, values_to_try
from scaffold.roundtrip.report import Result, Status, result
from scaffold.roundtrip.signature import MISSING, Argument
from scaffold.roundtrip.trip import Trip, TripFailedError, trip


def _run(run: Run) -> Iterator[Result]:
    if not run.subject.readable:
        reason = "the arguments of the layer cannot be read back from it; pass the class, to have them varied"
        run.not_exercised.update(dict.fromkeys(run.subject.signature.names, reason))
        yield result(LOST, Status.NOT_RUN, reason=reason)
        return
    base = run.base
    failed = False
    for argument in run.subject.signature.arguments:
        for found in _vary(run, base, argument):
            failed = True
            yield found
    if not failed:
        yield result(LOST, Status.PASSED, route="config", reason=_how_few(run))


def _how_few(run: Run) -> str:
    """Return how many values were tried where those are fewer than of other layers; else nothing."""
    extent = run.extent
    return f"at most {extent.values_of_one} values of an argument, {extent.note}" if extent.note else ""


def _vary(run: Run, base: Trip, argument: Argument) -> Iterator[Result]:
    """Try values of one argument; yield at most one result, and note what was exercised."""
    entry = not_json(base.config)
    if entry is not None and entry.key == argument.name:
        run.not_exercised[argument.name] = f"blocked by {NOT_JSON.code}"
        return
    found = _given_value_lost(run, base, argument)
    if found is not None:
        run.lost.add(argument.name)
        run.exercised[argument.name] = 2
        yield found
        return
    values, reason = values_to_try(run, argument)
    tried = _try(run, base, argument, values)
    if tried.rejection and not tried.accepted:
        tried = _with_a_companion(run, base, argument, values, tried)
    if tried.found is not None:
        run.lost.add(argument.name)
        run.exercised[argument.name] = len(set(tried.accepted)) + 2
        yield tried.found
    elif tried.accepted:
        # The value of the call that works was sent through as well.
        run.exercised[argument.name] = len(set(tried.accepted)) + 1
    elif not tried.bound and not values and _default_was_sent(base, argument):
        run.exercised[argument.name] = 2
    elif not tried.bound:
        no_config = "" if base.rebuilt_has_config else "get_config of the rebuilt layer raises at every value"
        run.not_exercised[argument.name] = reason or no_config or _why_none_counted(tried)


@dataclass
class _Tried:
    """What became of the values of one argument.

    Args:
        found: What is wrong with one of them; the rest was not tried then.
        accepted: Those that survived, as text.
        made: Whether the constructor took any of them, though it may have made no difference.
        rejection: The first refusal of the constructor.
        bound: Whether the child gives its parent this argument itself: then it is none of the child's own.
    """

    found: Result | None = None
    accepted: list[str] = field(default_factory=list)
    made: bool = False
    rejection: Exception | None = None
    bound: bool = False


def _why_none_counted(tried: _Tried) -> str:
    if tried.rejection and not tried.made:
        return f"the constructor refused every value that was tried: {told(tried.rejection)}"
    some = "that the constructor took" if tried.rejection else "that was tried"
    return f"no value {some} changed config, attribute, weights or outputs"


def _try(run: Run, base: Trip, argument: Argument, values: Iterable[Any]) -> _Tried:
    tried = _Tried()
    for value in values:
        call = base.call.changed(**{argument.name: value})
        try:
            layer = call.make()
        except Exception as error:
            # The constructor may refuse any value; that is information, not a failure.
            if argument.inherited and "multiple values for" in str(error):
                return _Tried(bound=True)
            tried.rejection = tried.rejection or error.with_traceback(None)
            continue
        tried.made = True
        tried.found, done = judge(run, base, argument, call, layer)
        if tried.found is not None:
            return tried
        # Without a trip the value was refused later than by the constructor.
        if done is not None and told_apart(base, done, argument):
            tried.accepted.append(repr(canonical(made(value))))
    return tried


def _with_a_companion(
    run: Run, base: Trip, argument: Argument, values: tuple[Any, ...], tried: _Tried
) -> _Tried:
    """Return what became of the values beside a sibling that the refusal names; what it was where none helps."""
    for call in calls_that_allow(base.call, argument, values, str(tried.rejection), run.subject.signature):
        try:
            other = trip(call)
        except TripFailedError:
            # That is told where the sibling itself is varied.
            continue
        again = _try(run, other, argument, values)
        if again.accepted or again.found is not None:
            return again
    return tried


def _default_was_sent(base: Trip, argument: Argument) -> bool:
    """Return whether the author's value and the default were both taken, so that two values were compared."""
    if argument.name not in base.call.arguments or argument.default is MISSING:
        return False
    try:
        base.call.changed(**{argument.name: argument.default}).make()
    except Exception:
        # Without the author's value the layer is refused.
        return False
    return True


def _given_value_lost(run: Run, base: Trip, argument: Argument) -> Result | None:
    """Return what is wrong with the value that the author gave; the other one to compare with is the default."""
    if argument.name not in base.call.arguments or argument.default is MISSING:
        return None
    try:
        other = trip(base.call.changed(**{argument.name: argument.default}))
    except Exception:
        # Without that value the layer is refused, so there is nothing to compare with.
        return None
    return lost(run, other, argument, base)


CHECK = Check(rules=(LOST, UNSAVED), run=_run, requires=("KR101", "KR103", "KR104"))
