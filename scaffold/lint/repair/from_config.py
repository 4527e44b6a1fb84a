"""Edits that make a ``from_config`` return what it has built."""

from __future__ import annotations

import ast

from scaffold.finding import Edit
from scaffold.lint.repair.method_source import MethodSource, method_source
from scaffold.lint.repair.places import indentation, line_end
from scaffold.source.facts import ClassInfo


def return_built(cls: ClassInfo) -> tuple[Edit, ...] | None:
    """Return the edit that makes the one thing that ``from_config`` builds what it returns.

    Returns:
        None where it returns something on some ways already, or it is not certain what is to be returned.
    """
    facts = cls.from_config
    source = method_source(cls, facts.span, "from_config") if facts is not None else None
    if facts is None or source is None or any(known.value is not None for known in source.returns):
        return None
    makers = {facts.first_argument, cls.name}
    last = source.node.body[-1]
    start, end = source.span(last)
    if isinstance(last, ast.Expr) and _builds(last.value, makers) and not source.returns:
        return (Edit(start, start, "return "),)
    name = _built(source, makers)
    if name is None or source.returns not in ([], [last]):
        return None
    if isinstance(last, ast.Return):
        return (Edit(start, end, f"return {name}"),)
    if source.has_own_lines(last):
        at = line_end(source.text, end)
        return (Edit(at, at, f"{cls.source.newline}{indentation(source.text, start)}return {name}"),)
    return (Edit(end, end, f"; return {name}"),) if isinstance(last, ast.Assign) else None


def _built(source: MethodSource, makers: set[str | None]) -> str | None:
    """Return the one variable that holds what is built, on every way."""
    names = [
        statement.targets[0].id
        for statement in source.node.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and source.binding(statement.targets[0].id) is statement
        and _builds(statement.value, makers)
    ]
    return names[0] if len(names) == 1 else None


def _builds(value: ast.expr, makers: set[str | None]) -> bool:
    """Whether an expression makes an object of the class: by calling it, or by the parent's ``from_config``."""
    match value:
        case ast.Call(func=ast.Name(id=name)):
            return name in makers
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="from_config")):
            return True
    return False
