"""The statements of a constructor, parsed once more: only a repair needs to know in which order names are bound."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from scaffold.lint.repair.method_source import bound_in, method_source
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Span
from scaffold.source.once import once


@once
def constructor_node(cls: ClassInfo) -> ast.FunctionDef | None:
    """Return the class's own ``__init__``; None where it cannot be read by itself or its first argument is not self."""
    if cls.constructor is None or cls.constructor.decorated:
        return None
    source = method_source(cls, cls.constructor.span, "__init__")
    if source is None:
        return None
    positional = [*source.node.args.posonlyargs, *source.node.args.args]
    return source.node if positional and positional[0].arg == "self" else None


def statement_at(body: Iterable[ast.stmt], span: Span) -> int | None:
    """Return the place of the statement among these that is the call at ``span`` and nothing else."""
    for index, statement in enumerate(body):
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            call = statement.value
            if (call.lineno, call.end_lineno) == (span.line, span.end_line):
                return index
    return None


def bound_names(statements: Iterable[ast.stmt]) -> set[str]:
    """Return every name that is given a value, changed or deleted in the statements, in whatever way."""
    return {name for statement in statements for node in ast.walk(statement) for name in bound_in(node)}


def changed_in_place(node: ast.FunctionDef, name: str) -> bool:
    """Whether a constructor may change the object that an argument is: by a method of it, an item of it, or ``+=``."""
    for part in ast.walk(node):
        match part:
            case ast.Attribute(value=ast.Name(id=found)) if found == name:
                return True
            case ast.Subscript(value=ast.Name(id=found), ctx=ast.Store() | ast.Del()) if found == name:
                return True
            case ast.AugAssign(target=ast.Name(id=found)) if found == name:
                return True
    return False


_PLAIN = frozenset[str]().union(*map(dir, (str, int, float, list)))


def asks_much(node: ast.FunctionDef, name: str) -> bool:
    """Whether a constructor calls an argument, or asks of it what no number, text or list has."""
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Name(id=found)) if found == name:
                return True
            case ast.Attribute(value=ast.Name(id=found), attr=attribute) if found == name:
                if attribute not in _PLAIN:
                    return True
    return False


def times_read(node: ast.FunctionDef, name: str) -> int:
    """Count the places where a constructor's body reads a name."""
    return sum(
        isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Load)
        for statement in node.body
        for part in ast.walk(statement)
    )
