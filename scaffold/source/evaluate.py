"""Expressions -> abstract values; what a call does is told in calls.py, what a statement does in flow.py."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scaffold.source import dicts
from scaffold.source.arguments import NO_ARGUMENTS
from scaffold.source.comprehensions import comprehension
from scaffold.source.dicts import DictState, Slot
from scaffold.source.keras_names import canonical_name
from scaffold.source.located import Answer
from scaffold.source.resolve import dotted
from scaffold.source.state import (
    Abstract,
    ClassObject,
    Items,
    Ref,
    SelfObject,
    State,
    SuperObject,
    content_of,
    derive,
    plain,
)
from scaffold.source.tree import walk
from scaffold.source.values import (
    AttributeOf,
    Call,
    Constant,
    Derived,
    ItemOf,
    Lambda,
    MethodOfSelf,
    Reference,
    SelfAttribute,
    Sequence,
    Unknown,
    Value,
    either,
)

if TYPE_CHECKING:
    from scaffold.source.method import Method


def evaluate(method: Method, node: ast.expr, state: State) -> Abstract:
    """Return what an expression is, and let the state know what evaluating it does."""
    match node:
        case ast.Constant(value=value):
            return Constant(value) if not isinstance(value, type(...)) else Derived()
        case ast.Name(id=name):
            return _name(method, name, state)
        case ast.Attribute():
            return _attribute(method, node, state)
        case ast.Call():
            return method.call(node, state)
        case ast.Dict():
            return _dict(method, node, state)
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return _sequence(method, type(node).__name__.lower(), items, state)
        case ast.IfExp():
            return _conditional(method, node, state)
        case ast.BoolOp(values=values):
            return _bool_op(method, values, state)
        case ast.BinOp():
            return _bin_op(method, node, state)
        case ast.UnaryOp():
            return _unary_op(method, node, state)
        case ast.Subscript():
            return _subscript(method, node, state)
        case ast.JoinedStr(values=values):
            return _text(method, values, state)
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            state.names[name] = evaluate(method, value, state)
            return state.names[name]
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            return comprehension(method, node, state)
        case ast.Lambda():
            captured(method, node, state)
            return Lambda()
        case ast.Compare(left=left, comparators=others):
            return derive([plain(evaluate(method, part, state), state) for part in (left, *others)])
        case ast.FormattedValue(value=value):
            return derive([plain(evaluate(method, value, state), state)])
    return _anything(method, node, state)


def dict_content(method: Method, found: Abstract, node: ast.AST, state: State) -> DictState:
    """Return the content of a dict that is merged into another by a node.

    A property of the class itself is followed, and a dict that its constructor keeps.
    """
    if isinstance(found, SelfAttribute) and method.own_methods.get(found.name) == "property":
        found = method.inline(found.name, NO_ARGUMENTS, SelfObject(), state, is_property=True) or found
    if isinstance(found, SelfAttribute) and (keys := method.kept_keys(found.name)) is not None:
        span = method.places.of(node)
        return DictState({key: Slot(ItemOf(found, Constant(key)), span, span) for key in keys})
    return content_of(found, state)


def value_of(method: Method, node: ast.expr, state: State) -> Value:
    """Return what an expression is, as a value: a dict becomes a `Mapping`."""
    return plain(evaluate(method, node, state), state)


def _anything(method: Method, node: ast.expr, state: State) -> Value:
    """Evaluate the parts of an expression that is not modelled, for what they do."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            state.spoil(evaluate(method, child, state))
    return Unknown(type(node).__name__)


def _name(method: Method, name: str, state: State) -> Abstract:
    if name in state.names:
        return state.names[name]
    return method.global_value([name])


def _attribute(method: Method, node: ast.Attribute, state: State) -> Abstract:
    parts = dotted(node)
    if parts is not None and parts[0] not in state.names:
        return method.global_value(parts)
    receiver = evaluate(method, node.value, state)
    match receiver:
        case SelfObject():
            return self_attribute(method, node.attr, node, state)
        case ClassObject():
            return Unknown("attribute of the class")
        case Reference(name=name):
            return Reference(canonical(f"{name}.{node.attr}"))
        case Ref() | Items() | SuperObject():
            state.spoil(receiver)
            return Unknown("method of a dict")
        case Unknown():
            return receiver
    return AttributeOf(receiver, node.attr)


def canonical(name: str) -> str:
    """Return the canonical name of a thing of Keras, any other name as it is."""
    return canonical_name(name) or name


def self_attribute(
    method: Method, name: str, node: ast.expr, state: State, *, guarded: bool = False
) -> Abstract:
    """Return what reading an attribute of self gives, and record the read."""
    if name == "__class__":
        return ClassObject()
    method.read(name, node, guarded)
    if name in method.own_methods:
        return MethodOfSelf(name) if method.own_methods[name] == "method" else SelfAttribute(name)
    if name not in state.attributes and (literal := method.class_names(name)) is not None:
        method.helpers.add(name)  # a child that overrides it changes what is made of it
        return literal
    return state.attributes.get(name, SelfAttribute(name))


def _dict(method: Method, node: ast.Dict, state: State) -> Ref:
    content = dicts.EMPTY
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            content = dicts.merge(content, dict_content(method, evaluate(method, value, state), value, state))
            continue
        name, held = value_of(method, key, state), value_of(method, value, state)
        if isinstance(name, Constant) and isinstance(name.value, str):
            slot = Slot(held, method.places.between(key, value), method.places.of(value))
            content = dicts.put(content, name.value, slot)
        elif isinstance(name, (Constant, Sequence)):
            kind = type(name.value).__name__ if isinstance(name, Constant) else name.kind
            content = content.but(open=True, keyed_by=kind)
        else:
            content = dicts.opened(content)
    return state.new(content)


def _sequence(method: Method, kind: str, items: list[ast.expr], state: State) -> Abstract:
    values: list[Value] = []
    views: list[Items] = []
    unknown = False
    for item in items:
        if isinstance(item, ast.Starred):
            inner = evaluate(method, item.value, state)
            if isinstance(inner, Sequence):
                values += inner.items
            else:
                unknown = True
                views += [inner] if isinstance(inner, Items) else []
            continue
        values.append(value_of(method, item, state))
    if views and len(views) == len(items) and all(view.kind == views[0].kind for view in views):
        return Items(tuple(ref for view in views for ref in view.of), views[0].kind)
    return (
        derive(values) if unknown and not values else Unknown("*") if unknown else Sequence(kind, (*values,))
    )


def _conditional(method: Method, node: ast.IfExp, state: State) -> Abstract:
    evaluate(method, node.test, state)
    with method.maybe():
        body, orelse = evaluate(method, node.body, state), evaluate(method, node.orelse, state)
    if isinstance(body, Ref) and isinstance(orelse, Ref):
        return state.new(dicts.join(state.heap[body.number], state.heap[orelse.number]))
    return either((plain(body, state), plain(orelse, state)))


def _bool_op(method: Method, values: list[ast.expr], state: State) -> Abstract:
    first = evaluate(method, values[0], state)
    with method.maybe():
        rest = [evaluate(method, value, state) for value in values[1:]]
    for part in (first, *rest):
        state.spoil(part)
    return either(tuple(plain(part, state) for part in (first, *rest)))


def _bin_op(method: Method, node: ast.BinOp, state: State) -> Abstract:
    left, right = evaluate(method, node.left, state), evaluate(method, node.right, state)
    if isinstance(node.op, ast.BitOr) and (isinstance(left, Ref) or isinstance(right, Ref)):
        below, above = (dict_content(method, part, node, state) for part in (left, right))
        return state.new(dicts.copied(dicts.merge(below, above)))
    if isinstance(node.op, ast.Add):
        if isinstance(left, Items) and isinstance(right, Items) and left.kind == right.kind:
            return Items((*left.of, *right.of), left.kind)
        if isinstance(left, Sequence) and isinstance(right, Sequence) and left.kind == right.kind:
            return Sequence(left.kind, left.items + right.items)
        if isinstance(left, Constant) and isinstance(right, Constant):
            return _joined_text(left, right)
    state.spoil(left)
    state.spoil(right)
    if isinstance(node.op, ast.Mod) and isinstance(left, Constant) and isinstance(left.value, str):
        return Call("format", (plain(right, state),))
    return computed(node.op, [plain(left, state), plain(right, state)])


# Done twice, these give another result than done once, and what leaves a value as it is.
_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Pow: "**"}
_NEUTRAL = {"+": 0, "-": 0, "*": 1, "/": 1, "//": 1, "**": 1}


def computed(operator: ast.operator, parts: list[Value]) -> Value:
    """Return what arithmetic makes of its operands."""
    return _changed_by(derive(parts), _OPERATORS.get(type(operator), ""), parts)


def _changed_by(value: Value, operator: str, parts: list[Value]) -> Value:
    """Say what arithmetic made a value, unless it is one that changes nothing (``x * 1.0``)."""
    neutral = _NEUTRAL.get(operator)
    if not isinstance(value, Derived) or not operator:
        return value
    # `1 / x` is another number than `x / 1`: only of sums and products the first operand may be left out.
    operands = parts if operator in ("+", "*") else parts[1:]
    if any(isinstance(part, Constant) and part.value == neutral for part in operands):
        return value
    if any(isinstance(part, Derived) for part in parts):
        return value  # one step may undo the other: `units // 2 * 2`
    return value.but(operator=operator)


def _joined_text(left: Constant, right: Constant) -> Value:
    if isinstance(left.value, str) and isinstance(right.value, str):
        return Constant(left.value + right.value)
    return Derived()


def _unary_op(method: Method, node: ast.UnaryOp, state: State) -> Value:
    operand = value_of(method, node.operand, state)
    if isinstance(operand, Constant) and isinstance(operand.value, (int, float)):
        if isinstance(node.op, ast.USub):
            return Constant(-operand.value)
        if isinstance(node.op, ast.Not):
            return Constant(not operand.value)
    negative = "-" if isinstance(node.op, ast.USub) else ""
    return _changed_by(derive([operand]), negative, [])


def _subscript(method: Method, node: ast.Subscript, state: State) -> Value:
    receiver = evaluate(method, node.value, state)
    if isinstance(node.slice, ast.Slice):
        for part in (node.slice.lower, node.slice.upper, node.slice.step):
            if part is not None:
                evaluate(method, part, state)
        return derive([plain(receiver, state)])
    key = value_of(method, node.slice, state)
    if isinstance(receiver, Ref):
        return item_of(method, receiver, key, state)
    held = plain(receiver, state)
    if isinstance(held, Sequence) and isinstance(key, Constant) and isinstance(key.value, int):
        return held.items[key.value] if -len(held.items) <= key.value < len(held.items) else Unknown("index")
    if isinstance(held, Unknown) or isinstance(key, Unknown):
        return Unknown("item")
    return ItemOf(held, key)


def item_of(method: Method, ref: Ref, key: Value, state: State) -> Value:
    """Return what one key of a followed dict holds."""
    content = state.heap[ref.number]
    if not (isinstance(key, Constant) and isinstance(key.value, str)):
        return Unknown("item of a dict")
    method.read_key(ref, key.value, state)
    slot = content.slots.get(key.value)
    if slot is not None:
        return Unknown("may be replaced") if slot.conditional or slot.parent_wins else slot.value
    if content.base is Answer.YES and not content.base_partly and not content.open:
        return method.base_item(key.value, deep=content.deep)
    return Unknown("item of a dict")


def _text(method: Method, parts: list[ast.expr], state: State) -> Value:
    values = []
    value: Value = Constant("")
    for part in parts:
        simple = isinstance(part, ast.FormattedValue) and part.conversion == -1 and part.format_spec is None
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        value = value_of(method, inner, state)
        known = isinstance(value, Constant) and isinstance(value.value, (str, int))
        values.append(value if known and (simple or isinstance(part, ast.Constant)) else derive([value]))
    if all(isinstance(value, Constant) for value in values):
        return Constant("".join(str(value.value) for value in values if isinstance(value, Constant)))
    if len(parts) == 1:
        return Call("format", (value,))
    adds = any(isinstance(value, Constant) and value.value != "" for value in values)
    return _changed_by(derive(values), "text" if adds else "", [])


def captured(method: Method, node: ast.AST, state: State) -> None:
    """Say that a function that may run at any time knows the names it uses, and record what it reads of self."""
    for inner in walk(node):
        if isinstance(inner, ast.Name) and inner.id in state.names:
            state.spoil(state.names[inner.id])
        elif (
            isinstance(inner, ast.Attribute)
            and isinstance(inner.ctx, ast.Load)
            and isinstance(inner.value, ast.Name)
            and isinstance(state.names.get(inner.value.id), SelfObject)
        ):
            method.read(inner.attr, inner, True)
