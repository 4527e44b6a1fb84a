"""Decorators, metaclasses and __init_subclass__ -> what they make of a class: other methods, a registration."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple

from scaffold.source.method_facts import Decorator
from scaffold.source.mro import Lineage, metaclass_is_plain
from scaffold.source.parse import ClassNode, DefinedFunction
from scaffold.source.resolve import Resolver
from scaffold.source.tree import walk

# The methods on which everything rests.
_METHODS = frozenset({"__init__", "get_config", "from_config"})
_SETTERS = frozenset({"setattr", "type"})


def replaced_methods(decorators: Iterable[Decorator], resolver: Resolver) -> frozenset[str]:
    """Return the methods that decorators of a class may replace, as far as their source is known.

    What comes from elsewhere is taken for a decorator that leaves the class as it is: those register or export it.
    """
    replaced: frozenset[str] = frozenset()
    for decorator in decorators:
        function = _source(decorator.name, resolver)
        if function is not None:
            replaced |= _replaced_by(function)
    return replaced


class Shaping(NamedTuple):
    """What the ancestors of a class may do to it as soon as it is there.

    Args:
        methods: The methods that they may replace.
        registers: Whether they may register it.
    """

    methods: frozenset[str]
    registers: bool


def shaped_by_ancestors(lineage: Lineage, resolver: Resolver) -> Shaping:
    """Return what a metaclass, or an ``__init_subclass__`` of an ancestor, may make of a class."""
    methods: frozenset[str] = frozenset()
    registers = False
    for place, known in enumerate(lineage.order):
        if not isinstance(known, ClassNode):
            continue
        if not metaclass_is_plain(known, resolver):
            return Shaping(_METHODS, registers=True)
        if place and "__init_subclass__" in known.module.source.text:
            for node in known.node.body:
                if isinstance(node, ast.FunctionDef) and node.name == "__init_subclass__":
                    methods |= _replaced_by(node)
                    registers = registers or "regist" in ast.unparse(node)
    return Shaping(methods, registers)


def _source(name: str | None, resolver: Resolver) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    module, _, function = (name or "").rpartition(".")
    parsed = resolver.module(module) if module else None
    if parsed is None:
        return None
    bindings = parsed.scope.names.get(function, [])
    return next((found.node for found in reversed(bindings) if isinstance(found, DefinedFunction)), None)


def _replaced_by(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    found: set[str] = set()
    for node in walk(*function.body):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in _METHODS:
            found.add(node.attr)
        elif isinstance(node, ast.ClassDef):
            return _METHODS
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SETTERS:
            # setattr(cls, name, ...), or another class made of this one
            if node.func.id == "setattr" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                found |= {str(node.args[1].value)} & _METHODS
            elif node.func.id == "setattr" or len(node.args) > 1:
                return _METHODS
    return frozenset(found)
