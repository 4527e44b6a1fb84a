"""Constructor calls that a layer class takes, found from its signature, its examples and its refusals."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scaffold.roundtrip.argument_values import values_of
from scaffold.roundtrip.calls import ConstructorCall, Described
from scaffold.roundtrip.diagnosis import told
from scaffold.roundtrip.examples import examples_of
from scaffold.roundtrip.sampling import sample
from scaffold.roundtrip.signature import MISSING, Argument, Signature

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_DENSE = Described({"class_name": "Dense", "config": {"units": 3}})
_ACTIVATION = Described({"class_name": "Activation", "config": {"activation": "tanh"}})
# A required argument that nothing is known about is tried with these: sizes, a share, then layers.
_GUESSES = (2, 0.5, (2, 2), _DENSE, [_DENSE, _ACTIVATION], [_DENSE, _DENSE])
_MOST_CALLS_TRIED = 64
_SAMPLED = 4
# Of the calls that are made up, one after the other: the inputs may suit the second where not the first.
_MADE_UP_FIRST = 2


class NotConstructedError(Exception):
    """No layer of the class could be made; the message says what was tried."""


@dataclass(slots=True)
class _Attempts:
    """What was tried so far, and the first refusal."""

    cls: type
    signature: Signature
    strategies: Mapping[str, SearchStrategy[Any]]
    tried: set[str]
    refusal: Exception | None = None
    messages: list[str] = field(default_factory=list)

    def made(self, arguments: Mapping[str, Any]) -> Iterator[ConstructorCall]:
        """Yield the call where the constructor takes it, and was not asked before."""
        call = ConstructorCall(self.cls, dict(arguments))
        key = str(call)
        if key in self.tried:
            return
        self.tried.add(key)
        try:
            call.make()
        except Exception as error:
            self.refusal = self.refusal or error
            self.messages.append(str(error))
            return
        yield call

    def choices(self, argument: Argument) -> tuple[Any, ...]:
        """Return values for an argument: the author's, those that something tells, or guesses."""
        if argument.name in self.strategies:
            return sample(self.strategies[argument.name], _SAMPLED)
        return values_of(argument).first or _GUESSES


def constructor_calls(
    cls: type, signature: Signature, strategies: Mapping[str, SearchStrategy[Any]]
) -> Iterator[ConstructorCall]:
    """Yield calls that the constructor takes, the simplest first.

    Args:
        cls: The class.
        signature: What its constructor takes.
        strategies: What the author passed as ``args=``; their values come before all others.

    Yields:
        Calls that were made once without an error. Whether the layers can be called is not known yet.

    Raises:
        NotConstructedError: Where every one is refused; the first refusal is told.
    """
    attempts = _Attempts(cls, signature, strategies, set())
    required = [argument for argument in signature.arguments if argument.required]
    found = 0
    for call in _ordered(attempts, required):
        found += 1
        yield call
    if not found:
        names = ", ".join(argument.name for argument in required) or "no arguments"
        tried = f": {told(attempts.refusal)}" if attempts.refusal else ""
        raise NotConstructedError(
            f"{cls.__name__} could not be made with {names}{tried}"
        ) from attempts.refusal


def _ordered(attempts: _Attempts, required: list[Argument]) -> Iterator[ConstructorCall]:
    signature = attempts.signature
    guessed = [a for a in required if a.name not in attempts.strategies and not values_of(a).first]
    if guessed:
        # What its author shows says more than a guess.
        yield from _of_examples(attempts, required)
    made_up = _made_up(attempts, required)
    yield from itertools.islice(made_up, _MADE_UP_FIRST)
    # A parent's required argument may be bound by the child, and may not: the shorter call is tried first.
    more = [a for a in signature.arguments if a.inherited and a.default is MISSING]
    if more:
        yield from itertools.islice(_made_up(attempts, [*required, *more]), _MADE_UP_FIRST)
    yield from _of_examples(attempts, required)
    yield from _with_named(attempts, required)
    yield from itertools.islice(made_up, 4 * _MADE_UP_FIRST)
    yield from _with_one_more(attempts, required)


def _made_up(attempts: _Attempts, arguments: list[Argument]) -> Iterator[ConstructorCall]:
    """Yield calls with the first values of all arguments, the second of all, then any combination."""
    choices = [attempts.choices(argument) for argument in arguments]
    names = [argument.name for argument in arguments]
    together = (tuple(values[rank % len(values)] for values in choices) for rank in (0, 1, 3, 2) if choices)
    combined = itertools.islice(itertools.product(*choices), _MOST_CALLS_TRIED)
    for values in itertools.chain(together, combined):
        yield from attempts.made(dict(zip(names, values, strict=True)))


def _of_examples(attempts: _Attempts, required: list[Argument]) -> Iterator[ConstructorCall]:
    """Yield the calls of the docstring's examples; what they leave open is made up."""
    for example in sorted(examples_of(attempts.cls), key=lambda example: not example.complete):
        known = {name: value for name, value in example.arguments.items() if value is not None}
        missing = [a for a in required if a.name not in known or a.name in attempts.strategies]
        if not known and example.complete:
            continue
        choices = [attempts.choices(argument) for argument in missing]
        names = [argument.name for argument in missing]
        for values in itertools.islice(itertools.product(*choices), 4):
            yield from attempts.made({**known, **dict(zip(names, values, strict=True))})


def _with_named(attempts: _Attempts, required: list[Argument]) -> Iterator[ConstructorCall]:
    """Yield calls with the arguments that a refusal names: "`num_tokens` must be set"."""
    base = {argument.name: attempts.choices(argument)[0] for argument in required}
    for message in dict.fromkeys(attempts.messages):
        named = [a for a in attempts.signature.arguments if _names(message, a.name) and a.name not in base]
        for argument in named:
            for value in attempts.choices(argument)[:_SAMPLED]:
                yield from attempts.made({**base, argument.name: value})
        if len(named) > 1:
            yield from attempts.made({**base, **{a.name: attempts.choices(a)[0] for a in named}})


def _with_one_more(attempts: _Attempts, required: list[Argument]) -> Iterator[ConstructorCall]:
    """Yield calls with one optional argument at another value than its default, None among them."""
    base = {argument.name: attempts.choices(argument)[0] for argument in required}
    optional = [a for a in attempts.signature.arguments if a.name not in base]
    for argument in optional[:_MOST_CALLS_TRIED]:
        for value in (None, *values_of(argument).first[:2]):
            if value is not argument.default:
                yield from attempts.made({**base, argument.name: value})


def _names(message: str, argument: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(argument)}(?!\w)", message) is not None
