"""Decorators and statements -> how a class is registered with Keras, as far as that can be told."""

from __future__ import annotations

import ast

from scaffold.source.method_facts import Decorator, Registration
from scaffold.source.parse import ClassNode, ParsedModule
from scaffold.source.resolve import Resolver, dotted
from scaffold.source.tree import walk
from scaffold.source.values import Unknown

REGISTER = "keras.saving.register_keras_serializable"
_CUSTOM_OBJECTS = frozenset({"keras.saving.get_custom_objects", "keras.utils.get_custom_objects"})

# Decorators of classes that register nothing.
_REGISTER_NOTHING = frozenset({
    "dataclasses.dataclass", "functools.total_ordering", "typing.final", "typing_extensions.final",
    "typing.runtime_checkable", "attr.s", "attrs.define", "enum.unique",
})  # fmt: skip


def decorators_of(
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, owner: ClassNode, resolver: Resolver
) -> tuple[Decorator, ...]:
    """Return the decorators of a class or of a method of it, outermost first."""
    found = []
    for decorator in node.decorator_list:
        function = decorator.func if isinstance(decorator, ast.Call) else decorator
        parts = dotted(function)
        name = resolver.name(owner.module, owner.scopes, parts) if parts is not None else None
        if name is None and parts is not None and parts[-1] in {"setter", "getter", "deleter"}:
            name = ".".join(parts)
        span = owner.module.places.of(decorator)
        found.append(Decorator(name if name != "?" else None, isinstance(decorator, ast.Call), span))
    return tuple(found)


def registration_of(
    owner: ClassNode, decorators: tuple[Decorator, ...], resolver: Resolver
) -> tuple[Registration | None, bool]:
    """Return the outermost registration of a class, and whether that is certain."""
    known = True
    for node, decorator in zip(owner.head.decorator_list, decorators, strict=True):
        if decorator.name == REGISTER:
            return _registration(node, decorator), True
        known = known and decorator.name in _REGISTER_NOTHING
    text = owner.module.source.text
    if "register_keras_serializable" in text or "custom_objects" in text:
        found, certain = _by_statement(owner, resolver)
        if found is not None or not certain:
            return found, certain and known
    return None, known


def _registration(node: ast.expr, decorator: Decorator) -> Registration:
    if not isinstance(node, ast.Call):
        return Registration("bare", None, None, decorator.span)
    package, name = _argument(node, 0, "package"), _argument(node, 1, "name")
    return Registration("call", package, name, decorator.span)


def _argument(node: ast.Call, index: int, name: str) -> str | Unknown | None:
    if any(isinstance(argument, ast.Starred) for argument in node.args) or any(
        k.arg is None for k in node.keywords
    ):
        return Unknown("*")
    given = node.args[index] if len(node.args) > index else None
    given = next((keyword.value for keyword in node.keywords if keyword.arg == name), given)
    if given is None or (isinstance(given, ast.Constant) and given.value is None):
        return None
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return given.value
    return Unknown("computed")


def _by_statement(owner: ClassNode, resolver: Resolver) -> tuple[Registration | None, bool]:
    """Look for a registration outside decorators: ``register(package="p")(Cls)``, ``get_custom_objects()``."""
    certain = True
    for statement in owner.module.tree.body:
        if isinstance(
            statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
        ):
            continue
        decorators = {
            id(decorator)
            for node in walk(statement)
            if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
            for decorator in node.decorator_list
        }
        for node in walk(statement):
            if not isinstance(node, ast.Call) or id(node) in decorators:
                continue
            if _names(node.func, owner.module, resolver) == REGISTER:
                certain = False
                span = owner.module.places.of(statement)
                if _is_applied_to(statement, node, owner.name):
                    return Registration(
                        "statement", _argument(node, 0, "package"), _argument(node, 1, "name"), span
                    ), True
            elif _names(node.func, owner.module, resolver) in _CUSTOM_OBJECTS:
                certain = False
                if any(isinstance(part, ast.Name) and part.id == owner.name for part in walk(statement)):
                    span = owner.module.places.of(statement)
                    return Registration(
                        "statement", Unknown("custom objects"), Unknown("custom objects"), span
                    ), True
    return None, certain


def _is_applied_to(statement: ast.stmt, register: ast.Call, name: str) -> bool:
    return any(
        isinstance(node, ast.Call)
        and node.func is register
        and any(isinstance(argument, ast.Name) and argument.id == name for argument in node.args)
        for node in walk(statement)
    )


def _names(node: ast.expr, module: ParsedModule, resolver: Resolver) -> str | None:
    parts = dotted(node)
    return resolver.name(module, (), parts) if parts is not None else None
