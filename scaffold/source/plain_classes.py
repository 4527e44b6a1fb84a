"""Classes of the sources that are none of Keras -> what their objects are, for those who put them into a config."""

from __future__ import annotations

import ast
from enum import StrEnum

from scaffold.source.parse import ClassNode, ParsedModule
from scaffold.source.resolve import Resolver, dotted

_ENUMS = frozenset({"enum.Enum", "enum.Flag"})
# JSON writes what derives from these as text or as a number.
_WRITTEN = frozenset({"enum.StrEnum", "enum.IntEnum", "enum.IntFlag", "str", "int", "float", "bool"})
_NOTHING = frozenset({"object", "abc.ABC", "typing.Generic"})
_DATACLASSES = frozenset({"dataclasses.dataclass", "attr.s", "attr.define", "attrs.define", "attrs.frozen"})


class Plain(StrEnum):
    """What the objects of a class are: members of an enumeration, records made by a decorator, or neither."""

    ENUM = "enum"
    DATACLASS = "dataclass"
    OBJECT = "object"


def plain_kind(
    node: ClassNode, resolver: Resolver, pending: frozenset[ClassNode] = frozenset()
) -> Plain | None:
    """Return what the objects of a class certainly are; None where JSON may write them, or a config describes them.

    Keras writes what is a number, text, list or dict, and what has a ``get_config``; nothing else.
    https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/serialization_lib.py
    """
    if node.node.keywords or node in pending or _has_config(node.node):
        return None
    kind: Plain | None = Plain.OBJECT
    for base in node.node.bases:
        parts = dotted(base.value if isinstance(base, ast.Subscript) else base)
        target = resolver.target(node.module, node.scopes, parts) if parts is not None else None
        if target in _ENUMS:
            kind = Plain.ENUM
        elif isinstance(target, ClassNode):
            inherited = plain_kind(target, resolver, pending | {node})
            if inherited is None:
                return None
            kind = inherited if inherited is not Plain.OBJECT else kind
        elif target in _WRITTEN or target not in _NOTHING:
            return None
    if kind is Plain.OBJECT and node.node.decorator_list:
        names = (_decorator(node, decorator, resolver) for decorator in node.node.decorator_list)
        return Plain.DATACLASS if _DATACLASSES.issuperset(names) else None
    return kind


def class_called(qualified_name: str, importer: ParsedModule, resolver: Resolver) -> ClassNode | None:
    """Return the class of a module and a path within it; None where its source is not among the files."""
    parts = qualified_name.split(".")
    for size in range(len(parts) - 1, 0, -1):
        name, path = ".".join(parts[:size]), ".".join(parts[size:])
        module = importer if importer.source.module == name else resolver.module(name)
        if module is not None:
            return next((node for node in module.classes if node.path == path), None)
    return None


def _has_config(node: ast.ClassDef) -> bool:
    """Whether an object may answer to get_config."""
    names = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    return not names.isdisjoint({"get_config", "__getattr__", "__getattribute__"})


def _decorator(node: ClassNode, decorator: ast.expr, resolver: Resolver) -> str | None:
    parts = dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)
    return resolver.name(node.module, node.scopes, parts) if parts is not None else None
