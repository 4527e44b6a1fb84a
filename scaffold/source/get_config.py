"""``get_config`` -> GetConfig: every path through it, and what its result holds."""

from __future__ import annotations

import ast

from scaffold.source import dicts
from scaffold.source.arguments import arguments
from scaffold.source.dicts import DictState
from scaffold.source.kept_dicts import keys_kept
from scaffold.source.located import Answer, Span
from scaffold.source.method import FunctionNode, Method, Return
from scaffold.source.method_facts import ConfigEntry, GetConfig, Returns
from scaffold.source.state import Abstract, Ref, SelfObject, State, SuperObject
from scaffold.source.tree import walk
from scaffold.source.values import Constant, Unknown


class ConfigMethod(Method):
    """Interprets ``get_config``: the base is the parent's config."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.targets: set[tuple[str | None, bool]] = set()
        self.writes: list[tuple[str, Span]] = []

    def super_call(self, name: str, start: SuperObject, node: ast.Call, state: State) -> Abstract:
        """Return the parent's config."""
        found = arguments(self, node, state)
        found.spoil(state)
        if name != "get_config":
            return Unknown(f"super().{name}()")
        self.targets.add((start.target, start.behind and start.target is not None))
        if start.target == "?" or found.positional or found.keywords or found.open:
            return state.new(DictState({}, base=Answer.UNKNOWN, open=True))
        return state.new(DictState({}, base=Answer.YES))

    def kept_keys(self, attribute: str) -> tuple[str, ...] | None:
        """Return the keys of a dict that the constructor keeps."""
        constructor, span = self.own_functions.get("__init__"), self.places.of(self.owner.node)
        if constructor is None:
            return None
        keys = keys_kept(constructor, attribute, self.module.source.text[span.start : span.end])
        if keys is not None:
            self.helpers.add(attribute)  # a child that changes it changes what is made of it
        return keys

    def assigned(self, name: str, value: Abstract, node: ast.stmt, how: str, state: State) -> None:
        """Note that an attribute is certainly written: what is done once, or only if missing, is a value kept."""
        if how != "mutated" and not self.conditional:
            self.writes.append((name, self.places.of(node)))


def interpret_get_config(
    method: ConfigMethod, function: FunctionNode, *, decorated: bool, plain: bool
) -> GetConfig:
    """Return the facts of a ``get_config``.

    Args:
        method: The interpreter, not yet run.
        function: The method.
        decorated: Whether decorators may change it.
        plain: Whether it is an ordinary method (no property, classmethod, generator or coroutine).
    """
    names: dict[str, Abstract] = {}
    arguments = [*function.args.posonlyargs, *function.args.args]
    for index, argument in enumerate([*arguments, *function.args.kwonlyargs]):
        names[argument.arg] = SelfObject() if index == 0 else Unknown("argument of get_config")
    for starred in (function.args.vararg, function.args.kwarg):
        if starred is not None:
            names[starred.arg] = Unknown("argument of get_config")
    method.run(function, names, {})
    plain = plain and bool(arguments) and not _is_generator(function)
    content = _result(method.returns) if plain else DictState({}, base=Answer.UNKNOWN, open=True)
    returns, nothing = _returns(method, function) if plain else (Returns.UNKNOWN, None)
    targets = method.targets
    target, behind = next(iter(targets)) if len(targets) == 1 else (None, False)
    complete = not content.open and content.base is not Answer.UNKNOWN and not decorated and len(targets) <= 1
    removed = content.removed.values() if content.base is not Answer.NO else ()
    return GetConfig(
        entries=tuple(
            ConfigEntry(key, slot.value, slot.span, slot.value_span, slot.conditional, slot.parent_wins)
            for key, slot in content.slots.items()
        ),
        removed=tuple(removed),
        complete=complete and returns is Returns.DICT,
        super_call=content.base,
        super_conditional=content.base_partly,
        super_target=target,
        behind_target=behind,
        returns=Returns.UNKNOWN if decorated and returns is not Returns.ABSTRACT else returns,
        nothing_span=None if decorated else nothing,
        reads=tuple(method.reads),
        writes=tuple(method.writes),
        helpers=frozenset(method.helpers),
        config_name=_config_name(method.returns),
        literal=_literal(method, function),
        returns_spans=tuple(
            method.places.of(node) for node in _own_statements(function) if isinstance(node, ast.Return)
        ),
        decorated=decorated,
        span=method.places.of(function),
        name_span=method.places.name_of(function),
        body_span=method.places.between(function.body[0], function.body[-1]),
    )


def _result(paths: list[Return]) -> DictState:
    """Join what all paths return; a path that returns no dict that can be followed leaves everything open."""
    joined: DictState | None = None
    for path in paths:
        if isinstance(path.value, Ref):
            content = path.state.heap[path.value.number]
        elif isinstance(path.value, Constant) and path.value.value is None:
            continue
        else:
            content = DictState({}, base=Answer.UNKNOWN, open=True)
        joined = content if joined is None else dicts.join(joined, content)
    return joined if joined is not None else DictState({}, base=Answer.NO)


def _returns(method: ConfigMethod, function: FunctionNode) -> tuple[Returns, Span | None]:
    body = [node for node in function.body if not _is_docstring(node)]
    if not body or all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body):
        return Returns.ABSTRACT, None
    if not method.returns:
        return Returns.ABSTRACT, None
    unknown = False
    for path in method.returns:
        if isinstance(path.value, Constant) and path.value.value is None:
            if path.node is not None:
                return Returns.NOTHING, method.places.of(path.node)
            # The last statement called something unknown, which may be a function that always raises.
            if not path.state.last_call_unknown:
                return Returns.NOTHING, method.places.name_of(function)
            unknown = True
        elif not isinstance(path.value, Ref):
            unknown = True
    return (Returns.UNKNOWN if unknown else Returns.DICT), None


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _own_statements(function: FunctionNode) -> list[ast.stmt]:
    """Return all statements of the function, those of functions inside it excluded, in order."""
    found: list[ast.stmt] = []
    pending: list[ast.AST] = list(reversed(function.body))
    while pending:
        node = pending.pop()
        if isinstance(node, ast.stmt):
            found.append(node)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.expr)):
            pending += reversed(list(ast.iter_child_nodes(node)))
    return found


def _is_generator(function: FunctionNode) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom, ast.Await)) for node in walk(*function.body))


def _config_name(paths: list[Return]) -> str | None:
    names = {
        path.node.value.id if path.node is not None and isinstance(path.node.value, ast.Name) else None
        for path in paths
    }
    return names.pop() if len(names) == 1 else None


def _literal(method: ConfigMethod, function: FunctionNode) -> Span | None:
    """Return the dict display that every path comes by and whose keys are config keys."""
    found: ast.Dict | None = None
    for node in function.body:
        match node:
            case (
                ast.Return(value=ast.Dict() as display)
                | ast.Return(value=ast.BinOp(right=ast.Dict() as display))
            ):
                found = display
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="update"), args=[ast.Dict() as display])):
                found = display
            case ast.Assign(value=ast.Dict() as display) | ast.AugAssign(value=ast.Dict() as display) if (
                display.keys
            ):
                found = display
    return method.places.of(found) if found is not None else None
