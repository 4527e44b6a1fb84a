"""Methods and class bodies -> what sets which attribute of self, and what is done with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from scaffold.source.method import FunctionNode, Method
from scaffold.source.method_facts import Assignment
from scaffold.source.parse import ClassNode, blocks_of
from scaffold.source.resolve import dotted
from scaffold.source.state import Abstract, ClassObject, SelfObject, State, plain
from scaffold.source.tree import names_bound_in, nodes_in, walk
from scaffold.source.values import Unknown, Value

# Names that set attributes without an assignment.
_HIDDEN = ("setattr", "__dict__", "vars(", "__getattr")
_DEFINES_ALL = frozenset({"__getattr__", "__getattribute__", "__setattr__"})
_ONLY_LOOK = frozenset({
    "super", "isinstance", "hasattr", "getattr", "type", "id", "str", "repr", "print", "len", "iter", "hash", "bool",
    "callable", "issubclass", "format", "next", "dir",
})  # fmt: skip


def body_functions(node: ast.ClassDef) -> Iterator[tuple[FunctionNode, bool]]:
    """Yield the functions of a class body, and whether they stand under a condition."""
    pending: list[tuple[list[ast.stmt], bool]] = [(node.body, False)]
    while pending:
        body, conditional = pending.pop()
        for statement in body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield statement, conditional
            else:
                pending += [(block, True) for block in blocks_of(statement)]


def class_level(method: Method) -> Iterator[tuple[str, Assignment]]:
    """Yield the attributes that the class body sets."""
    pending = [(method.owner.node.body, False)]
    state = State()
    while pending:
        body, conditional = pending.pop()
        for node in body:
            match node:
                case ast.Assign(targets=targets, value=value):
                    held = plain(method.evaluate(value, state), state)
                    for target in targets:
                        single = isinstance(target, ast.Name)
                        for name in _names(target):
                            yield (
                                name,
                                _assignment(method, "", held if single else Unknown(""), node, conditional),
                            )
                case ast.AnnAssign(target=ast.Name(id=name), value=None):
                    yield (
                        name,
                        Assignment(
                            "", Unknown("no value"), method.places.of(node), "annotation", conditional
                        ),
                    )
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    yield (
                        name,
                        _assignment(
                            method, "", plain(method.evaluate(value, state), state), node, conditional
                        ),
                    )
                case ast.ClassDef(name=name):
                    yield name, _assignment(method, "", Unknown("class"), node, conditional)
            pending += [(block, True) for block in blocks_of(node)]


def _names(target: ast.expr) -> list[str]:
    if isinstance(target, ast.Name):
        return [target.id]
    return [name for part in getattr(target, "elts", ()) for name in _names(part)]


def _assignment(method: Method, name: str, value: Value, node: ast.stmt, conditional: bool) -> Assignment:
    return Assignment(name, value, method.places.of(node), "assign", conditional)


def method_level(method: Method, function: FunctionNode, kind: str) -> Iterator[tuple[str, Assignment]]:
    """Yield the attributes that a method sets, with values in terms of self where they are that simple."""
    order = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    receivers = {order[0]} if order and kind != "staticmethod" else set()
    found = [
        (owner, target, node, value, how, conditional)
        for node, conditional in _statements(function)
        if node.__class__ in _BINDS
        for target, value, how in _targets(node)
        if isinstance(target, ast.Attribute) and isinstance(owner := target.value, ast.Name)
    ]
    if not found:
        return
    state = State()
    state.names = _locals(function, order, kind)
    for owner, target, node, value, how, conditional in found:
        if owner.id in receivers or kind in {"classmethod", "staticmethod"}:
            # In a classmethod a local name may be a new object of the class: `layer = cls(...); layer.x = ...`.
            simple = value is not None and how == "assign" and owner.id in receivers and kind != "classmethod"
            held = (
                plain(method.evaluate(value, state), state) if simple and value is not None else Unknown(how)
            )
            yield target.attr, Assignment(function.name, held, method.places.of(node), how, conditional)


def _locals(function: FunctionNode, order: list[str], kind: str) -> dict[str, Abstract]:
    names: dict[str, Abstract] = dict.fromkeys(names_bound_in(function), Unknown("local"))
    arguments = [*walk(function.args), *nodes_in(function, ast.arg)]
    names |= {node.arg: Unknown("argument") for node in arguments if isinstance(node, ast.arg)}
    if order and kind != "staticmethod":
        names[order[0]] = ClassObject() if kind == "classmethod" else SelfObject()
    return names


def _statements(function: FunctionNode) -> Iterator[tuple[ast.stmt, bool]]:
    """Yield the statements of a function, functions inside it included, and whether they may not be run."""
    pending: list[tuple[list[ast.stmt], bool]] = [(function.body, False)]
    while pending:
        body, conditional = pending.pop()
        for node in body:
            yield node, conditional
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                pending.append((node.body, True))
            else:
                certain = isinstance(node, (ast.With, ast.AsyncWith))
                pending += [(block, conditional or not certain) for block in blocks_of(node)]


# Statements that bind targets.
_BINDS = frozenset({
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Delete, ast.For, ast.AsyncFor, ast.With, ast.AsyncWith,
})  # fmt: skip


def _targets(node: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr | None, str]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, (ast.Tuple, ast.List)):
                    yield from ((part, None, "assign") for part in _flat(target))
                else:
                    yield target, value, "assign"
        case ast.AnnAssign(target=target, value=value) if value is not None:
            yield target, value, "assign"
        case ast.AugAssign(target=target):
            yield target, None, "augmented"
        case ast.Delete(targets=targets):
            yield from ((target, None, "del") for target in targets)
        case ast.For(target=target) | ast.AsyncFor(target=target):
            yield from ((part, None, "loop") for part in _flat(target))
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for item in items:
                if item.optional_vars is not None:
                    yield from ((part, None, "loop") for part in _flat(item.optional_vars))


def _flat(target: ast.expr) -> list[ast.expr]:
    if isinstance(target, (ast.Tuple, ast.List)):
        return [inner for part in target.elts for inner in _flat(part)]
    return [target.value] if isinstance(target, ast.Starred) else [target]


def hidden_setters(method: Method) -> tuple[list[tuple[str, Assignment]], bool]:
    """Return attributes set by ``setattr`` with a literal name, and whether others may be set unseen."""
    node, places = method.owner.node, method.places
    if not _may_hide(method, node):
        return [], False
    found: list[tuple[str, Assignment]] = []
    unknown = False
    for function, _ in body_functions(node):
        unknown = unknown or function.name in _DEFINES_ALL
        arguments = [*function.args.posonlyargs, *function.args.args]
        if not arguments:
            continue
        own = arguments[0].arg
        for call in nodes_in(function, ast.Call):
            name = _set_by_name(call, own)
            if name is not None:
                held = Assignment(function.name, Unknown("setattr"), places.of(call), "setattr", True)
                found.append((name, held))
            elif not unknown and _hands_over(call, own):
                unknown = True
        unknown = unknown or any(
            inner.attr == "__dict__" and _is(inner.value, own) for inner in nodes_in(function, ast.Attribute)
        )
    return found, unknown


def _may_hide(method: Method, node: ast.ClassDef) -> bool:
    """Tell from the text of a class whether its tree must be searched: ``self`` stands alone too often."""
    text, span = method.module.source.text, method.places.of(node)
    if any(text.find(name, span.start, span.end) >= 0 for name in _HIDDEN):
        return True
    alone = sum(
        text.count(end, span.start, span.end) for end in ("self,", "self)", "self\n", "self\r", "self ")
    )
    return alone > len(method.own_functions) or any(
        function.args.args and function.args.args[0].arg not in {"self", "cls"}
        for function in method.own_functions.values()
    )


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _set_by_name(call: ast.Call, own: str) -> str | None:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name not in ("setattr", "__setattr__") or dotted(function) is None:
        return None
    arguments = call.args[1:] if call.args and _is(call.args[0], own) else call.args
    if len(arguments) == 2 and isinstance(arguments[0], ast.Constant) and isinstance(arguments[0].value, str):
        return arguments[0].value
    return None


def _hands_over(call: ast.Call, own: str) -> bool:
    """Tell whether a call gives the object to something that may set its attributes."""
    handed = False
    for argument in call.args:
        handed = handed or _is(argument, own)
    for keyword in call.keywords:
        handed = handed or _is(keyword.value, own)
    parts = dotted(call.func)
    if parts is not None and parts[-1] in {"setattr", "__setattr__"}:
        return handed or parts[0] in {own, "super", "object"}
    if isinstance(call.func, ast.Attribute) and call.func.attr == "__setattr__":
        return True
    if not handed:
        return False
    if parts is None:
        return not (isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call))
    # `Parent.build(self, ...)` calls a method of an ancestor, which is looked at where it stands.
    of_class = len(parts) > 1 and parts[-2][:1].isupper()
    return parts[-1] not in _ONLY_LOOK and not of_class


class Uses(Mapping[str, frozenset[str]]):
    """What the methods of a class do with attributes of self; looked up when it is first asked for.

    Args:
        node: The class.
    """

    def __init__(self, node: ClassNode) -> None:
        self._node = node
        self._found: dict[str, frozenset[str]] | None = None

    def _all(self) -> dict[str, frozenset[str]]:
        if self._found is None:
            uses: dict[str, set[str]] = {}
            for function, _ in body_functions(self._node.node):
                arguments = [*function.args.posonlyargs, *function.args.args]
                if arguments:
                    for attribute, use in _uses(function, arguments[0].arg):
                        uses.setdefault(attribute, set()).add(use)
            self._found = {attribute: frozenset(names) for attribute, names in uses.items()}
        return self._found

    def __getitem__(self, key: str) -> frozenset[str]:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _uses(function: FunctionNode, own: str) -> Iterator[tuple[str, str]]:
    for node in nodes_in(function, ast.Attribute):
        if (attribute := _own_attribute(node.value, own)) is not None:
            yield attribute, node.attr
    for call in nodes_in(function, ast.Call):
        if (attribute := _own_attribute(call.func, own)) is not None:
            yield attribute, "__call__"
    for item in nodes_in(function, ast.Subscript):
        if (attribute := _own_attribute(item.value, own)) is not None:
            yield attribute, "__getitem__"
    iterated = [loop.iter for loop in nodes_in(function, ast.For)]
    iterated += [part.iter for part in nodes_in(function, ast.comprehension)]
    for iterable in iterated:
        if (attribute := _own_attribute(iterable, own)) is not None:
            yield attribute, "__iter__"


def _own_attribute(node: ast.expr, own: str) -> str | None:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == own:
        return node.attr
    return None
