"""Where a class uses a name: as parameter of its constructor, as attribute of itself, as keyword of its calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scaffold.evolve.target import Function, Target

_BY_NAME = ("getattr", "hasattr", "setattr", "delattr")
_KEYED = ("pop", "get", "setdefault")


def parameter_uses(target: Target, function: Function, name: str) -> Iterator[int]:
    """Yield where a constructor names one of its parameters, declaration included.

    Raises:
        ScaffoldError: A function inside binds the name anew, or it is declared otherwise.
    """
    own = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    for node in ast.walk(function):
        if isinstance(node, ast.arg) and node.arg == name:
            if node not in own:
                raise target.refusal(
                    f"a function in __init__ has a parameter '{name}' of its own", "Rename by hand.", node
                )
            yield target.places.of(node).start
        elif isinstance(node, ast.Name) and node.id == name:
            yield target.places.of(node).start
        elif isinstance(node, ast.Global | ast.Nonlocal) and name in node.names:
            raise target.refusal(f"__init__ declares '{name}' otherwise", "Rename by hand.", node)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("locals", "vars", "eval", "exec")
        ):
            raise target.refusal(
                f"__init__ calls {node.func.id}(), which sees the names of its variables",
                "Rename by hand.",
                node,
            )


def attribute_uses(target: Target, name: str) -> Iterator[int]:
    """Yield where the methods of the class name an attribute of the object.

    Raises:
        ScaffoldError: It may be used in a way that cannot be followed.
    """
    for method in target.node.body:
        if not isinstance(method, Function):
            continue
        arguments = [*method.args.posonlyargs, *method.args.args]
        own = arguments[0].arg if arguments else "self"
        for node in ast.walk(method):
            if (
                isinstance(node, ast.Attribute)
                and node.attr == name
                and isinstance(node.value, ast.Name)
                and node.value.id == own
            ):
                end = target.places.of(node).end
                yield end - len(name)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _BY_NAME:
                yield from _by_name(target, node, own, name)
            elif isinstance(node, ast.Attribute) and node.attr == "__dict__":
                raise target.refusal(
                    f"{method.name} uses __dict__, so that it cannot be told who uses '{name}'",
                    "Rename by hand.",
                    node,
                )


def _by_name(target: Target, node: ast.Call, own: str, name: str) -> Iterator[int]:
    if len(node.args) < 2 or not isinstance(node.args[0], ast.Name) or node.args[0].id != own:
        return
    given = node.args[1]
    if not isinstance(given, ast.Constant):
        raise target.refusal(
            f"an attribute is named by a value, so that it cannot be told who uses '{name}'",
            "Rename by hand.",
            node,
        )
    if given.value == name:
        span = target.places.of(given)
        if target.text[span.start + 1 : span.end - 1] != name:
            raise target.refusal(f"'{name}' is not written in plain words", "Rename by hand.", given)
        yield span.start + 1


def keyword_uses(target: Target, name: str) -> Iterator[int]:
    """Yield where the file constructs the class with a keyword of that name: by its name, or as ``cls`` in it."""
    yield from _in_calls(target, target.module.tree, {target.cls.name}, name)
    for method in target.node.body:
        if isinstance(method, Function) and method.name != "from_config" and method.args.args:
            yield from _in_calls(target, method, {"cls"} if method.args.args[0].arg == "cls" else set(), name)


def _in_calls(target: Target, within: ast.AST, names: set[str], keyword: str) -> Iterator[int]:
    for node in ast.walk(within):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield from (target.places.of(given).start for given in node.keywords if given.arg == keyword)


def is_key(constant: ast.Constant, within: ast.AST) -> bool:
    """Tell whether a text is a key: of a dict display, in brackets, of ``pop`` and its like, or asked for by ``in``."""
    for node in ast.walk(within):
        match node:
            case ast.Dict(keys=keys) if constant in keys:
                return True
            case ast.Subscript(slice=part) if part is constant:
                return True
            case ast.Call(func=ast.Attribute(attr=method), args=[first, *_]) if (
                first is constant and method in _KEYED
            ):
                return True
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()]) if left is constant:
                return True
    return False
