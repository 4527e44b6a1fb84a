"""Walking syntax trees, which most of an analysis would otherwise be spent in: ``ast.walk`` takes ten times as long."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

# Fields that hold operators, contexts and plain values, never a node that anybody looks for.
_PLAIN = frozenset({
    "arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level", "module", "op",
    "ops", "rest", "simple", "tag", "type_comment", "type_ignores",
})  # fmt: skip
_BARE = (ast.Constant, ast.Global, ast.Nonlocal, ast.alias, ast.MatchSingleton)
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)

# Type of node -> its fields that can hold nodes.
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {}

# Where a statement keeps the nodes below it once they were walked over.
_BELOW = "_below"


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    if issubclass(kind, _BARE):
        found: tuple[str, ...] = ()
    else:
        without = _PLAIN | {"name"} if issubclass(kind, _NAMED) else _PLAIN
        found = tuple(name for name in kind._fields if name not in without)
    _FIELDS[kind] = found
    return found


def walk(*roots: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes and everything below them, in no particular order; operators and contexts are left out."""
    for root in roots:
        yield root
        if isinstance(root, ast.stmt):
            kept = root.__dict__.get(_BELOW)
            if kept is None:
                kept = root.__dict__[_BELOW] = tuple(_below(root))
            yield from kept
        else:
            yield from _below(root)


def _below(root: ast.AST) -> list[ast.AST]:
    """Return everything below a node."""
    found = [root]
    for node in found:  # which grows meanwhile
        kind = node.__class__
        for name in _FIELDS[kind] if kind in _FIELDS else _fields(kind):
            value = getattr(node, name, None)
            if value.__class__ is list:
                found += value if None not in value else [item for item in value if item is not None]
            elif value is not None:
                found.append(value)
    del found[0]
    return found


def names_bound(body: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the names that are bound anywhere in the statements."""
    return frozenset(
        node.id for node in walk(*body) if node.__class__ is ast.Name and node.ctx.__class__ is ast.Store
    )
