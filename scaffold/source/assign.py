"""Assignments and deletions -> what names, items and attributes hold afterwards."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scaffold.source import dicts
from scaffold.source.dicts import Slot
from scaffold.source.evaluate import computed, evaluate, value_of
from scaffold.source.state import Abstract, Items, Ref, SelfObject, State, content_of, plain
from scaffold.source.values import Constant, Mapping, Sequence, Unknown

if TYPE_CHECKING:
    from scaffold.source.method import Method


def bind(method: Method, target: ast.expr, value: Abstract, state: State) -> None:
    """Bind the target of a loop or comprehension."""
    match target:
        case ast.Name(id=name):
            state.names[name] = value
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            for part, held in zip(targets, _unpacked(value, len(targets), targets), strict=True):
                bind(method, part, held, state)
        case ast.Starred(value=inner):
            bind(method, inner, Unknown("*"), state)
        case _:
            state.spoil(value)


def _unpacked(value: Abstract, count: int, targets: list[ast.expr]) -> list[Abstract]:
    starred = any(isinstance(target, ast.Starred) for target in targets)
    if isinstance(value, Sequence) and len(value.items) == count and not starred:
        return list(value.items)
    return [Unknown("unpacked")] * count


def assign(
    method: Method,
    target: ast.expr,
    value: Abstract,
    node: ast.stmt,
    expression: ast.expr | None,
    state: State,
) -> None:
    match target:
        case ast.Name(id=name):
            state.names[name] = value
        case ast.Attribute(value=owner, attr=name):
            if isinstance(evaluate(method, owner, state), SelfObject):
                method.assigned(name, value, node, "assign", state)
                state.attributes[name] = plain(value, state)
            state.spoil(value)
        case ast.Subscript(value=owner, slice=index):
            _assign_item(method, owner, index, value, (node, expression), state)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            parts = _unpacked(value, len(targets), targets)
            for part, held in zip(targets, parts, strict=True):
                assign(method, part, held, node, expression, state)
        case ast.Starred(value=inner):
            assign(method, inner, Unknown("*"), node, expression, state)


def _assign_item(
    method: Method,
    owner: ast.expr,
    index: ast.expr,
    value: Abstract,
    where: tuple[ast.stmt, ast.expr | None],
    state: State,
) -> None:
    held, key = evaluate(method, owner, state), value_of(method, index, state)
    node, expression = where
    if isinstance(held, Ref):
        text = key.value if isinstance(key, Constant) and isinstance(key.value, str) else None
        method.changed(held, "assign", text, node, state)
        content = state.heap[held.number]
        if text is None:
            state.heap[held.number] = dicts.opened(content)
        else:
            span = method.places.of(node)
            value_span = method.places.of(expression) if expression is not None else span
            state.heap[held.number] = dicts.put(content, text, Slot(plain(value, state), span, value_span))
        return
    method.inner_changed(plain(held, state), node, state)
    is_dict = isinstance(held, Mapping) or (isinstance(key, Constant) and isinstance(key.value, str))
    match owner:
        case ast.Attribute(value=of, attr=attr) if is_dict and isinstance(
            evaluate(method, of, state), SelfObject
        ):
            method.assigned(attr, Unknown("changed in place"), node, "mutated", state)
    state.spoil(held)
    state.spoil(value)
    _forget(state, held)


def _forget(state: State, held: Abstract) -> None:
    """Forget what a list held that is changed in place."""
    for name, known in list(state.names.items()):
        if known == held and isinstance(held, Sequence):
            state.names[name] = Unknown("changed in place")


def augment(method: Method, node: ast.AugAssign, state: State) -> None:
    value = evaluate(method, node.value, state)
    target = node.target
    if isinstance(target, ast.Name):
        held = state.names.get(target.id)
        if isinstance(held, Ref) and isinstance(node.op, ast.BitOr):
            method.changed(held, "update", None, node, state)
            state.heap[held.number] = dicts.merge(state.heap[held.number], content_of(value, state))
            return
        if isinstance(held, Items) and isinstance(value, Items) and isinstance(node.op, ast.Add):
            state.names[target.id] = Items((*held.of, *value.of), held.kind)
            return
        if held is not None:
            if isinstance(held, Sequence):
                _forget(state, held)
            state.names[target.id] = computed(node.op, [plain(held, state), plain(value, state)])
        state.spoil(value)
        return
    state.spoil(value)
    if isinstance(target, ast.Attribute):
        if isinstance(evaluate(method, target.value, state), SelfObject):
            method.read(target.attr, target, False)
            held = state.attributes.get(target.attr, Unknown("augmented"))
            changed = computed(node.op, [held, plain(value, state)])
            method.assigned(target.attr, changed, node, "augmented", state)
            state.attributes[target.attr] = changed
    else:
        _assign_item(method, target.value, target.slice, Unknown("augmented"), (node, None), state)


def delete(method: Method, target: ast.expr, node: ast.stmt, state: State) -> None:
    match target:
        case ast.Subscript(value=owner, slice=index):
            held, key = evaluate(method, owner, state), value_of(method, index, state)
            if isinstance(held, Ref):
                text = key.value if isinstance(key, Constant) and isinstance(key.value, str) else None
                method.changed(held, "del", text, node, state)
                if text is None:
                    state.spoil(held)
                else:
                    state.heap[held.number] = dicts.take(
                        state.heap[held.number], text, method.places.of(node)
                    )
            else:
                method.inner_changed(plain(held, state), node, state)
                _forget(state, held)
        case ast.Attribute(value=owner, attr=name):
            if isinstance(evaluate(method, owner, state), SelfObject):
                method.assigned(name, Unknown("deleted"), node, "del", state)
                state.attributes.pop(name, None)
        case ast.Name(id=name):
            state.names[name] = Unknown("deleted")
        case ast.Tuple(elts=targets):
            for part in targets:
                delete(method, part, node, state)
