"""Strategies that the author passes as ``args=``: whether they are some, and of arguments that exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scaffold.errors import ScaffoldError, unknown_name
from scaffold.roundtrip.subject import Subject, repeatable

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def repeatable_strategies(args: Mapping[str, Any]) -> dict[str, SearchStrategy[Any]]:
    """Return the strategies with layers described: a drawn layer must not be shared by those made with it.

    Raises:
        ScaffoldError: Where one is no strategy.
    """
    from hypothesis.strategies import SearchStrategy

    for name, strategy in args.items():
        if not isinstance(strategy, SearchStrategy):
            raise ScaffoldError(
                f"args[{name!r}]: expected a Hypothesis strategy, found {strategy!r}",
                remedy="For a few values, pass hypothesis.strategies.sampled_from([...]).",
            )
    return {name: strategy.map(repeatable) for name, strategy in args.items()}


def require_known_arguments(subject: Subject, args: Mapping[str, Any]) -> None:
    """Refuse a name that the constructor does not take.

    Raises:
        ScaffoldError: Where there is one, with the nearest name.
    """
    for name in args:
        if name not in subject.signature.names:
            raise unknown_name(f"argument of {subject.cls.__name__} in args=", name, subject.signature.names)
