"""A use of a layer to start from: a constructor call and inputs that work together."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from scaffold.roundtrip.argument_values import values_of
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.candidates import candidate_inputs, takes_data
from scaffold.roundtrip.closeness import holds_nan
from scaffold.roundtrip.diagnosis import told
from scaffold.roundtrip.inputs import Inputs
from scaffold.roundtrip.observation import plain
from scaffold.roundtrip.refusals import refined
from scaffold.roundtrip.subject import Subject, find_subjects

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# How many calls of a constructor are tried with inputs, and how many inputs with the first call and the others.
_MOST_CALLS = 8
_MOST_INPUTS = 80
_MOST_INPUTS_LATER = 30
# How often the message of one refusal may lead to the next inputs.
_MOST_REFINED = 3
_REFINED_AT_ONCE = 6
_CALLS_BY_CHANCE = 5
# Seconds of the processor after which nothing further is tried: of all inputs, and of calls that depend on chance.
_MOST_SECONDS = 10.0
_MOST_SECONDS_BY_CHANCE = 1.0


@dataclass(frozen=True, slots=True)
class Use:
    """What a check starts from.

    Args:
        subject: The class and a call of its constructor.
        inputs: What a layer of this call takes; None where it takes nothing that was tried.
        problem: Why it takes nothing; empty where it does.
        size: Bytes of the variables of a layer that was called.
    """

    subject: Subject
    inputs: Inputs | None
    problem: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of inputs: why they were refused, or what the layer gave and holds."""

    problem: str = ""
    is_nan: bool = False
    size: int = 0


# A few dozen layers are alive at a time.
_MOST_BYTES = 64 * 2**20


def too_large(use: Use) -> str:
    """Return why a layer is too large to be built many times over; empty where it is not.

    Args:
        use: A use that works.
    """
    if use.size <= _MOST_BYTES:
        return ""
    how = (
        f"{use.subject.cls.__name__} with these arguments"
        if use.subject.given or use.subject.call.factory
        else "with the defaults of its class it"
    )
    return (
        f"{how} holds {use.size // 2**20} MB of weights, too much to build many times over; "
        "pass a layer that is made with small arguments"
    )


def _bytes_of(variable: Any) -> int:
    bits = re.search(r"\d+", str(variable.dtype))
    return int(math.prod(variable.shape)) * (int(bits[0]) if bits else 8) // 8


class NotCalledError(Exception):
    """The layer could not be built or called with any input that was tried; the message says with which."""


def find_use(layer: Any, strategies: Mapping[str, SearchStrategy[Any]], given: Inputs | None) -> Use:
    """Find a constructor call and inputs with which a layer can be built, called and trained.

    Args:
        layer: A layer, a class or a factory, as ``check_roundtrip`` takes it.
        strategies: What the author passed as ``args=``.
        given: What the author passed as ``inputs=``; nothing else is tried then.

    Returns:
        The first use that works; of a class that cannot be called, its simplest call with the reason.

    Raises:
        ScaffoldError: Where ``layer`` is no Keras layer.
        NotConstructedError: Where no call of the constructor works.
    """
    first: Use | None = None
    until = time.process_time() + _MOST_SECONDS
    for subject in islice(find_subjects(layer, strategies), _MOST_CALLS):
        most = _MOST_INPUTS_LATER if first else _MOST_INPUTS
        try:
            call, inputs, size = find_inputs(subject.call, given, most, until)
        except NotCalledError as failure:
            first = first or Use(subject, None, str(failure))
            if _has_no_call(subject.cls) or time.process_time() > until:
                break
        else:
            return Use(replace(subject, call=call), inputs, size=size)
    assert first is not None  # find_subjects yields or raises
    return first


def find_inputs(
    call: ConstructorCall, given: Inputs | None, most: int, until: float
) -> tuple[ConstructorCall, Inputs, int]:
    """Return the first inputs with which a new layer can be built, called and trained.

    Args:
        call: How the layer is made.
        given: The only inputs to try; None to search.
        most: How many to try at most.
        until: When to give up, in seconds of the processor.

    Returns:
        The call, which also says what the layer is adapted to where it has to be, the inputs, and the bytes of the
        layer's variables.

    Raises:
        NotCalledError: Where there are none.
    """
    if given is not None:
        adapted, outcome = _tried(call, given)
        if outcome.problem:
            raise NotCalledError(f"called with {given}, it raised {outcome.problem}")
        return adapted, _without_nan(adapted, given, outcome), outcome.size
    if _has_no_call(call.cls):
        raise NotCalledError(
            f"{call.cls.__name__} has no call of its own: it is a base class; check the classes derived from it"
        )
    if not takes_data(call.make()):
        raise NotCalledError(f"call of {call.cls.__name__} takes no inputs, so Keras cannot call it")
    problems: list[str] = []
    for adapted, inputs, outcome in islice(_search(call), most):
        if not outcome.problem:
            return adapted, _without_nan(adapted, inputs, outcome), outcome.size
        problems.append(f"{inputs}: {outcome.problem}")
        if time.process_time() > until:
            break
    raise NotCalledError(f"none of {len(problems)} sorts of inputs was taken; with {problems[0]}")


def _search(call: ConstructorCall) -> Iterator[tuple[ConstructorCall, Inputs, _Outcome]]:
    """Yield inputs that were tried, with what became of it: first the likely ones, then what refusals hint at."""
    layer = call.make()
    known: set[str] = set()
    candidates = candidate_inputs(call, layer)
    for _ in range(_MOST_REFINED + 1):
        refused: list[tuple[Inputs, str]] = []
        for inputs in candidates:
            key = _key(inputs)
            if key in known:
                continue
            known.add(key)
            adapted, outcome = _tried(call, inputs)
            yield adapted, inputs, outcome
            refused.append((inputs, outcome.problem))
        candidates = [
            better
            for inputs, problem in refused
            for better in islice(refined(inputs, problem, layer), _REFINED_AT_ONCE)
        ]


def _key(inputs: Inputs) -> str:
    """Return what tells inputs apart: shapes and dtypes, and the values that were not made up."""
    small = [array.tolist() for array in inputs.flat() if array.dtype.kind != "f" and array.size < 50]
    return f"{inputs} {small} {type(inputs.positional).__name__}"


def _has_no_call(cls: type) -> bool:
    import keras

    return getattr(cls, "call", None) is keras.layers.Layer.call


def _tried(call: ConstructorCall, inputs: Inputs) -> tuple[ConstructorCall, _Outcome]:
    """Return the call that takes the inputs with what came of it; a layer is adapted where it can be."""
    if (
        call.factory is not None
        or call.adapted_to is not None
        or not callable(getattr(call.cls, "adapt", None))
    ):
        return call, _called(call, inputs)
    refusal = ""
    if inputs.positional is not None:
        adapted = replace(call, adapted_to=inputs.positional)
        # It may take other data, or be told its state by an argument.
        refusal = adapted.adapt(call.make())
        if not refusal and not (outcome := _called(adapted, inputs)).problem:
            return adapted, outcome
    outcome = _called(call, inputs)
    if outcome.problem and refusal:
        return call, _Outcome(f"{outcome.problem}; before that its adapt() raised {refusal}")
    return call, outcome


def _called(call: ConstructorCall, inputs: Inputs) -> _Outcome:
    """Return what becomes of a new layer that is called with these inputs, in inference and in training mode."""
    layer = call.make()
    try:
        is_nan = holds_nan(plain(inputs.call(layer)))
    except Exception as error:
        return _Outcome(told(error))
    # A layer that draws what it does may take inputs that do not suit it, now and then.
    draws = any("seed" in variable.path for variable in layer.variables)
    until = time.process_time() + _MOST_SECONDS_BY_CHANCE
    try:
        for _ in range(_CALLS_BY_CHANCE if draws else 1):
            inputs.call(layer, training=True)
            if time.process_time() > until:
                break
    except Exception as error:
        return _Outcome(f"{told(error)} (with training=True)")
    return _Outcome(is_nan=is_nan, size=sum(_bytes_of(variable) for variable in layer.variables))


def _without_nan(call: ConstructorCall, inputs: Inputs, outcome: _Outcome) -> Inputs:
    """Return the inputs, or their positive form where only that gives numbers."""
    if not outcome.is_nan:
        return inputs
    positive = inputs.positive()
    other = _called(call, positive)
    return inputs if other.problem or other.is_nan else positive


def guessed_arguments(subject: Subject, strategies: Mapping[str, SearchStrategy[Any]]) -> list[str]:
    """Return the arguments that a layer is made with, though nothing tells which values they may have.

    Args:
        subject: The class and the call of its constructor.
        strategies: What the author passed as ``args=``.
    """
    known = {*subject.given, *strategies}
    return [
        argument.name
        for argument in subject.signature.arguments
        if argument.required
        and argument.name not in known
        and subject.call.factory is None
        and not values_of(argument).first
    ]
