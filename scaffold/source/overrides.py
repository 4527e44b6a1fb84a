"""A ``get_config`` whose helpers a child overrides -> GetConfig: what it gives for an object of that child."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scaffold.source.arguments import Arguments, arguments
from scaffold.source.facts import ClassInfo
from scaffold.source.get_config import ConfigMethod, interpret_get_config
from scaffold.source.method import FunctionNode
from scaffold.source.method_facts import GetConfig
from scaffold.source.state import Abstract, State, SuperObject
from scaffold.source.values import Sequence as SequenceValue
from scaffold.source.values import Unknown

if TYPE_CHECKING:
    from scaffold.source.describe import Description


def config_for_heir(owner: ClassInfo, line: Sequence[ClassInfo]) -> GetConfig | None:
    """Return what the ``get_config`` of a class gives for an object of a class that derives from it.

    Args:
        owner: The class that defines it.
        line: The heir and its ancestors whose source is known, in the order in which Python looks names up.

    Returns:
        None where it cannot be told which helper is called. Places are those of the method as a whole.
    """
    descriptions: list[Description] = [
        vars(known)["_description"] for known in line if "_description" in vars(known)
    ]
    if len(descriptions) != len(line) or owner.get_config is None:
        return None
    own: Description = vars(owner)["_description"]
    method, function = _MethodOfHeir(own, descriptions), own.own.functions["get_config"]
    found = interpret_get_config(method, function, decorated=owner.get_config.decorated, plain=True)
    if not all(_is_certain(line, name) for name in found.helpers):
        return None
    place = owner.get_config.name_span
    return found.but(entries=tuple(entry.but(span=place, value_span=place) for entry in found.entries))


def _is_certain(line: Sequence[ClassInfo], name: str) -> bool:
    """Tell whether the first class that has a name has it for good: as a method, or set once in the class body."""
    for known in line:
        places = known.attributes.get(name, ())
        if any(place.method or place.conditional or place.how != "assign" for place in places):
            return False
        method = known.methods.get(name)
        if method is not None:
            return not places and (method.kind != "method" or not method.decorators)
        if places:
            return len(places) == 1
    return False


class _MethodOfHeir(ConfigMethod):
    """Interprets a ``get_config`` with the helpers that an object of an heir has.

    Args:
        owner: The class that defines it.
        line: The heir and its ancestors, nearest first.
    """

    def __init__(self, owner: Description, line: Sequence[Description]) -> None:
        functions: dict[str, FunctionNode] = {}
        kinds: dict[str, str] = {}
        self._homes: dict[str, Description] = {}
        for known in reversed(line):
            functions |= known.own.functions
            kinds |= known.own.kinds
            self._homes |= dict.fromkeys(known.own.functions, known)
        super().__init__(owner.node, functions, kinds, owner.resolver)
        self._home = owner.node
        self._line = line

    @contextmanager
    def _in(self, home: Description) -> Iterator[None]:
        """Let names stand for what they stand for in another class."""
        outer = self.owner
        self.owner, self.module, self.places = home.node, home.node.module, home.node.module.places
        try:
            yield
        finally:
            self.owner, self.module, self.places = outer, outer.module, outer.module.places

    def inline(
        self, name: str, found: Arguments, receiver: Abstract, state: State, *, is_property: bool = False
    ) -> Abstract | None:
        """Interpret a call of the method that the heir has under a name."""
        if name not in self._homes:
            return None
        with self._in(self._homes[name]):
            return super().inline(name, found, receiver, state, is_property=is_property)

    def super_call(self, name: str, start: SuperObject, node: ast.Call, state: State) -> Abstract:
        """Return the parent's config; what a parent's other methods give is not followed."""
        if self.owner is not self._home:
            arguments(self, node, state).spoil(state)
            return Unknown(f"super().{name}() in a helper")
        return super().super_call(name, start, node, state)

    def kept_keys(self, attribute: str) -> tuple[str, ...] | None:
        """Return None: which constructor of the line keeps the dict last is not followed."""
        return None

    def class_names(self, name: str) -> SequenceValue | None:
        """Return the literal that the first class with such a name has."""
        for known in self._line:
            if _binds(known.node.node, name):
                with self._in(known):
                    self._class_names = None
                    return super().class_names(name)
        return None


def _binds(node: ast.ClassDef, name: str) -> bool:
    for statement in node.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets = [statement.target]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return True
    return False
