"""Calls -> abstract values: dicts and their methods, super, getattr, helper methods, and everything else."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scaffold.source.arguments import Arguments, arguments
from scaffold.source.dict_calls import copy_of, dict_call
from scaffold.source.evaluate import canonical, evaluate, self_attribute, value_of
from scaffold.source.resolve import dotted
from scaffold.source.state import (
    Abstract,
    ClassObject,
    Items,
    Ref,
    SelfObject,
    State,
    SuperObject,
    derive,
    elements,
    plain,
)
from scaffold.source.values import (
    Call,
    Constant,
    ItemOf,
    MethodCall,
    Reference,
    SelfAttribute,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from scaffold.source.method import Method

# Functions that look at a dict without changing or keeping it.
_READERS = frozenset({
    "print", "len", "repr", "str", "isinstance", "bool", "any", "all", "type", "id", "sorted", "min", "max", "hash",
    "json.dumps", "pprint.pprint", "pprint.pformat", "callable", "issubclass", "format", "sum", "enumerate", "zip",
    "list", "tuple", "set", "frozenset", "iter", "map", "filter", "logging.debug", "logging.info", "logging.warning",
    "warnings.warn", "int", "float", "super", "ValueError", "TypeError", "KeyError", "RuntimeError",
})  # fmt: skip
_COPIERS = frozenset({"dict", "copy.copy", "copy.deepcopy", "collections.OrderedDict", "builtins.dict"})
_CHANGES_LIST = frozenset({
    "append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "add", "discard", "update", "popitem",
    "setdefault",
})  # fmt: skip


def call(method: Method, node: ast.Call, state: State) -> Abstract:
    """Return what a call gives, and let the state know what it does."""
    function = node.func
    parts = dotted(function)
    if parts is not None and parts[0] not in state.names:
        return _global_call(method, parts, node, state)
    if isinstance(function, ast.Attribute):
        receiver = evaluate(method, function.value, state)
        return _method_call(method, receiver, function, node, state)
    what = evaluate(method, function, state)
    found = arguments(method, node, state)
    if isinstance(what, ClassObject):
        constructed = method.constructing(what, node, found, state)
        if constructed is not None:
            return constructed
    if isinstance(what, Reference):
        return _named_call(method, what.name, node, found, state)
    found.spoil(state)
    method.called(None, node, found, state)
    return Unknown("call of a value")


def _global_call(method: Method, parts: list[str], node: ast.Call, state: State) -> Abstract:
    if parts == ["super"]:
        return _super_object(method, node, state)
    value = method.global_value(parts)
    name = value.name if isinstance(value, Reference) else None
    first = node.args[0] if node.args else None
    is_of_self = isinstance(first, ast.Name) and isinstance(state.names.get(first.id), SelfObject)
    if parts[-1] in {"__init__", "get_config"} and len(parts) > 1 and is_of_self:
        owner = method.global_value(parts[:-1])
        target = owner.name if isinstance(owner, Reference) else "?"
        bare = ast.Call(node.func, node.args[1:], node.keywords)
        return method.super_call(parts[-1], SuperObject(target, False), ast.copy_location(bare, node), state)
    special = _special_call(method, name, node, state)
    if special is not None:
        return special
    return _named_call(method, name, node, arguments(method, node, state), state)


def _super_object(method: Method, node: ast.Call, state: State) -> Abstract:
    if not node.args:
        return SuperObject(None, True)
    first = node.args[0]
    if isinstance(first, ast.Name) and first.id in {method.owner.name, "__class__"}:
        return SuperObject(None, True)
    held = evaluate(method, first, state)
    if isinstance(held, ClassObject):
        # super(type(self), self) is the next in line of the class itself, and a fault in any child.
        return SuperObject(None, True)
    if isinstance(held, Reference):
        own = held.name == method.owner.qualified_name
        return SuperObject(None if own else held.name, True)
    return SuperObject("?", True)


def _special_call(method: Method, name: str | None, node: ast.Call, state: State) -> Abstract | None:
    """Handle functions that look at names rather than values."""
    if name == "getattr" and len(node.args) in (2, 3) and not node.keywords:
        receiver, attribute = evaluate(method, node.args[0], state), value_of(method, node.args[1], state)
        default = value_of(method, node.args[2], state) if len(node.args) == 3 else None
        if isinstance(receiver, SelfObject):
            if isinstance(attribute, Constant) and isinstance(attribute.value, str):
                return self_attribute(method, attribute.value, node, state, guarded=default is not None)
            return Unknown("getattr of a computed name")
        state.spoil(receiver)
        return Unknown("getattr")
    if (
        name == "setattr"
        and len(node.args) == 3
        and isinstance(evaluate(method, node.args[0], state), SelfObject)
    ):
        attribute, held = value_of(method, node.args[1], state), evaluate(method, node.args[2], state)
        return _set_by_name(method, attribute, held, node, state)
    if name == "hasattr" and node.args:
        for argument in node.args:
            evaluate(method, argument, state)
        return derive([])
    if (
        name == "type"
        and len(node.args) == 1
        and isinstance(evaluate(method, node.args[0], state), SelfObject)
    ):
        return ClassObject()
    return None


def _set_by_name(method: Method, name: Value, held: Abstract, node: ast.Call, state: State) -> Abstract:
    """Note that an attribute of self is set whose name is a value; a computed one may be any."""
    if isinstance(name, Constant):
        statement = ast.copy_location(ast.Expr(node), node)
        method.assigned(str(name.value), held, statement, "setattr", state)
        state.attributes[str(name.value)] = plain(held, state)
    else:
        state.attributes = {}
    state.spoil(held)
    return Constant(None)


def _named_call(method: Method, name: str | None, node: ast.Call, found: Arguments, state: State) -> Abstract:
    method.called(name, node, found, state)
    if name in _COPIERS:
        copied = copy_of(method, name, node, found, state)
        if copied is not None:
            return copied
    if name in {"list", "tuple", "sorted", "iter"} and len(found.positional) == 1 and not found.keywords:
        inner = found.positional[0]
        if isinstance(inner, Items):
            return inner
        if isinstance(inner, Ref):
            return Items((inner,), "keys")
        if isinstance(inner, Sequence) and name != "iter":
            return inner.but(kind=name if name != "sorted" else "list")
    if name == "itertools.chain" and all(isinstance(part, Items) for part in found.positional):
        return Items(
            tuple(ref for part in found.positional if isinstance(part, Items) for ref in part.of), "items"
        )
    if name == "typing.cast" and len(found.positional) == 2 and not found.keywords:
        return found.positional[1]
    if name == "zip":
        zipped = _zip(found, state)
        if zipped is not None:
            return zipped
    pure = name is not None and (name in _READERS or name.startswith("keras."))
    if not pure:
        found.spoil(state)
        state.last_call_unknown = True
    constructed = method.constructing(Reference(name or "?"), node, found, state)
    if constructed is not None:
        return constructed
    return Call(
        name,
        tuple(plain(value, state) for value in found.positional),
        tuple((key, plain(value, state)) for key, value in found.keywords),
        found.open,
    )


def _zip(found: Arguments, state: State) -> Value | None:
    columns = [elements(value, state) for value in found.positional]
    if not columns or any(column is None for column in columns):
        return None
    rows = zip(*(column for column in columns if column is not None), strict=False)
    return Sequence("list", tuple(Sequence("tuple", tuple(row)) for row in rows))


def _method_call(
    method: Method, receiver: Abstract, function: ast.Attribute, node: ast.Call, state: State
) -> Abstract:
    name = function.attr
    if isinstance(receiver, SuperObject):
        return method.super_call(name, receiver, node, state)
    if isinstance(receiver, Ref):
        return dict_call(method, receiver, name, node, state)
    found = arguments(method, node, state)
    if isinstance(receiver, (SelfObject, ClassObject)):
        return _own_call(method, receiver, function, node, found, state)
    if isinstance(receiver, Reference):
        return _named_call(method, canonical(f"{receiver.name}.{name}"), node, found, state)
    if isinstance(receiver, Items):
        state.spoil(receiver)
        found.spoil(state)
        return Unknown("method of a view")
    found.spoil(state)
    method.called(None, node, found, state)
    if name in _CHANGES_LIST:
        method.inner_changed(plain(receiver, state), node, state)
        _list_changed(method, receiver, function.value, node, state)
    if isinstance(receiver, Unknown):
        state.last_call_unknown = True
        return Unknown("method of something unknown")
    if isinstance(receiver, Constant) and isinstance(receiver.value, str):
        if name == "format" and len(found.positional) == 1 and not found.keywords:
            return Call("format", (plain(found.positional[0], state),))
        return derive([plain(value, state) for value in found.positional])
    if name == "get" and isinstance(receiver, ItemOf):
        return Unknown("item of an item")
    state.last_call_unknown = True
    return MethodCall(
        receiver,
        name,
        tuple(plain(value, state) for value in found.positional),
        tuple((key, plain(value, state)) for key, value in found.keywords),
    )


def _list_changed(method: Method, receiver: Abstract, where: ast.expr, node: ast.Call, state: State) -> None:
    """Forget what a list held that is changed in place."""
    for known, value in list(state.names.items()):
        if value == receiver and isinstance(value, Sequence):
            state.names[known] = Unknown("changed in place")
    for known, held in list(state.attributes.items()):
        if held == receiver and isinstance(held, Sequence):
            state.attributes[known] = Unknown("changed in place")
    parts = dotted(where)
    if parts is not None and len(parts) == 2 and isinstance(state.names.get(parts[0]), SelfObject):
        statement = ast.copy_location(ast.Expr(node), node)
        method.assigned(parts[1], Unknown("changed in place"), statement, "mutated", state)


def _own_call(
    method: Method,
    receiver: Abstract,
    function: ast.Attribute,
    node: ast.Call,
    found: Arguments,
    state: State,
) -> Abstract:
    name = function.attr
    if isinstance(receiver, SelfObject):
        method.read(name, function, False)
    inlined = method.inline(name, found, receiver, state)
    if inlined is not None:
        return inlined
    if name == "__setattr__" and len(found.positional) == 2 and isinstance(found.positional[0], Constant):
        return _set_by_name(method, found.positional[0], found.positional[1], node, state)
    method.called(None, node, found, state)
    found.spoil(state)
    state.attributes = {}
    state.last_call_unknown = True
    if name in {"get_config", "__init__"}:
        return Unknown(f"self.{name}()")
    if isinstance(receiver, ClassObject):
        return Unknown("method of the class")
    return MethodCall(
        SelfAttribute(name),
        "__call__",
        tuple(plain(value, state) for value in found.positional),
        tuple((key, plain(value, state)) for key, value in found.keywords),
    )
