"""Statements -> the expressions that the outputs of a functional model are made of, as far as names tell."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from scaffold.source.resolve import dotted
from scaffold.source.tree import walk

# Name -> what is written into it.
Written = Mapping[str, list[ast.expr]]


def written_in(nodes: Iterable[ast.AST]) -> Written:
    """Return what the nodes write into each name."""
    written: dict[str, list[ast.expr]] = {}
    for node in nodes:
        for target, value in _writes(node):
            for name in _named(target):
                written.setdefault(name, []).append(value)
    return written


def _named(target: ast.expr) -> Iterator[str]:
    """Yield the names that are written to: ``x``, ``self.x``; of ``x[0]`` it is ``x``."""
    match target:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _named(part)
        case ast.Starred(value=part) | ast.Subscript(value=part):
            yield from _named(part)
        case ast.Name() | ast.Attribute():
            if words := dotted(target):
                yield ".".join(words)


def _writes(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what a node writes to, and what it writes there: ``x = value``, ``for x in value``, ``x.append(value)``."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((target, value) for target in targets)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield target, value
        case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            yield target, value
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            yield target, value
        case ast.Call(
            func=ast.Attribute(value=target, attr="append" | "extend" | "insert"), args=[*_, value]
        ):
            yield target, value


def outputs_of(model: ast.Call) -> ast.expr | None:
    """Return what a functional model is told to give; None where it is none, or its outputs cannot be told."""
    if len(model.args) > 1:
        return model.args[1]
    named = {keyword.arg: keyword.value for keyword in model.keywords}
    return named.get("outputs") if model.args or "inputs" in named else None


def flowing_into(outputs: ast.expr, line: int, written: Written) -> Iterator[ast.AST]:
    """Yield the nodes of an expression and of what was written, up to a line, into the names that it is made of."""
    pending = [outputs]
    followed: set[str] = set()
    while pending:
        for node in walk(pending.pop()):
            yield node
            # Of `self.x.y` all parts are walked over, `self.x` and `self` too.
            parts = dotted(node) if isinstance(node, (ast.Name, ast.Attribute)) else None
            if parts and (name := ".".join(parts)) not in followed:
                followed.add(name)
                pending += (value for value in written.get(name, ()) if value.lineno <= line)
