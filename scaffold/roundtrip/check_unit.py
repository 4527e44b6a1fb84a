"""A check as a unit: what it says of itself, what it rests on, and what it knows of the run so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from scaffold.discovery import modules_of
from scaffold.roundtrip.extent import Extent, extent_of, may_be_large
from scaffold.roundtrip.report import Result
from scaffold.roundtrip.subject import Subject
from scaffold.roundtrip.trial import Trial
from scaffold.roundtrip.trip import Trip, trip
from scaffold.rule import Rule

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


@dataclass(kw_only=True)
class Run:
    """The memory of one call of ``check_roundtrip``; checks read it and note what later ones rest on.

    Args:
        subject: What is checked.
        trial: The call that works, with its inputs.
        strategies: What the author passed as ``args=``.
        max_examples: How many sets of arguments Hypothesis tries.
        quick: Whether routes through files and processes are left out.
        routes: Names of the routes that are taken only where they are asked for, and were.
        failed: Code of a failed check -> the route it failed on.
        lost: Arguments that are reported already, or that Keras loses; later checks leave them at their defaults.
        exercised: Argument -> number of distinct values that were sent through.
        not_exercised: Argument -> why none was.
    """

    subject: Subject
    trial: Trial
    strategies: Mapping[str, SearchStrategy[Any]]
    max_examples: int
    quick: bool
    routes: frozenset[str] = frozenset()
    failed: dict[str, str] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    exercised: dict[str, int] = field(default_factory=dict)
    not_exercised: dict[str, str] = field(default_factory=dict)

    @cached_property
    def extent(self) -> Extent:
        """How large the layer is, and with it how much is tried of it."""
        return extent_of(self.trial.call.plain().make(), self.trial.original.variables)

    @cached_property
    def base(self) -> Trip:
        """The trip of the call that works, for all that only look at it.

        Raises:
            TripFailedError: Where the layer raises on the way.
        """
        return trip(self.trial.call.plain())

    def too_large(self, built: bool, arguments: Mapping[str, Any]) -> bool:
        """Return whether a layer with these arguments in place of its own may hold more than 10 MB.

        Args:
            built: Whether it is to be called; else it is only made.
            arguments: The arguments that are to take the places of those of the call that works.
        """
        defaults = {argument.name: argument.default for argument in self.subject.signature.arguments}
        weights = self.extent.built if built else self.extent.made
        return may_be_large(weights, {**defaults, **self.trial.call.arguments}, arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check around the routes and observations.

    Args:
        rules: What it says about itself; a check that tells several causes apart has a rule for each.
        run: Yields its results; a check that has nothing to say yields a passed result.
        requires: Codes whose failure makes this check meaningless.
        draws: Whether what it finds depends on what is drawn, so that a pass may be luck.
    """

    rules: tuple[Rule, ...]
    run: Callable[[Run], Iterator[Result]]
    requires: tuple[str, ...] = ()
    draws: bool = False


@cache
def checks() -> tuple[Check, ...]:
    """Return every check, in the order of the codes; a new file in ``checks/`` is enough."""
    from scaffold.roundtrip import checks as package

    return tuple(sorted((m.CHECK for m in modules_of(package)), key=lambda check: check.rules[0].code))
