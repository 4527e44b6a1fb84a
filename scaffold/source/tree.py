"""Walking syntax trees, which most of an analysis would otherwise be spent in: ``ast.walk`` takes ten times as long."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import TypeVar

# Fields that hold operators, contexts and plain values, never a node that anybody looks for.
_PLAIN = frozenset({
    "arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level", "module", "op",
    "ops", "rest", "simple", "tag", "type_comment", "type_ignores",
})  # fmt: skip
_BARE = (ast.Constant, ast.Global, ast.Nonlocal, ast.alias, ast.MatchSingleton)
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)

# Type of node -> its fields that can hold nodes.
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {}

# Where a statement keeps itself and the nodes below it once they were walked over, and a function those of each type.
_BELOW, _BY_TYPE = "_below", "_by_type"

_Node = TypeVar("_Node", bound=ast.AST)


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    if issubclass(kind, _BARE):
        found: tuple[str, ...] = ()
    else:
        without = _PLAIN | {"name"} if issubclass(kind, _NAMED) else _PLAIN
        found = tuple(name for name in kind._fields if name not in without)
    _FIELDS[kind] = found
    return found


def walk(*roots: ast.AST) -> Sequence[ast.AST]:
    """Return the nodes and everything below them, in no particular order; operators and contexts are left out."""
    if len(roots) == 1:
        return _tree(roots[0])
    found: list[ast.AST] = []
    for root in roots:
        found += _tree(root)
    return found


def _tree(root: ast.AST) -> list[ast.AST]:
    """Return a node and everything below it; a statement remembers that."""
    if not isinstance(root, ast.stmt):
        return _below(root)
    kept: list[ast.AST] | None = root.__dict__.get(_BELOW)
    if kept is None:
        kept = root.__dict__[_BELOW] = _below(root)
    return kept


def children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes directly below a node; operators and contexts are left out."""
    found: list[ast.AST] = []
    kind = node.__class__
    for name in _FIELDS[kind] if kind in _FIELDS else _fields(kind):
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += value if None not in value else [item for item in value if item is not None]
        elif value is not None:
            found.append(value)
    return found


def _below(root: ast.AST) -> list[ast.AST]:
    found = [root]
    fields_of = _FIELDS
    # What `children` does, without a call for each of a million nodes; the list grows meanwhile.
    for node in found:
        kind = node.__class__
        for name in fields_of[kind] if kind in fields_of else _fields(kind):
            value = getattr(node, name, None)
            if value.__class__ is list:
                found += value if None not in value else [item for item in value if item is not None]
            elif value is not None:
                found.append(value)
    return found


def nodes_in(function: ast.FunctionDef | ast.AsyncFunctionDef, kind: type[_Node]) -> list[_Node]:
    """Return the nodes of exactly one type in the body of a function, those of functions inside it included.

    Whoever looks for something asks for its type, so that the body is walked over once for all.
    """
    kept = function.__dict__.get(_BY_TYPE)
    if kept is None:
        kept = function.__dict__[_BY_TYPE] = {}
        for statement in function.body:
            for node in _below(statement):
                known = node.__class__
                if known in kept:
                    kept[known].append(node)
                else:
                    kept[known] = [node]
    found: list[_Node] = kept.get(kind, [])
    return found


def names_bound(body: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the names that are bound anywhere in the statements."""
    return frozenset(
        node.id for node in walk(*body) if node.__class__ is ast.Name and node.ctx.__class__ is ast.Store
    )


def names_bound_in(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """Return the names that are bound anywhere in the body of a function."""
    return frozenset(node.id for node in nodes_in(function, ast.Name) if node.ctx.__class__ is ast.Store)
