"""The arguments of a call, evaluated once."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scaffold.source.record import Record
from scaffold.source.state import Abstract, State, elements

if TYPE_CHECKING:
    from scaffold.source.method import Method


class Arguments(Record):
    """Evaluated arguments of a call.

    Args:
        positional: Positional ones.
        keywords: Named ones.
        spreads: What was passed with ``**``.
        starred: Whether positional arguments were passed that cannot be told (``*x``).
    """

    positional: tuple[Abstract, ...]
    keywords: tuple[tuple[str, Abstract], ...]
    spreads: tuple[Abstract, ...]
    starred: bool

    @property
    def open(self) -> bool:
        """Whether something was passed that is not named here."""
        return self.starred or bool(self.spreads)

    def spoil(self, state: State) -> None:
        """Say that something unknown got hold of the arguments; a ``**spread`` is only read."""
        for value in (*self.positional, *(value for _, value in self.keywords)):
            state.spoil(value)


NO_ARGUMENTS = Arguments((), (), (), False)


def arguments(method: Method, node: ast.Call, state: State) -> Arguments:
    """Evaluate the arguments of a call."""
    positional: list[Abstract] = []
    keywords: list[tuple[str, Abstract]] = []
    spreads: list[Abstract] = []
    unknown = False
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            inner = method.evaluate(argument.value, state)
            items = elements(inner, state)
            unknown = unknown or items is None
            positional += items or ()
        else:
            positional.append(method.evaluate(argument, state))
    for keyword in node.keywords:
        value = method.evaluate(keyword.value, state)
        if keyword.arg is not None:
            keywords.append((keyword.arg, value))
        else:
            spreads.append(value)
    return Arguments(tuple(positional), tuple(keywords), tuple(spreads), unknown)
