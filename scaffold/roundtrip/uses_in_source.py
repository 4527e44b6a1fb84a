"""What the source of a class does with an argument: the texts it compares it with, the kind it takes it for."""

from __future__ import annotations

import ast
import enum
import inspect
import textwrap
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from scaffold.kinds import KINDS, Kind, kind_of_parameter
from scaffold.roundtrip.signature import Argument

# Modules of Keras with a `get` for one kind of object.
_MODULES = ("activations", "initializers", "regularizers", "constraints")
# More than that is a vocabulary.
_MOST_CHOICES = 12
_COMPARED = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)


def compared_choices(argument: Argument) -> tuple[str | bool, ...]:
    """Return the texts and flags that the class compares an argument with, or looks it up among.

    Args:
        argument: The constructor argument.
    """
    tree = _tree_of(argument.owner)
    found = () if tree is None else tuple(dict.fromkeys(_choices(tree, argument.name, argument.owner)))
    return found if len(found) <= _MOST_CHOICES else ()


def kind_in_source(argument: Argument) -> Kind | None:
    """Return the kind of Keras object that the class takes an argument for; None where it does not show.

    It shows in `activations.get(act)` and in `Dense(units, activation=act)`.

    Args:
        argument: The constructor argument.
    """
    tree = _tree_of(argument.owner)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call)) if tree is not None else ()
    return next((kind for call in calls if (kind := _kind_in(call, argument.name)) is not None), None)


def _kind_in(call: ast.Call, name: str) -> Kind | None:
    for keyword in call.keywords:
        kind = kind_of_parameter(keyword.arg) if keyword.arg and _is_argument(keyword.value, name) else None
        if kind is not None and kind.identifiers:
            return kind
    function = call.func
    if not (call.args and _is_argument(call.args[0], name) and isinstance(function, ast.Attribute)):
        return None
    module = ast.unparse(function.value).rpartition(".")[2] if function.attr == "get" else ""
    return KINDS.get(module.removesuffix("s")) if module in _MODULES else None


@lru_cache(maxsize=64)
def _tree_of(owner: type) -> ast.AST | None:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(owner)))
    except (OSError, TypeError, SyntaxError):
        # A class that was made by a function, or typed at a prompt, has no source to read.
        return None


def _choices(tree: ast.AST, name: str, owner: type) -> Iterator[str | bool]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], _COMPARED):
            if _is_argument(node.left, name):
                yield from _choices_in(node.comparators[0], owner)
        elif isinstance(node, ast.Subscript) and _is_argument(node.slice, name):
            yield from _choices_in(node.value, owner)
        elif isinstance(node, ast.Call) and len(node.args) == 1 and _is_argument(node.args[0], name):
            found = _named(node.func, owner)
            if isinstance(found, type) and issubclass(found, enum.Enum):
                yield from (member.value for member in found if isinstance(member.value, str))
        elif isinstance(node, ast.Match) and _is_argument(node.subject, name):
            for value in (value for case in node.cases for value in ast.walk(case.pattern)):
                if isinstance(value, ast.MatchValue):
                    yield from _choices_in(value.value, owner)


def _is_argument(node: ast.expr, name: str) -> bool:
    """Return whether an expression is the argument, or the attribute that keeps it."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "lower":
        return _is_argument(node.func.value, name)
    if isinstance(node, ast.Attribute):
        return (
            node.attr in (name, f"_{name}") and isinstance(node.value, ast.Name) and node.value.id == "self"
        )
    return isinstance(node, ast.Name) and node.id == name


def _choices_in(node: ast.expr, owner: type) -> Iterator[str | bool]:
    """Yield the texts and flags of a constant, a container or the keys of a dict, written there or named."""
    try:
        keys = [key for key in node.keys if key is not None] if isinstance(node, ast.Dict) else []
        value = ast.literal_eval(ast.Tuple(keys) if keys else node)
    except (ValueError, TypeError, AttributeError):
        value = _named(node, owner)
    if isinstance(value, type) and issubclass(value, enum.Enum):
        value = tuple(value.__members__)
    parts = value if isinstance(value, (tuple, list, set, frozenset, dict)) else (value,)
    # A text or a flag: `"auto"`, True or False.
    choices = [part for part in parts if isinstance(part, bool) or (isinstance(part, str) and part)]
    yield from sorted(choices, key=repr) if isinstance(parts, (set, frozenset)) else choices


def _named(node: ast.expr, owner: type) -> Any:
    """Return the value of a name in the module of the class, or in the class."""
    if isinstance(node, ast.Name):
        return getattr(owner.__dict__.get("__init__"), "__globals__", {}).get(node.id)
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("self", "cls")
    ):
        return vars(owner).get(node.attr)
    return None
