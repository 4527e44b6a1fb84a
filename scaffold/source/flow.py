"""Statements -> states: every path through a method, joined where paths meet."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING

from scaffold.source.assign import assign, augment, bind, delete
from scaffold.source.evaluate import captured, evaluate, value_of
from scaffold.source.parse import Imported
from scaffold.source.state import Abstract, SelfObject, State, elements, join, plain
from scaffold.source.tree import names_bound, walk
from scaffold.source.values import Constant, ElementOf, Lambda, Reference, Unknown, Value

if TYPE_CHECKING:
    from scaffold.source.method import Method


def block(method: Method, body: list[ast.stmt], state: State | None) -> State | None:
    """Interpret statements; None where no path comes to their end."""
    for statement in body:
        if state is None:
            return None
        state.last_call_unknown = False
        state = run(method, statement, state)
    return state


def run(method: Method, node: ast.stmt, state: State) -> State | None:
    """Interpret one statement."""
    match node:
        case ast.Expr(value=value):
            _expression(method, value, state)
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if _pairwise(
            targets, values
        ):
            held_by_each = [evaluate(method, value, state) for value in values]
            for target, value, held in zip(targets, values, held_by_each, strict=True):
                assign(method, target, held, node, value, state)
        case ast.Assign(targets=targets, value=value):
            held = evaluate(method, value, state)
            for target in targets:
                assign(method, target, held, node, value, state)
        case ast.AnnAssign(target=target, value=value):
            if value is not None:
                assign(method, target, evaluate(method, value, state), node, value, state)
        case ast.AugAssign():
            augment(method, node, state)
        case ast.Return():
            _return(method, node, state)
            return None
        case ast.Raise():
            for part in (node.exc, node.cause):
                if part is not None:
                    with method.maybe():
                        evaluate(method, part, state)
            return None
        case ast.If():
            return _if(method, node, state)
        case ast.For() | ast.AsyncFor():
            return _loop(method, node, state)
        case ast.While():
            return _while(method, node, state)
        case ast.Break() | ast.Continue():
            if method.loops:
                method.loops[-1].leave(node, state)
            return None
        case ast.Try() | ast.TryStar():
            return _try(method, node, state)
        case ast.With() | ast.AsyncWith():
            return _with(method, node, state)
        case ast.Match():
            return _match(method, node, state)
        case _:
            _simple(method, node, state)
    return state


def _pairwise(targets: list[ast.expr], values: list[ast.expr]) -> bool:
    return len(targets) == len(values) and not any(
        isinstance(part, ast.Starred) for part in (*targets, *values)
    )


def _simple(method: Method, node: ast.stmt, state: State) -> None:
    match node:
        case ast.Delete(targets=targets):
            for target in targets:
                delete(method, target, node, state)
        case ast.Import() | ast.ImportFrom():
            _import(method, node, state)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            captured(method, node, state)
            state.names[node.name] = (
                Lambda() if not isinstance(node, ast.ClassDef) else Unknown("local class")
            )
        case ast.Assert(test=test):
            evaluate(method, test, state)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            for name in names:
                state.names[name] = Unknown("global")


def _expression(method: Method, value: ast.expr, state: State) -> None:
    evaluate(method, value, state)


def _return(method: Method, node: ast.Return, state: State) -> None:
    from scaffold.source.method import Return

    value: Abstract = Constant(None) if node.value is None else evaluate(method, node.value, state)
    method.returns.append(Return(value, state, node))
    if method.branches:
        method.left_early = True


def _import(method: Method, node: ast.Import | ast.ImportFrom, state: State) -> None:
    """Bind what an import inside a method binds."""
    from scaffold.source.parse import Scope, bind_simple

    scope = Scope()
    bind_simple(node, scope)
    for name, bindings in scope.names.items():
        if isinstance(bindings[0], Imported):
            found = method.resolver.name(method.module, (scope, *method.owner.scopes), [name])
            state.names[name] = Reference(found) if found is not None and found != "?" else Unknown(name)


def _if(method: Method, node: ast.If, state: State) -> State | None:
    test = value_of(method, node.test, state)
    if isinstance(test, Constant):
        return block(method, node.body if test.value else node.orelse, state)
    other = state.copy()
    with method.maybe():
        body = block(method, node.body, state)
        orelse = block(method, node.orelse, other)
    return join(body, orelse)


def _match(method: Method, node: ast.Match, state: State) -> State | None:
    subject = evaluate(method, node.subject, state)
    state.spoil(subject)
    after: State | None = None
    exhaustive = False
    with method.maybe():
        for case in node.cases:
            branch = state.copy()
            for inner in walk(case.pattern):
                name = getattr(inner, "name", None) or getattr(inner, "rest", None)
                if isinstance(name, str):
                    whole = inner is case.pattern and isinstance(inner, ast.MatchAs)
                    branch.names[name] = subject if whole else Unknown("matched")
            if case.guard is not None:
                evaluate(method, case.guard, branch)
            after = join(after, block(method, case.body, branch))
            is_wildcard = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
            exhaustive = exhaustive or (is_wildcard and case.guard is None)
    return after if exhaustive else join(after, state)


class Loop:
    """The states that leave a loop's body early."""

    def __init__(self) -> None:
        self.broken: list[State] = []
        self.continued: list[State] = []

    def leave(self, node: ast.Break | ast.Continue, state: State) -> None:
        """Note a path that ends with ``break`` or ``continue``."""
        (self.broken if isinstance(node, ast.Break) else self.continued).append(state)


def _loop(method: Method, node: ast.For | ast.AsyncFor, state: State) -> State | None:
    iterable = evaluate(method, node.iter, state)
    known = elements(iterable, state)
    loop = Loop()
    method.loops.append(loop)
    if known is not None:
        end: State | None = state
        for item in known:
            if end is None:
                break
            _bind_loop(method, node, item, end)
            branches = method.branches
            method.branches += bool(loop.broken)
            end = _joined(block(method, node.body, end), loop.continued)
            method.branches = branches
            loop.continued = []
    else:
        end = _unknown_times(method, node, ElementOf(plain(iterable, state)), state)
    method.loops.pop()
    if node.orelse:
        end = block(method, node.orelse, end)
    return _joined(end, loop.broken)


def _while(method: Method, node: ast.While, state: State) -> State | None:
    test = value_of(method, node.test, state)
    loop = Loop()
    method.loops.append(loop)
    end = _unknown_times(method, node, Unknown("loop"), state)
    method.loops.pop()
    if isinstance(test, Constant) and test.value:
        end = None  # `while True` ends with a break only
    elif node.orelse:
        end = block(method, node.orelse, end)
    return _joined(end, loop.broken)


def _joined(state: State | None, others: list[State]) -> State | None:
    for other in others:
        state = join(state, other)
    return state


def _unknown_times(
    method: Method, node: ast.For | ast.AsyncFor | ast.While, item: Value, state: State
) -> State | None:
    """Interpret a loop body that may run any number of times: what it changes is unknown while it runs."""
    for name in names_bound(node.body):
        if name in state.names:
            state.spoil(state.names[name])
            state.names[name] = Unknown("changed in a loop")
    before = state.copy()
    if not isinstance(node, ast.While):
        _bind_loop(method, node, item, state)
    with method.maybe():
        after = block(method, node.body, state)
    return join(before, _joined(after, method.loops[-1].continued))


def _bind_loop(method: Method, node: ast.For | ast.AsyncFor, item: Value, state: State) -> None:
    target = node.target
    if isinstance(target, ast.Attribute) and isinstance(evaluate(method, target.value, state), SelfObject):
        method.assigned(target.attr, Unknown("loop"), node, "loop", state)
    bind(method, target, item, state)


def _try(method: Method, node: ast.Try | ast.TryStar, state: State) -> State | None:
    interrupted: State | None = state.copy()
    current: State | None = state
    bound: Counter[str] = Counter()
    with method.guarded():
        for statement in node.body:
            if current is None:
                break
            before = dict(current.names)
            current = block(method, [statement], current)
            if current is not None:
                interrupted = join(interrupted, current.copy())
                bound.update(name for name, value in current.names.items() if before.get(name) != value)
    # What a name holds only until the next statement of the body hardly outlives it.
    for name, times in bound.items():
        if times > 1 and interrupted is not None:
            interrupted.names[name] = Unknown("interrupted")
    after = block(method, node.orelse, current) if current is not None else None
    with method.maybe():
        for handler in node.handlers:
            assert interrupted is not None
            branch = interrupted.copy()
            if handler.name:
                branch.names[handler.name] = Unknown("exception")
            after = join(after, block(method, handler.body, branch))
    if node.finalbody:
        if after is None:
            with method.maybe():
                assert interrupted is not None
                block(method, node.finalbody, interrupted.copy())
            return None
        return block(method, node.finalbody, after)
    return after


def _with(method: Method, node: ast.With | ast.AsyncWith, state: State) -> State | None:
    for item in node.items:
        evaluate(method, item.context_expr, state)
        if item.optional_vars is not None:
            assign(method, item.optional_vars, Unknown("with"), node, None, state)
    if not any("suppress" in ast.unparse(item.context_expr) for item in node.items):
        return block(method, node.body, state)
    before = state.copy()
    with method.guarded(), method.maybe():
        return join(before, block(method, node.body, state))
