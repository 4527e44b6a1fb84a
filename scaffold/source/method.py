"""One method being interpreted: what its names mean, and what the interpretation comes upon."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scaffold.source import assign, calls, evaluate, flow
from scaffold.source.arguments import Arguments, arguments
from scaffold.source.dicts import DictState
from scaffold.source.method_facts import AttributeRead
from scaffold.source.parse import Assigned, ClassNode
from scaffold.source.resolve import Resolver
from scaffold.source.state import Abstract, ClassObject, Items, Ref, State, SuperObject, join, plain
from scaffold.source.values import Constant, Reference, Unknown, Value
from scaffold.source.values import Sequence as SequenceValue

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef

# Deeper chains of helper methods are not followed.
_DEPTH = 4


class Return:
    """One path that ends with a return statement, or at the end of the function (then ``node`` is None)."""

    def __init__(self, value: Abstract, state: State, node: ast.Return | None) -> None:
        self.value = value
        self.state = state
        self.node = node


class Method:
    """Interprets a method of a class.

    Subclasses say what a parent's method gives, and note what matters to them.

    Args:
        owner: The class.
        own_functions: Methods and properties of the class by name.
        own_methods: Their kinds: ``method``, ``property``, ``classmethod`` or ``staticmethod``.
        resolver: What global names stand for.
    """

    def __init__(
        self,
        owner: ClassNode,
        own_functions: dict[str, FunctionNode],
        own_methods: dict[str, str],
        resolver: Resolver,
    ) -> None:
        self.owner = owner
        self.module = owner.module
        self.places = owner.module.places
        self.resolver = resolver
        self.own_functions = own_functions
        self.own_methods = own_methods
        self.reads: list[AttributeRead] = []
        self.helpers: set[str] = set()
        self.returns: list[Return] = []
        self.loops: list[flow.Loop] = []
        self.branches = 0
        self.left_early = False
        self.guards = 0
        self._calling: list[str] = []
        self._class_names: dict[str, SequenceValue] | None = None

    # --- what subclasses say ---

    def super_call(self, name: str, start: SuperObject, node: ast.Call, state: State) -> Abstract:
        """Return what a parent's method gives; ``start`` says whose, where it is not the next in line."""
        found = arguments(self, node, state)
        found.spoil(state)
        return Unknown(f"super().{name}()")

    def constructing(self, what: Abstract, node: ast.Call, found: Arguments, state: State) -> Abstract | None:
        """Notice a call of ``cls`` or of a class; None leaves it to the usual evaluation."""
        return None

    def called(self, name: str | None, node: ast.Call, found: Arguments, state: State) -> None:
        """Notice a call of a function."""

    def changed(self, ref: Ref, how: str, key: str | None, node: ast.AST, state: State) -> None:
        """Notice a change of a dict, before it happens."""

    def read_key(self, ref: Ref, key: str, state: State) -> None:
        """Notice that a key of a dict is read."""

    def inner_changed(self, value: Value, node: ast.AST, state: State) -> None:
        """Notice a change of something that a value holds: ``config["inner"]["x"] = 1``."""

    def base_item(self, key: str, *, deep: bool) -> Value:
        """Return what the base holds under a key."""
        return Unknown("item of the parent's config")

    def popped(self, ref: Ref, key: str, default: Value | None, node: ast.Call, state: State) -> Value | None:
        """Notice that a key is taken out or asked for; a value says what it gives."""
        return None

    def assigned(self, name: str, value: Abstract, node: ast.stmt, how: str, state: State) -> None:
        """Notice an assignment of an attribute of self."""

    def kept_keys(self, attribute: str) -> tuple[str, ...] | None:
        """Return the keys of the dict that an attribute certainly holds; None where that cannot be told."""
        return None

    # --- what the interpretation asks ---

    @property
    def conditional(self) -> bool:
        """Whether there are paths that do not come to where the interpretation is."""
        return self.branches > 0 or self.left_early

    @contextmanager
    def maybe(self) -> Iterator[None]:
        """Interpret something that may not be run."""
        self.branches += 1
        try:
            yield
        finally:
            self.branches -= 1

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Interpret something whose failure is provided for."""
        self.guards += 1
        try:
            yield
        finally:
            self.guards -= 1

    def read(self, name: str, node: ast.AST, guarded: bool) -> None:
        """Record that an attribute of self is read."""
        sure = not (guarded or self.guards or self.conditional)
        self.reads.append(AttributeRead(name, self.places.of(node), not sure))

    def evaluate(self, node: ast.expr, state: State) -> Abstract:
        """Return what an expression is."""
        return evaluate.evaluate(self, node, state)

    def value(self, node: ast.expr, state: State) -> Value:
        """Return what an expression is, as a value: a dict becomes a `Mapping`."""
        return plain(self.evaluate(node, state), state)

    def call(self, node: ast.Call, state: State) -> Abstract:
        """Return what a call gives."""
        return calls.call(self, node, state)

    def bind(self, target: ast.expr, value: Abstract, state: State) -> None:
        """Bind a target that is no attribute of self to a value."""
        assign.bind(self, target, value, state)

    def global_value(self, parts: list[str]) -> Value:
        """Return what a global dotted name stands for."""
        bound = self.resolver.bindings(self.module, self.owner.scopes, parts[0])
        if bound is not None and len(parts) == 1 and len(bound) == 1 and isinstance(bound[0], Assigned):
            literal = self._literal(parts[0], bound[0].expression)
            if literal is not None:
                return literal
        name = self.resolver.name(self.module, self.owner.scopes, parts)
        return Reference(name) if name is not None and name != "?" else Unknown(".".join(parts))

    def _literal(self, name: str, expression: ast.expr | None) -> Value | None:
        """Return a module's constant; of a list only if nothing in the module seems to change it."""
        match expression:
            case ast.Constant(value=value) if not isinstance(value, type(...)):
                return Constant(value)
            case ast.Tuple(elts=items) | ast.List(elts=items):
                if isinstance(expression, ast.List) and self.module.source.text.count(f"{name}.") > 0:
                    return None
                constants = [item.value for item in items if isinstance(item, ast.Constant)]
                if len(constants) == len(items):
                    kind = "tuple" if isinstance(expression, ast.Tuple) else "list"
                    return SequenceValue(
                        kind, tuple(Constant(c) for c in constants if not isinstance(c, type(...)))
                    )
        return None

    def class_names(self, name: str) -> SequenceValue | None:
        """Return a literal tuple or list of the class body that nothing in the module assigns again, else None."""
        if self._class_names is None:
            self._class_names = {}
            for node in self.owner.node.body:
                match node:
                    case (
                        ast.Assign(targets=[ast.Name(id=found)], value=ast.Tuple() | ast.List() as value)
                        | ast.AnnAssign(target=ast.Name(id=found), value=ast.Tuple() | ast.List() as value)
                    ):
                        literal = self._literal(found, value)
                        again = found in self._class_names or f".{found} = " in self.module.source.text
                        if isinstance(literal, SequenceValue) and not again:
                            self._class_names[found] = literal
        return self._class_names.get(name)

    # --- running ---

    def run(self, function: FunctionNode, names: dict[str, Abstract], heap: dict[int, DictState]) -> None:
        """Interpret the body; afterwards `returns` holds every path that comes to an end without raising."""
        state = State()
        state.names, state.heap = names, heap
        end = flow.block(self, function.body, state)
        if end is not None:
            self.returns.append(Return(Constant(None), end, None))

    def inline(
        self, name: str, found: Arguments, receiver: Abstract, state: State, *, is_property: bool = False
    ) -> Abstract | None:
        """Interpret a call of a method of the same class; None where that cannot be done."""
        function, kind = self.own_functions.get(name), self.own_methods.get(name)
        if function is None or (kind == "property") is not is_property:
            return None
        if name in self._calling or len(self._calling) >= _DEPTH:
            return None
        if isinstance(function, ast.AsyncFunctionDef) or found.open:
            return None
        first: list[Abstract] = [] if kind == "staticmethod" else [receiver]
        if kind == "classmethod":
            first = [ClassObject()]
        names = _bind_arguments(function, [*first, *found.positional], dict(found.keywords))
        if names is None:
            return None
        self.helpers.add(name)
        outer, self.returns, self._calling = self.returns, [], [*self._calling, name]
        loops, self.loops, left_early = self.loops, [], self.left_early
        inner = State()
        inner.names, inner.heap, inner.attributes = names, state.heap, state.attributes
        end = flow.block(self, function.body, inner)
        paths = [*self.returns, *([Return(Constant(None), end, None)] if end is not None else [])]
        self.returns, self.loops, self._calling, self.left_early = (
            outer,
            loops,
            self._calling[:-1],
            left_early,
        )
        if not paths:
            return Unknown("never returns")
        return _after(paths, state)


def _after(paths: Sequence[Return], state: State) -> Abstract:
    """Carry what a helper method did to dicts and attributes over to its caller, and return its result."""
    joined: State | None = None
    for path in paths:
        if isinstance(path.value, Items):
            path.state.spoil(path.value)
        path.state.names = {"return": path.value}
        joined = join(joined, path.state)
    assert joined is not None
    state.heap, state.attributes = joined.heap, joined.attributes
    return joined.names["return"]


def _bind_arguments(
    function: FunctionNode, positional: list[Abstract], keywords: dict[str, Abstract]
) -> dict[str, Abstract] | None:
    """Bind arguments to parameters; None where the call does not plainly fit."""
    arguments = function.args
    if arguments.vararg is not None or arguments.kwarg is not None:
        return None
    order = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    if len(positional) > len(order):
        return None
    names: dict[str, Abstract] = dict(zip(order, positional, strict=False))
    defaults = dict(zip(order[len(order) - len(arguments.defaults) :], arguments.defaults, strict=True))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        order.append(argument.arg)
        if default is not None:
            defaults[argument.arg] = default
    for name, value in keywords.items():
        if name not in order or name in names:
            return None
        names[name] = value
    for name in order:
        if name not in names:
            if name not in defaults:
                return None
            default = defaults[name]
            names[name] = Constant(default.value) if _is_plain(default) else Unknown("default")  # type: ignore[attr-defined]
    return names


def _is_plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not isinstance(node.value, type(...))
