"""Comprehensions -> abstract values: unrolled where the items are known, described where they are not."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scaffold.source import dicts
from scaffold.source.dicts import DictState, Slot
from scaffold.source.located import Answer
from scaffold.source.state import Abstract, Items, Ref, State, content_of, elements, plain
from scaffold.source.values import Comprehension, Constant, ElementOf, Sequence, Value

if TYPE_CHECKING:
    from scaffold.source.method import Method


def comprehension(
    method: Method, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, state: State
) -> Abstract:
    first = node.generators[0]
    iterable = method.evaluate(first.iter, state)
    scope = state.copy()
    filtered = bool(first.ifs)
    if len(node.generators) == 1 and not filtered and (unrolled := elements(iterable, state)) is not None:
        return _unrolled(method, node, unrolled, scope, state)
    copied = _copied_dict(node, iterable, state)
    if copied is not None:
        return copied
    method.bind(first.target, ElementOf(plain(iterable, state)), scope)
    with method.maybe():
        for test in first.ifs:
            method.evaluate(test, scope)
        for generator in node.generators[1:]:
            inner = plain(method.evaluate(generator.iter, scope), scope)
            method.bind(generator.target, ElementOf(inner), scope)
            for test in generator.ifs:
                method.evaluate(test, scope)
        element = method.value(node.value if isinstance(node, ast.DictComp) else node.elt, scope)
        if isinstance(node, ast.DictComp):
            method.evaluate(node.key, scope)
            state.heap.update(scope.heap)
            return state.new(DictState({}, base=Answer.UNKNOWN, open=True))
    state.heap.update(scope.heap)
    kind = {ast.ListComp: "list", ast.SetComp: "set"}.get(type(node), "generator")
    return Comprehension(kind, element, plain(iterable, state))


def _unrolled(
    method: Method,
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
    items: tuple[Value, ...],
    scope: State,
    state: State,
) -> Abstract:
    content, values = dicts.EMPTY, []
    for item in items:
        method.bind(node.generators[0].target, item, scope)
        if isinstance(node, ast.DictComp):
            key, value = method.value(node.key, scope), method.value(node.value, scope)
            if isinstance(key, Constant) and isinstance(key.value, str):
                slot = Slot(value, method.places.of(node), method.places.of(node.value))
                content = dicts.put(content, key.value, slot)
            else:
                content = dicts.opened(content)
        else:
            values.append(method.value(node.elt, scope))
    state.heap.update(scope.heap)
    if isinstance(node, ast.DictComp):
        return state.new(content)
    return Sequence("set" if isinstance(node, ast.SetComp) else "list", tuple(values))


def _copied_dict(node: ast.expr, iterable: Abstract, state: State) -> Ref | None:
    """Recognise ``{k: v for k, v in d.items()}``, perhaps filtered: no keys but those of d."""
    if not (isinstance(node, ast.DictComp) and isinstance(iterable, Items) and iterable.kind == "items"):
        return None
    target = node.generators[0].target
    if len(node.generators) != 1 or not isinstance(target, ast.Tuple) or len(target.elts) != 2:
        return None
    if ast.dump(target.elts[0]).replace("Store", "Load") != ast.dump(node.key):
        return None
    content = content_of(iterable, state)
    if ast.dump(target.elts[1]).replace("Store", "Load") != ast.dump(node.value):
        content = dicts.opened(content)
    return state.new(dicts.spoilt(content) if node.generators[0].ifs else dicts.copied(content))
