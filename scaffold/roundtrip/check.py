"""check_roundtrip: the one call that proves a layer survives its own config."""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from scaffold.errors import ScaffoldError, unknown_name
from scaffold.finding import Severity
from scaffold.roundtrip.candidates import data_arguments
from scaffold.roundtrip.check_unit import Check, Run, checks
from scaffold.roundtrip.diagnosis import source_line, told
from scaffold.roundtrip.input_roles import parts_of_inputs
from scaffold.roundtrip.inputs import Inputs, given_inputs
from scaffold.roundtrip.memory import kernels_let_go, seldom_collected
from scaffold.roundtrip.own_strategies import repeatable_strategies, require_known_arguments
from scaffold.roundtrip.report import Report, Result, RoundTripError, Status, result
from scaffold.roundtrip.rule_list import NOT_CALLED, NOT_CONSTRUCTED
from scaffold.roundtrip.scope import global_state_kept
from scaffold.roundtrip.selection import Selection, judged, select
from scaffold.roundtrip.smallest import smallest
from scaffold.roundtrip.spelling import for_the_author
from scaffold.roundtrip.subject import NotConstructedError, name_of
from scaffold.roundtrip.trial import Trial
from scaffold.roundtrip.trip import TripFailedError
from scaffold.roundtrip.trip_failure import failed_trip
from scaffold.roundtrip.use import Use, find_use, guessed_arguments, too_large

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


_ADDS_STATE_LATE = "Make sublayers and weights in __init__ or build(), not in call()."


def check_roundtrip(
    layer: Any,
    *,
    inputs: Any = None,
    args: Mapping[str, SearchStrategy[Any]] | None = None,
    checks: str | Iterable[str] = "default",
    expected_failures: Mapping[str, str] | None = None,
    max_examples: int = 25,
    on_fail: Literal["raise", "return"] = "raise",
) -> Report:
    """Send a layer through its config by every route and prove that it is rebuilt identically.

    Every constructor argument is varied, one at a time and together; the rebuilt layer must have the same
    class, config, base arguments, sublayers, weights, outputs, losses and state.

    Args:
        layer: A layer, a ``keras.layers.Layer`` subclass, or a function without arguments that returns a layer.
            A layer that is passed in is read, and neither built, called nor changed.
        inputs: What the layer is called with: a shape with the batch size first (None stands for any), a list
            or dict of shapes (a dict calls by keyword), or arrays. Found by trying where left out.
        args: Hypothesis strategies by constructor argument, to widen or narrow what is varied.
        checks: ``"default"``; ``"strict"``, in which warnings fail too; ``"quick"``, without files and processes;
            prefixes of codes such as ``["KR1", "KR201"]``; or with ``"h5"``, a route that is taken only where
            it is named: ``["default", "h5"]``.
        expected_failures: ``{code: reason}`` for faults that are known. One that no longer fails is a failure.
        max_examples: How many combinations of arguments Hypothesis tries.
        on_fail: ``"raise"`` or ``"return"``.

    Returns:
        The report. Its truth value is undefined; read ``report.ok``.

    Raises:
        RoundTripError: Once, with every failure in it, unless ``on_fail="return"``.
        ScaffoldError: Where an option is not understood or ``layer`` is no Keras layer.

    Example:
        >>> import keras
        >>> from scaffold import check_roundtrip
        >>> report = check_roundtrip(keras.layers.Dense(3, activation="relu"))
        >>> report.exercised["activation"] > 1
        True
    """
    __tracebackhide__ = True  # pytest then shows the failure, not this function
    if on_fail not in ("raise", "return"):
        raise unknown_name("value of on_fail", str(on_fail), ("raise", "return"))
    _require_options(args, expected_failures, max_examples)
    selection = select(checks, expected_failures)
    # What Keras warns of while a layer travels is judged by the checks; a project that turns warnings into
    # errors must not see ours.
    with kernels_let_go(), global_state_kept(), seldom_collected(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = _examine(layer, inputs, repeatable_strategies(args or {}), selection, max_examples)
    if on_fail == "raise" and not report.ok:
        raise RoundTripError(report)
    return report


def _examine(
    layer: Any,
    inputs: Any,
    args: Mapping[str, SearchStrategy[Any]],
    selection: Selection,
    max_examples: int,
) -> Report:
    cls = layer if isinstance(layer, type) else type(layer)
    given = None if inputs is None else given_inputs(inputs)
    try:
        use = find_use(layer, args, given)
        guessed = guessed_arguments(use.subject, args)
        results, found = _made_and_called(use, guessed)
    except Exception as error:
        if not isinstance(error, NotConstructedError) and _is_our_own(error):
            raise
        reason = str(error) if isinstance(error, NotConstructedError) else told(error)
        is_factory = (
            callable(layer) and not hasattr(type(layer), "get_config") and not isinstance(layer, type)
        )
        failed = result(
            NOT_CONSTRUCTED,
            Status.FAILED,
            reason=reason,
            fix="Let the function return a new layer at every call."
            if is_factory
            else NOT_CONSTRUCTED.remedy,
            source=source_line(layer if is_factory else cls),
        )
        name = name_of(layer) if is_factory else cls.__name__
        return Report(layer=name, results=judged([failed], selection), strict=selection.strict)
    subject = use.subject
    require_known_arguments(subject, args)
    run = Run(
        subject=subject,
        trial=Trial(subject.call, found),
        strategies=args,
        max_examples=max_examples,
        quick=selection.quick,
        routes=selection.routes,
    )
    # What a made-up call that does not even work fails at is no fault of the layer.
    blocking = NOT_CALLED.code if found is None and guessed else ""
    results += _all_checks(run, blocking)
    return Report(
        layer=subject.cls.__name__,
        results=judged(for_the_author(results, subject.cls), selection),
        exercised=run.exercised,
        not_exercised=run.not_exercised,
        strict=selection.strict,
    )


def _require_options(args: Any, expected_failures: Any, max_examples: Any) -> None:
    for name, value, example in (
        ("args", args, "{'units': hypothesis.strategies.integers(1, 8)}"),
        ("expected_failures", expected_failures, "{'KR201': 'why it is known'}"),
    ):
        if value is not None and not isinstance(value, Mapping):
            raise ScaffoldError(f"{name}: expected a dict, found {value!r}", remedy=f"Pass {name}={example}.")
    if not isinstance(max_examples, int) or max_examples < 1:
        raise ScaffoldError(
            f"max_examples: expected a whole number of 1 or more, found {max_examples!r}",
            remedy="Leave it out for 25 combinations; checks='quick' is faster too.",
        )


def _made_and_called(use: Use, guessed: list[str]) -> tuple[list[Result], Inputs | None]:
    """Return the first results, and the inputs that the layer takes; None where it takes none."""
    made = result(NOT_CONSTRUCTED, Status.PASSED)
    problem = use.problem or too_large(use)
    if not problem:
        return [made, result(NOT_CALLED, Status.PASSED)], use.inputs
    if guessed:
        names = ", ".join(f"'{name}'" for name in guessed)
        problem += (
            f"; nothing tells which values {names} may have, and those were made up: pass a layer or a function "
            "that returns one"
        )
    late = "cannot add new elements of state" in problem
    failed = result(
        NOT_CALLED,
        Status.FAILED,
        reason=problem,
        fix=_ADDS_STATE_LATE if late else _how_to_tell_inputs(use),
        counterexample=use.subject.call.shown(),
        source=source_line(use.subject.cls),
    )
    return [made, failed], None


def _how_to_tell_inputs(use: Use) -> str:
    """Return how to pass what the layer is called with, by the names of its own parts where it has several."""
    layer = use.subject.call.make()
    arguments, parts = data_arguments(layer), parts_of_inputs(layer)
    if len(arguments) > 1:
        example = f"{{{', '.join(f'{name!r}: ...' for name in arguments)}}}"
    elif len(parts) > 1:
        example = f"[{', '.join(name or '...' for name in parts)}]"
    else:
        return NOT_CALLED.remedy
    return (
        f"Pass what the layer is called with: check_roundtrip(layer, inputs={example}), for each a shape such as "
        "(None, 8), and for whole numbers or texts one of NumPy's arrays."
    )


def _all_checks(run: Run, blocked_by: str) -> Iterator[Result]:
    """Run every check, the cheap causes first; one whose ground is gone is reported as not run."""
    for check in checks():
        blocking = blocked_by or next((code for code in check.requires if code in run.failed), "")
        if blocking:
            yield from _blocked(check, blocking)
            continue
        again = partial(_guarded, check)
        for found in map(partial(smallest, run=run, again=again), _guarded(check, run)):
            if found.status is Status.FAILED and found.severity is Severity.ERROR:
                run.failed.setdefault(found.code, found.route)
            yield found


def _guarded(check: Check, run: Run) -> Iterator[Result]:
    """Run a check; a layer that raises where it did not raise before ends this check, and is told."""
    try:
        yield from check.run(run)
    except TripFailedError as failure:
        # The same trip went well before: what works now and then is not to be relied on.
        yield failed_trip(failure, run.trial.call)
    except Exception as error:
        if _is_our_own(error):
            raise
        reason = f"the layer raised in the middle of the check: {told(error)}"
        yield result(check.rules[0], Status.NOT_RUN, reason=reason)


def _is_our_own(error: Exception) -> bool:
    """Return whether the checker itself raised, and not the layer: such a fault must not look like a pass."""
    if isinstance(error, RecursionError):
        # What the layer keeps holds itself.
        return False
    frames = list(traceback.walk_tb(error.__traceback__))
    module = str(frames[-1][0].f_globals.get("__name__", "")) if frames else ""
    return module.partition(".")[0] in ("scaffold", "hypothesis")


def _blocked(check: Check, blocking: str) -> Iterator[Result]:
    for rule in check.rules:
        yield result(rule, Status.NOT_RUN, reason=f"blocked by {blocking}")
