"""Calls -> abstract values: dicts and their methods, super, getattr, helper methods, and everything else."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scaffold.source import dicts
from scaffold.source.dicts import DictState, Slot
from scaffold.source.evaluate import (
    canonical,
    content_of,
    derive,
    elements,
    evaluate,
    item_of,
    plain,
    self_attribute,
    value_of,
)
from scaffold.source.record import Record
from scaffold.source.resolve import dotted
from scaffold.source.state import Abstract, ClassObject, Items, Ref, SelfObject, State, SuperObject
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


class Arguments(Record):
    """Evaluated arguments of a call.

    Args:
        positional: Positional ones.
        keywords: Named ones.
        spreads: What was passed with ``**``.
        starred: Whether positional arguments were passed that cannot be told (``*x``).
    """

    positional: tuple[Abstract, ...]
    keywords: tuple[tuple[str, Abstract], ...]
    spreads: tuple[Abstract, ...]
    starred: bool

    @property
    def open(self) -> bool:
        """Whether something was passed that is not named here."""
        return self.starred or bool(self.spreads)

    def spoil(self, state: State) -> None:
        """Say that something unknown got hold of the arguments; a ``**spread`` is only read."""
        for value in (*self.positional, *(value for _, value in self.keywords)):
            state.spoil(value)


def arguments(method: Method, node: ast.Call, state: State) -> Arguments:
    """Evaluate the arguments of a call."""
    positional: list[Abstract] = []
    keywords: list[tuple[str, Abstract]] = []
    spreads: list[Abstract] = []
    unknown = False
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            inner = evaluate(method, argument.value, state)
            items = elements(inner, state)
            unknown = unknown or items is None
            positional += items or ()
        else:
            positional.append(evaluate(method, argument, state))
    for keyword in node.keywords:
        value = evaluate(method, keyword.value, state)
        if keyword.arg is not None:
            keywords.append((keyword.arg, value))
        else:
            spreads.append(value)
    return Arguments(tuple(positional), tuple(keywords), tuple(spreads), unknown)


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
    if name == "hasattr" and node.args:
        for argument in node.args:
            evaluate(method, argument, state)
        return derive(method, [])
    if (
        name == "type"
        and len(node.args) == 1
        and isinstance(evaluate(method, node.args[0], state), SelfObject)
    ):
        return ClassObject()
    return None


def _named_call(method: Method, name: str | None, node: ast.Call, found: Arguments, state: State) -> Abstract:
    method.called(name, node, found, state)
    if name in _COPIERS:
        copied = _copy(method, name, node, found, state)
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


def _copy(
    method: Method, name: str | None, node: ast.Call, found: Arguments, state: State
) -> Abstract | None:
    if name in {"copy.copy", "copy.deepcopy"}:
        if len(found.positional) == 1 and isinstance(found.positional[0], Ref):
            copied = dicts.copied(state.heap[found.positional[0].number])
            return state.new(copied.but(deep=copied.deep or name == "copy.deepcopy"))
        return (
            found.positional[0]
            if len(found.positional) == 1 and not isinstance(found.positional[0], Items)
            else None
        )
    content = dicts.EMPTY
    for value in found.positional:
        content = dicts.merge(content, _pairs(method, value, node, state))
    return state.new(dicts.copied(_with_keywords(method, content, node, state, found)))


def _pairs(method: Method, value: Abstract, node: ast.Call, state: State) -> DictState:
    """Return the content that ``dict(value)`` or ``update(value)`` takes over."""
    if not isinstance(value, Sequence):
        return content_of(value, state)
    content = dicts.EMPTY
    for item in value.items:
        match item:
            case Sequence(items=(Constant(value=str() as key), held)):
                content = dicts.put(content, key, Slot(held, method.places.of(node), method.places.of(node)))
            case _:
                content = dicts.opened(content)
    return content


def _with_keywords(
    method: Method, content: DictState, node: ast.Call, state: State, found: Arguments
) -> DictState:
    """Merge the keywords and spreads of ``dict(...)`` or ``update(...)`` in their order."""
    if found.starred:
        content = dicts.merge(content, content_of(Unknown("*"), state))
    named, spread = iter(found.keywords), iter(found.spreads)
    for keyword in node.keywords:
        if keyword.arg is None:
            content = dicts.merge(content, content_of(next(spread), state))
        else:
            name, value = next(named)
            span, value_span = method.places.of(keyword), method.places.of(keyword.value)
            content = dicts.put(content, name, Slot(plain(value, state), span, value_span))
    return content


def _method_call(
    method: Method, receiver: Abstract, function: ast.Attribute, node: ast.Call, state: State
) -> Abstract:
    name = function.attr
    if isinstance(receiver, SuperObject):
        return method.super_call(name, receiver, node, state)
    if isinstance(receiver, Ref):
        return _dict_call(method, receiver, name, node, state)
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
        return derive(method, [plain(value, state) for value in found.positional])
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
        statement = ast.copy_location(ast.Expr(node), node)
        method.assigned(str(found.positional[0].value), found.positional[1], statement, "setattr", state)
        return Constant(None)
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


def _dict_call(method: Method, ref: Ref, name: str, node: ast.Call, state: State) -> Abstract:
    found = arguments(method, node, state)
    content = state.heap[ref.number]
    key = found.positional[0] if found.positional else None
    text = key.value if isinstance(key, Constant) and isinstance(key.value, str) else None
    match name:
        case "items" | "keys" | "values":
            return Items((ref,), name)
        case "copy":
            return state.new(dicts.copied(content))
        case "update" | "__ior__":
            method.changed(ref, "update", None, node, state)
            for value in found.positional:
                content = dicts.merge(content, _pairs(method, value, node, state))
            state.heap[ref.number] = _with_keywords(method, content, node, state, found)
            return Constant(None)
        case "get" | "__getitem__" if text is not None:
            default = plain(found.positional[1], state) if len(found.positional) > 1 else Constant(None)
            given = method.popped(ref, text, default, node, state)
            return given if given is not None else item_of(method, ref, Constant(text), state)
        case "pop":
            return _pop(method, ref, text, node, found, state)
        case "setdefault" if text is not None and len(found.positional) == 2:
            method.changed(ref, "setdefault", text, node, state)
            held = plain(found.positional[1], state)
            slot = Slot(held, method.places.of(node), method.places.of(node.args[1]))
            state.heap[ref.number] = dicts.put_default(content, text, slot)
            return item_of(method, ref, Constant(text), state)
        case "__setitem__" if text is not None and len(found.positional) == 2:
            method.changed(ref, "assign", text, node, state)
            slot = Slot(
                plain(found.positional[1], state), method.places.of(node), method.places.of(node.args[1])
            )
            state.heap[ref.number] = dicts.put(content, text, slot)
            return Constant(None)
        case "clear":
            method.changed(ref, "clear", None, node, state)
            state.heap[ref.number] = dicts.EMPTY.but(is_argument=content.is_argument)
            return Constant(None)
        case "get" | "__contains__" | "__len__":
            return Unknown("item of a dict")
    method.changed(ref, name if name in {"popitem", "setdefault"} else "other", None, node, state)
    found.spoil(state)
    state.spoil(ref)
    return Unknown(f"dict.{name}")


def _pop(
    method: Method, ref: Ref, key: str | None, node: ast.Call, found: Arguments, state: State
) -> Abstract:
    method.changed(ref, "pop", key, node, state)
    if key is None:
        state.spoil(ref)
        return Unknown("popped item")
    default = plain(found.positional[1], state) if len(found.positional) > 1 else None
    given = method.popped(ref, key, default, node, state)
    result = given if given is not None else item_of(method, ref, Constant(key), state)
    state.heap[ref.number] = dicts.take(state.heap[ref.number], key, method.places.of(node))
    return result
