"""Methods of dicts, and functions that copy them -> states of the dicts that are followed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scaffold.source import dicts
from scaffold.source.arguments import Arguments, arguments
from scaffold.source.dicts import DictState, Slot
from scaffold.source.evaluate import dict_content, item_of
from scaffold.source.state import Abstract, Items, Ref, State, content_of, plain
from scaffold.source.values import Constant, Sequence, Unknown

if TYPE_CHECKING:
    from scaffold.source.method import Method


def copy_of(
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
        return dict_content(method, value, node, state)
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
            content = dicts.merge(content, dict_content(method, next(spread), keyword.value, state))
        else:
            name, value = next(named)
            span, value_span = method.places.of(keyword), method.places.of(keyword.value)
            content = dicts.put(content, name, Slot(plain(value, state), span, value_span))
    return content


def dict_call(method: Method, ref: Ref, name: str, node: ast.Call, state: State) -> Abstract:
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
