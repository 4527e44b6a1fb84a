"""Methods of a class -> Bodies: one walk over each, made when a rule first asks."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property

from scaffold.pattern import pattern
from scaffold.source.body_facts import Bodies, Made, MethodCallOf, TupleSum
from scaffold.source.located import Span
from scaffold.source.method import FunctionNode, Method
from scaffold.source.parse import DefinedFunction, blocks_of
from scaffold.source.pieces import Piece
from scaffold.source.resolve import dotted
from scaffold.source.tree import children, names_bound_in, nodes_in, walk
from scaffold.source.values import Reference

# A tuple display beside a plus: what has none of these need not be walked.
_SUM = pattern(r"\+\s*\(|\)\s*\+")
_DISPLAYS = {
    ast.List: "list", ast.Tuple: "list", ast.Set: "set", ast.Dict: "dict",
    ast.ListComp: "list", ast.SetComp: "set", ast.DictComp: "dict",
}  # fmt: skip


class MethodBodies(Bodies):
    """The methods of one class.

    Args:
        method: Tells what global names stand for.
        functions: The methods by name.
    """

    def __init__(self, method: Method, functions: Mapping[str, FunctionNode]) -> None:
        self._method = method
        self._functions = functions
        self._calls: dict[str, frozenset[MethodCallOf]] = {}
        self._known: dict[str, tuple[Made, ...]] = {}

    @cached_property
    def tuple_sums(self) -> tuple[TupleSum, ...]:
        return tuple(
            sum_ for name, function in self._functions.items() for sum_ in self._sums(name, function)
        )

    def made(self, method: str) -> tuple[Made, ...]:
        function = self._functions.get(method)
        if method not in self._known:
            self._known[method] = tuple(self._made(method, function)) if function is not None else ()
        return self._known[method]

    def made_by_functions(self, method: str) -> tuple[Made, ...]:
        function = self._functions.get(method)
        if function is None:
            return ()
        found: list[Made] = []
        for call in nodes_in(function, ast.Call):
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            called = self._function_of_module(name)
            if called is not None and name not in _local_names(function):
                span = self._method.places.of(call)
                found += [made.but(span=span) for made in self._made(called.name, called)]
        return tuple(found)

    def _function_of_module(self, name: str) -> FunctionNode | None:
        """Return the undecorated function of the module of that name, if its text applies something that it calls."""
        bound = self._method.module.scope.names.get(name, [])
        if len(bound) != 1 or not isinstance(bound[0], DefinedFunction):
            return None
        written = bound[0].statement
        if isinstance(written, Piece) and ")(" not in written.text:
            return None
        return None if bound[0].node.decorator_list else bound[0].node

    def calls(self, method: str) -> frozenset[MethodCallOf]:
        function = self._functions.get(method)
        if method not in self._calls and function is not None:
            self._calls[method] = frozenset(_calls(function))
        return self._calls.get(method, frozenset())

    def names(self, method: str) -> frozenset[str]:
        function = self._functions.get(method)
        own = _self_of(function) if function is not None else None
        if function is None or own is None:
            return frozenset()
        return frozenset(
            node.attr
            for node in nodes_in(function, ast.Attribute)
            if isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name) and node.value.id == own
        )

    def first_statement(self, method: str) -> Span | None:
        function = self._functions.get(method)
        if function is None:
            return None
        documented = ast.get_docstring(function, clean=False) is not None
        if documented and len(function.body) == 1:
            return None
        return self._method.places.of(function.body[1 if documented else 0])

    def arguments(self, method: str) -> tuple[str, ...]:
        function = self._functions.get(method)
        return tuple(_arguments(function)) if function is not None else ()

    def _made(self, name: str, function: FunctionNode) -> Iterator[Made]:
        own, local = _self_of(function), _local_names(function)
        for statement, conditional in _statements(function.body):
            for call, inside, applied in _calls_with_place(statement):
                called = self._called(call, local)
                if called is None:
                    continue
                attribute = _attribute_of(statement, own) if inside != "?" else None
                yield Made(
                    method=name,
                    function=called,
                    attribute=attribute,
                    inside=inside if inside != "?" else "call",
                    keywords=tuple(keyword.arg or "**" for keyword in call.keywords),
                    span=self._method.places.of(call),
                    conditional=conditional,
                    applied=applied,
                )

    def _called(self, call: ast.Call, local: frozenset[str]) -> str | None:
        parts = dotted(call.func)
        if parts is None or parts[0] in local:
            return None
        value = self._method.global_value(parts)
        return value.name if isinstance(value, Reference) else None

    def _sums(self, name: str, function: FunctionNode) -> Iterator[TupleSum]:
        text, stretch = self._method.module.source.text, self._method.places.stretch(function)
        if text.find("+", *stretch) < 0 or not _SUM.search(text, *stretch):
            return
        own, rebound = _self_of(function), names_bound_in(function)
        free = frozenset(_arguments(function)) - rebound
        for node in nodes_in(function, ast.BinOp):
            if not isinstance(node.op, ast.Add):
                continue
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if not isinstance(one, ast.Tuple):
                    continue
                inner = other.value if isinstance(other, ast.Subscript) and _is_slice(other) else other
                span = self._method.places.of(other)
                if isinstance(inner, ast.Name) and inner.id in free:
                    yield TupleSum(name, inner.id, False, span)
                elif isinstance(inner, ast.Attribute) and _is_own(inner, own):
                    yield TupleSum(name, inner.attr, True, span)


def _is_slice(node: ast.Subscript) -> bool:
    return isinstance(node.slice, ast.Slice)


def _is_own(node: ast.AST, own: str | None) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == own
        and bool(own)
    )


def _self_of(function: FunctionNode) -> str | None:
    order = [*function.args.posonlyargs, *function.args.args]
    return order[0].arg if order else None


def _arguments(function: FunctionNode) -> list[str]:
    return [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)][1:]


def _local_names(function: FunctionNode) -> frozenset[str]:
    arguments = {node.arg for node in walk(function.args) if isinstance(node, ast.arg)}
    return names_bound_in(function) | arguments


def _statements(body: list[ast.stmt], conditional: bool = False) -> Iterator[tuple[ast.stmt, bool]]:
    """Yield the statements that are run when the method is called, with whether they may not be."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        yield node, conditional
        certain = isinstance(node, (ast.With, ast.AsyncWith))
        for block in blocks_of(node):
            yield from _statements(block, conditional or not certain)


def _calls_with_place(statement: ast.stmt) -> Iterator[tuple[ast.Call, str, bool]]:
    """Yield the calls in the expressions of a statement, blocks and lambdas left out.

    With each comes what it stands in, ``?`` where its result is not what the statement assigns, and whether its result
    is called at once.
    """
    pending: list[tuple[ast.AST, str]] = []
    applied: set[ast.AST] = set()
    for field, value in ast.iter_fields(statement):
        if field in {"targets", "target", "body", "orelse", "finalbody", "handlers", "cases"}:
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.AST):
                pending.append((node, "" if field == "value" else "?"))
    while pending:
        node, inside = pending.pop()
        if isinstance(node, ast.Lambda):
            continue
        below = inside
        if isinstance(node, ast.Call):
            yield node, inside, node in applied
            applied.add(node.func)
            # `self.layers.append(Dense(3))` puts what it makes into the attribute.
            below = inside if _appends(node) and inside == "" else "?"
        elif type(node) in _DISPLAYS and inside != "?":
            below = _DISPLAYS[type(node)]
        elif not isinstance(node, (ast.IfExp, ast.BoolOp, ast.comprehension)) and inside != "?":
            below = "?"
        pending += [(child, below) for child in children(node)]


def _appends(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in {"append", "extend", "add", "insert"}


def _attribute_of(statement: ast.stmt, own: str | None) -> str | None:
    """Return the attribute of self that a statement assigns or appends to."""
    target: ast.AST | None = None
    match statement:
        case ast.Assign(targets=[one]) | ast.AnnAssign(target=one):
            target = one
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=one)) as call) if _appends(call):
            target = one
    if isinstance(target, ast.Subscript):
        target = target.value
    return target.attr if isinstance(target, ast.Attribute) and _is_own(target, own) else None


def _calls(function: FunctionNode) -> Iterator[MethodCallOf]:
    own = _self_of(function)
    for node in nodes_in(function, ast.Call):
        match node.func:
            case ast.Attribute(value=ast.Name(id=name), attr=attr):
                yield MethodCallOf(attr, "self" if name == own else "")
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name), attr=receiver), attr=attr):
                yield MethodCallOf(attr, receiver if name == own else "")
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=attr):
                yield MethodCallOf(attr, "super")
            case ast.Attribute(attr=attr):
                yield MethodCallOf(attr, "")
            case ast.Name(id=name):
                yield MethodCallOf("__call__", "self" if name == own else f"name {name}")
            case ast.Call() | ast.Subscript() | ast.Lambda():
                yield MethodCallOf("__call__", "")
