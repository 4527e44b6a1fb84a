"""What the sources of a Keras class tell that its objects do not: forwarded arguments, conditional config keys."""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Accepted:
    """Keyword arguments of a constructor, those that it passes on to its parents included."""

    parameters: list[inspect.Parameter] = field(default_factory=list)
    accepts_any: bool = False
    known: bool = True


def keyword_arguments(cls: type) -> Accepted:
    """Return the arguments that ``cls(**config)`` may hold."""
    accepted = Accepted()
    _collect(cls, cls.__mro__, set(), accepted)
    return accepted


def _collect(cls: type, mro: tuple[type, ...], taken: set[str], accepted: Accepted) -> None:
    owner = next((a for a in mro if "__init__" in vars(a)), object)
    if owner is object:
        return
    function = vars(owner)["__init__"]
    try:
        parameters = list(inspect.signature(function).parameters.values())[1:]
    except (TypeError, ValueError):
        accepted.known = False
        return
    known = {p.name for p in accepted.parameters} | taken
    for parameter in parameters:
        by_keyword = parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        if by_keyword and parameter.name not in known:
            accepted.parameters.append(parameter)
    rest = next((p.name for p in parameters if p.kind is p.VAR_KEYWORD), None)
    if rest is None:
        return
    tree = source_tree(function)
    if tree is None:
        accepted.known = False
        return
    for name in _popped(tree, rest):
        if name not in known:
            accepted.parameters.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None))
    _follow(tree, rest, (cls, mro[mro.index(owner) + 1 :]), function, taken, accepted)


def _follow(
    tree: ast.AST,
    rest: str,
    line: tuple[type, tuple[type, ...]],
    function: Any,
    taken: set[str],
    accepted: Accepted,
) -> None:
    """Follow ``**kwargs`` into the constructors it is handed to."""
    cls, following = line
    forwarded = False
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        spread = any(
            k.arg is None and isinstance(k.value, ast.Name) and k.value.id == rest for k in call.keywords
        )
        if not spread or not isinstance(call.func, ast.Attribute) or call.func.attr != "__init__":
            continue
        forwarded = True
        explicit = {k.arg for k in call.keywords if k.arg}
        receiver = call.func.value
        if isinstance(receiver, ast.Call):
            mro = following
            positional = call.args
        else:
            parent = _evaluate(receiver, function, tree)
            if parent is None:
                accepted.known = False
                continue
            mro = parent.__mro__
            positional = call.args[1:]
        explicit |= set(_positional_names(mro, sum(not isinstance(a, ast.Starred) for a in positional)))
        _collect(cls, mro, taken | explicit, accepted)
    if not forwarded and not any(isinstance(node, ast.Raise) for node in ast.walk(tree)):
        accepted.accepts_any = True


def _positional_names(mro: tuple[type, ...], count: int) -> list[str]:
    owner = next((a for a in mro if "__init__" in vars(a)), object)
    if owner is object:
        return []
    return list(inspect.signature(vars(owner)["__init__"]).parameters)[1 : 1 + count]


def _evaluate(node: ast.expr, function: Any, tree: ast.AST) -> type | None:
    """Return the class that a dotted name in a constructor stands for, imports inside it included."""
    names = dict(function.__globals__)
    for statement in ast.walk(tree):
        if isinstance(statement, ast.ImportFrom) and statement.module and statement.level == 0:
            try:
                module = importlib.import_module(statement.module)
            except ImportError:
                # An import that the constructor makes only when it needs it.
                continue
            for alias in statement.names:
                names[alias.asname or alias.name] = getattr(module, alias.name, None)
    value: Any = None
    parts = ast.unparse(node).split(".")
    value = names.get(parts[0])
    for part in parts[1:]:
        value = getattr(value, part, None)
    return value if inspect.isclass(value) else None


def popped_arguments(function: Any) -> list[inspect.Parameter]:
    """Return the arguments that a constructor takes out of its ``**kwargs`` by name, with their defaults."""
    parameters = inspect.signature(function).parameters.values()
    rest = next((p.name for p in parameters if p.kind is p.VAR_KEYWORD), None)
    tree = source_tree(function)
    if rest is None or tree is None:
        return []
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)
        for name, default in _popped(tree, rest).items()
    ]


def _popped(tree: ast.AST, rest: str) -> dict[str, Any]:
    return {
        node.args[0].value: _literal(node.args[1]) if len(node.args) > 1 else inspect.Parameter.empty
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"pop", "get"}
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == rest
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def _literal(node: ast.expr) -> Any:
    """Return the value that an expression spells out, or None."""
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError):
        return None


def conditional_keys(cls: type) -> set[str]:
    """Return the keys that ``get_config`` of the class or of a parent writes only under a condition."""
    keys: set[str] = set()
    for ancestor in cls.__mro__:
        function = vars(ancestor).get("get_config")
        tree = source_tree(function) if function is not None else None
        for branch in (node for node in ast.walk(tree) if isinstance(node, ast.If)) if tree else ():
            for node in ast.walk(branch):
                if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
                    keys |= {
                        n.value
                        for n in (node.slice,)
                        if isinstance(n, ast.Constant) and isinstance(n.value, str)
                    }
                if isinstance(node, ast.Dict):
                    keys |= {
                        k.value for k in node.keys if isinstance(k, ast.Constant) and isinstance(k.value, str)
                    }
    return keys


def assigned_attributes(cls: type) -> set[str]:
    """Return the attributes of self that the methods of this class (not its parents) assign."""
    names: set[str] = set()
    for function in vars(cls).values():
        function = getattr(function, "__func__", getattr(function, "fget", function))
        tree = source_tree(function) if inspect.isfunction(function) else None
        for node in ast.walk(tree) if tree else ():
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.ctx, ast.Store)
                and isinstance(node.value, ast.Name)
                and node.value.id in {"self", "obj", "instance"}
            ):
                names.add(node.attr)
    return names


def source_tree(function: Any) -> ast.AST | None:
    """Return the syntax tree of a function's source; None where there is no source."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    except (OSError, TypeError, SyntaxError):
        return None
