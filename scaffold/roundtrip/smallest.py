"""A failure shown by the smallest constructor call: every argument left out without which it stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from scaffold.roundtrip.check_unit import Run
from scaffold.roundtrip.report import Result, Status

_MOST_TRIED = 8


def smallest(found: Result, run: Run, again: Callable[[Run], Iterable[Result]]) -> Result:
    """Return the same failure with fewer arguments in the call that shows it.

    Args:
        found: A failure.
        run: The run that found it.
        again: Runs the check that found it once more.

    Returns:
        The failure as it is told of the smaller call; itself where every argument is needed.
    """
    trial = run.trial
    if found.status is not Status.FAILED or found.counterexample != trial.call.shown() or trial.call.factory:
        return found
    for name in list(trial.call.arguments)[:_MOST_TRIED]:
        kept = {other: value for other, value in trial.call.arguments.items() if other != name}
        smaller = replace(trial, call=replace(trial.call, arguments=kept))
        try:
            _ = smaller.original
        except Exception:
            # The layer cannot be made or called without it.
            continue
        fewer = replace(
            run,
            subject=replace(run.subject, call=smaller.call),
            trial=smaller,
            failed=dict(run.failed),
            lost=set(run.lost),
            exercised={},
            not_exercised={},
        )
        same = next((other for other in again(fewer) if _is_same(found, other)), None)
        if same is not None:
            found, trial, run = same, smaller, fewer
    return found


def _is_same(found: Result, other: Result) -> bool:
    """Return whether a smaller call shows the same fault, not another one."""
    paths = [tuple(difference.path for difference in each.differences[:1]) for each in (found, other)]
    return (
        other.status is Status.FAILED
        and (other.code, other.route, other.fix) == (found.code, found.route, found.fix)
        and paths[0] == paths[1]
    )
