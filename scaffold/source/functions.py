"""Expressions -> functions of the analysed sources, and whether they are registered with Keras."""

from __future__ import annotations

import ast
import re

from scaffold.pattern import pattern
from scaffold.source.facts import KerasClass
from scaffold.source.function_facts import GivenFunction
from scaffold.source.keras_names import known_names
from scaffold.source.located import Answer
from scaffold.source.parse import Binding, DefinedFunction, ParsedModule, Scope
from scaffold.source.registration import REGISTER
from scaffold.source.resolve import Resolver, dotted

# Keras is given objects by their names: `custom_objects`, `get_custom_objects`, `custom_object_scope`. They can be
# found by these names, but are saved under their own: that is no registration.
_OFFERS = pattern(r"(?i)custom_?objects?")
# The registration where it is neither a decorator nor plainly imported: it may register anything.
_REGISTER = pattern(r"^(?P<before>.*)\bregister_keras_serializable\b(?P<after>.*)$", re.MULTILINE)
_IMPORTED = pattern(r"\s*(?:from\b.*\bimport\b[\w ,(]*)?")

# Decorators that leave a function what it is to Keras.
_REGISTER_NOTHING = frozenset({"tensorflow.function"})


def has_role(cls: KerasClass, root: str) -> bool:
    """Tell whether a class of Keras is, or derives from, another one."""
    return cls.name == root or root in cls.ancestors


class FunctionFinder:
    """Finds the functions that expressions of one scope name.

    Args:
        module: The module.
        resolver: What names stand for.
        scopes: What names are bound to in the enclosing functions, innermost first.
    """

    def __init__(self, module: ParsedModule, resolver: Resolver, scopes: tuple[Scope, ...]) -> None:
        self._module = module
        self._resolver = resolver
        self._scopes = scopes

    def given(self, node: ast.expr) -> GivenFunction | None:
        """Return the one function that an expression certainly names; None where that cannot be told."""
        parts = dotted(node)
        if parts is None:
            return None
        if len(parts) == 1:
            found = _only_function(self._resolver.bindings(self._module, self._scopes, parts[0]))
            if found is not None:
                return self._facts(found)
        name = self._resolver.name(self._module, self._scopes, parts)
        home, _, last = (name or "").rpartition(".")
        module = self._resolver.module(home) if home else None
        found = _only_function(module.scope.names.get(last)) if module is not None else None
        return self._facts(found) if found is not None else None

    def _facts(self, function: DefinedFunction) -> GivenFunction:
        name = function.node.name
        scopes = self._scopes if function.module is self._module else ()
        texts = {function.module.source.text, self._module.source.text}
        return GivenFunction(
            name=name,
            qualified_name=f"{function.module.source.module}.{name}",
            registered=self._registered(function, scopes, texts),
            offered=any(_OFFERS.search(text) for text in texts),
            like_keras=like_keras(function, scopes, self._resolver),
        )

    def _registered(self, function: DefinedFunction, scopes: tuple[Scope, ...], texts: set[str]) -> Answer:
        for decorator in function.node.decorator_list:
            parts = dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)
            name = self._resolver.name(function.module, scopes, parts) if parts is not None else None
            if name == REGISTER:
                return Answer.YES
            if name not in _REGISTER_NOTHING:
                return Answer.UNKNOWN
        return Answer.UNKNOWN if any(map(may_register_more, texts)) else Answer.NO


def like_keras(function: DefinedFunction, scopes: tuple[Scope, ...], resolver: Resolver) -> Answer:
    """Tell whether a function computes what the activation function of Keras computes that has its name."""
    if f"keras.activations.{function.node.name}" not in known_names():
        return Answer.UNKNOWN
    from scaffold.source.arithmetic import is_activation  # most functions are called otherwise

    return is_activation(function.node, lambda parts: resolver.name(function.module, scopes, parts))


def _only_function(bindings: list[Binding] | None) -> DefinedFunction | None:
    match bindings:
        case [DefinedFunction() as function]:
            return function
    return None


def may_register_more(text: str) -> bool:
    """Tell whether a text may register something otherwise than by a decorator."""
    if "register_keras_serializable" not in text:
        return False
    return any(
        not match.group("before").lstrip().startswith("@")
        and (
            not _IMPORTED.fullmatch(match.group("before"))
            or match.group("after").strip() not in ("", ",", ")")
        )
        for match in _REGISTER.finditer(text)
    )
