"""Classes -> their method resolution order (C3), across files and on into the table of Keras."""

from __future__ import annotations

import ast

from scaffold.source.facts import KerasClass
from scaffold.source.keras_names import keras_ancestors, keras_class
from scaffold.source.parse import ClassNode
from scaffold.source.record import Record
from scaffold.source.resolve import Resolver, Target, dotted
from scaffold.source.tree import walk

Ancestor = ClassNode | KerasClass

# Bases that bring neither a constructor nor a config.
_NEUTRAL = frozenset({
    "object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Generic", "typing_extensions.Protocol",
})  # fmt: skip
_PLAIN_METACLASSES = frozenset({"type", "abc.ABCMeta"})


class Lineage(Record):
    """The ancestors of a class.

    Args:
        order: Itself and its ancestors in method resolution order.
        known: Whether that is all of them, for certain.
        bases: Names of the bases as written.
        possible: Further classes that a base may be (a name with two definitions).
    """

    order: tuple[Ancestor, ...]
    known: bool
    bases: tuple[str, ...]
    possible: tuple[Ancestor, ...] = ()


class Ancestry:
    """Computes lineages, each once.

    Args:
        resolver: Follows the names of bases.
        extra_layers: Names of classes outside of the sources that are said to derive from a Keras layer.
    """

    def __init__(self, resolver: Resolver, extra_layers: tuple[str, ...] = ()) -> None:
        self._resolver = resolver
        self._extra_layers = frozenset(extra_layers)
        self._known: dict[ClassNode, Lineage] = {}
        self._pending: set[ClassNode] = set()

    def of(self, node: ClassNode) -> Lineage:
        """Return the lineage of a class."""
        if node not in self._known:
            if node in self._pending:  # a class that is its own ancestor
                return Lineage((node,), False, ())
            self._pending.add(node)
            self._known[node] = self._compute(node)
            self._pending.discard(node)
        return self._known[node]

    def _compute(self, node: ClassNode) -> Lineage:
        lines: list[list[Ancestor]] = []
        direct: list[Ancestor] = []
        names: list[str] = []
        possible: list[Ancestor] = []
        known = metaclass_is_plain(node, self._resolver)
        for base in node.head.bases:
            found = self._base(node, base)
            target = found[0] if len(found) == 1 else None
            names.append(_name(target, base))
            if isinstance(target, str) and target in _NEUTRAL:
                continue
            if isinstance(target, ClassNode) and target is not node:
                lineage = self.of(target)
                known = known and lineage.known
                possible += lineage.possible
                lines.append(list(lineage.order))
                direct.append(target)
            elif isinstance(target, KerasClass):
                lines.append([target, *keras_ancestors(target)])
                direct.append(target)
            elif target in self._extra_layers and (layer := keras_class("keras.layers.Layer")) is not None:
                known = False  # a layer, of which nothing more can be told
                lines.append([layer, *keras_ancestors(layer)])
                direct.append(layer)
            else:
                known = False
                possible += self._all_of(found, node)
        order = _merge([*lines, direct])
        if order is None:
            known = False
            order = list(dict.fromkeys(ancestor for line in lines for ancestor in line))
        return Lineage((node, *order), known, tuple(names), tuple(possible))

    def _all_of(self, found: tuple[Target, ...], node: ClassNode) -> list[Ancestor]:
        possible: list[Ancestor] = []
        for target in found:
            if isinstance(target, KerasClass):
                possible += [target, *keras_ancestors(target)]
            elif isinstance(target, ClassNode) and target is not node:
                lineage = self.of(target)
                possible += [*lineage.order, *lineage.possible]
        return possible

    def _base(self, node: ClassNode, base: ast.expr) -> tuple[Target, ...]:
        while isinstance(base, ast.Subscript):
            base = base.value
        parts = dotted(base)
        if parts is not None:
            return self._resolver.targets(node.module, node.scopes, parts)
        found: list[Target] = []
        # A call or a condition: everything named in it is a possibility, and one more is unknown.
        for inner in walk(base):
            if isinstance(inner, (ast.Name, ast.Attribute)) and (parts := dotted(inner)) is not None:
                found += self._resolver.targets(node.module, node.scopes, parts)
        return (*found, "?") if found else ()


def metaclass_is_plain(node: ClassNode, resolver: Resolver) -> bool:
    """Tell whether a class statement names no metaclass, or one that leaves the class as it is written."""
    for keyword in node.head.keywords:
        if keyword.arg is None:
            return False
        if keyword.arg == "metaclass":
            parts = dotted(keyword.value)
            name = resolver.name(node.module, node.scopes, parts) if parts else None
            return name in _PLAIN_METACLASSES
    return True


def _name(target: Target | None, base: ast.expr) -> str:
    if isinstance(target, (ClassNode, KerasClass)):
        return target.qualified_name
    return target if target is not None else ast.unparse(base)


def _merge(lines: list[list[Ancestor]]) -> list[Ancestor] | None:
    """Merge lines of ancestors as Python does; None where no order keeps them all."""
    lines = [line for line in lines if line]
    order: list[Ancestor] = []
    while lines:
        for line in lines:
            head = line[0]
            if not any(head in other[1:] for other in lines):
                break
        else:
            return None
        order.append(head)
        lines = [rest for line in lines if (rest := line[1:] if line[0] is head else line)]
    return order
