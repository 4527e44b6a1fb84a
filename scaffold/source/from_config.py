"""``from_config`` -> FromConfig: what happens to the config before a constructor sees it."""

from __future__ import annotations

import ast

from scaffold.source import dicts
from scaffold.source.arguments import Arguments, arguments
from scaffold.source.dicts import DictState
from scaffold.source.facts import KerasClass
from scaffold.source.from_config_facts import FromConfig, Mutation
from scaffold.source.located import Answer, Span
from scaffold.source.method import FunctionNode, Method
from scaffold.source.parse import ClassNode
from scaffold.source.resolve import dotted
from scaffold.source.state import Abstract, ClassObject, Ref, State, SuperObject, plain
from scaffold.source.values import Call, Constant, ItemOf, Parameter, Reference, Unknown, Value, walk

# What is done to an item that cannot turn a config into an object.
_PLAIN = frozenset({
    "int", "float", "str", "bool", "list", "tuple", "set", "dict", "len", "isinstance", "print", "repr", "sorted",
    "copy.copy", "copy.deepcopy", "type", "any", "all", "max", "min", "sum", "range", "enumerate", "zip", "callable",
})  # fmt: skip


class FromConfigMethod(Method):
    """Interprets ``from_config``: the base is its argument."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.argument = ""
        self.mutations: list[Mutation] = []
        self.constructed: list[tuple[str, Span, ast.Call, bool]] = []
        self.given: list[DictState] = []
        self.supplied: dict[str, Value] = {}
        self.calls_super = False
        self.deserialized: dict[str, list[str]] = {}
        self.keys_read: set[str] = set()
        self.complete = True

    def super_call(self, name: str, start: SuperObject, node: ast.Call, state: State) -> Abstract:
        """Note a call of the parent's ``from_config``."""
        found = arguments(self, node, state)
        if name == "from_config":
            self.calls_super = True
            self._give(found, found.positional[:1], state)
        else:
            found.spoil(state)
        return Unknown(f"super().{name}()")

    def constructing(self, what: Abstract, node: ast.Call, found: Arguments, state: State) -> Abstract | None:
        """Note what is built from the config."""
        if isinstance(what, ClassObject):
            self._construct("cls", node, found, state)
            return Call("cls", tuple(plain(value, state) for value in found.positional), open=True)
        if isinstance(what, Reference) and self._is_class(node):
            gets_config = any(self._holds_config(spread, state) for spread in found.spreads)
            self.constructed.append((what.name, self.places.of(node.func), node, gets_config))
            if gets_config:
                self._give(found, found.spreads, state)
                self.complete = self.complete and not (found.positional or found.starred)
        return None

    def _construct(self, name: str, node: ast.Call, found: Arguments, state: State) -> None:
        self.constructed.append((name, self.places.of(node.func), node, True))
        self._give(found, found.spreads, state)
        # Arguments by position are not known by key.
        self.complete = self.complete and not (found.positional or found.starred)

    def _give(self, found: Arguments, contents: tuple[Abstract, ...], state: State) -> None:
        """Note the dicts that reach a constructor, and what is passed beside them."""
        self.supplied.update((key, plain(value, state)) for key, value in found.keywords)
        for value in contents:
            if isinstance(value, Ref):
                self.given.append(state.heap[value.number])
            else:
                self.complete = False

    def _is_class(self, node: ast.Call) -> bool:
        parts = dotted(node.func)
        if parts is None:
            return False
        target = self.resolver.target(self.module, self.owner.scopes, parts)
        return isinstance(target, (ClassNode, KerasClass))

    def _holds_config(self, value: Abstract, state: State) -> bool:
        return isinstance(value, Ref) and state.heap[value.number].base is not Answer.NO

    def changed(self, ref: Ref, how: str, key: str | None, node: ast.AST, state: State) -> None:
        """Note a change of the argument."""
        if state.heap[ref.number].is_argument:
            self.mutations.append(Mutation(how, key, self.places.of(node), self.conditional))

    def inner_changed(self, value: Value, node: ast.AST, state: State) -> None:
        """Note a change of something that the argument holds."""
        held = value
        while isinstance(held, ItemOf):
            if held.value == Parameter(self.argument):
                key = (
                    held.key.value
                    if isinstance(held.key, Constant) and isinstance(held.key.value, str)
                    else None
                )
                self.mutations.append(Mutation("nested", key, self.places.of(node), self.conditional))
                return
            held = held.value

    def read_key(self, ref: Ref, key: str, state: State) -> None:
        """Note that a key is read."""
        if state.heap[ref.number].base is not Answer.NO:
            self.keys_read.add(key)

    def base_item(self, key: str, *, deep: bool) -> Value:
        """Return an item of the config."""
        config: Value = Parameter(self.argument)
        return ItemOf(Call("copy.deepcopy", (config,)) if deep else config, Constant(key))

    def called(self, name: str | None, node: ast.Call, found: Arguments, state: State) -> None:
        """Note functions that an item of the config is handed to: they may make an object of it."""
        if name in _PLAIN:
            return
        for value in (*found.positional, *(value for _, value in found.keywords)):
            if isinstance(value, Ref):
                continue
            for part in walk(plain(value, state)):
                if isinstance(part, ItemOf) and isinstance(part.key, Constant) and self.is_config(part.value):
                    self.deserialized.setdefault(str(part.key.value), []).append(
                        name or ast.unparse(node.func)
                    )

    def is_config(self, value: Value) -> bool:
        """Tell whether a value is the config, or a copy of it."""
        config = Parameter(self.argument)
        return value in (config, Call("copy.deepcopy", (config,)))


def interpret_from_config(
    method: FromConfigMethod, function: FunctionNode, kind: str, *, decorated: bool
) -> FromConfig:
    """Return the facts of a ``from_config``.

    Args:
        method: The interpreter, not yet run.
        function: The method.
        kind: ``method``, ``classmethod`` or ``staticmethod``.
        decorated: Whether decorators may change it.
    """
    order = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    names: dict[str, Abstract] = {name: Unknown("argument of from_config") for name in order}
    for extra in (*function.args.kwonlyargs, function.args.vararg, function.args.kwarg):
        if extra is not None:
            names[extra.arg] = Unknown("argument of from_config")
    index = 0 if kind == "staticmethod" else 1
    if index == 1 and order:
        names[order[0]] = ClassObject()
    seed = State()
    argument = order[index] if len(order) > index else None
    if argument is not None:
        method.argument = argument
        names[argument] = seed.new(DictState({}, base=Answer.YES, is_argument=True))
    method.run(function, names, seed.heap)
    returned = {id(path.node.value) for path in method.returns if path.node is not None}
    built = [entry for entry in method.constructed if entry[3] or id(entry[2]) in returned]
    return _facts(method, function, kind, order, built, argument, decorated=decorated)


def _facts(
    method: FromConfigMethod,
    function: FunctionNode,
    kind: str,
    order: list[str],
    built: list[tuple[str, Span, ast.Call, bool]],
    argument: str | None,
    *,
    decorated: bool,
) -> FromConfig:
    given: DictState | None = None
    for content in method.given:
        given = content if given is None else dicts.join(given, content)
    complete = method.complete and not decorated and given is not None and not given.open
    complete = complete and given is not None and given.base is Answer.YES
    supplied = dict(method.supplied)
    if given is not None:
        supplied |= {key: slot.value for key, slot in given.slots.items()}
    _note_made(method, supplied)
    return FromConfig(
        is_classmethod=kind == "classmethod",
        is_staticmethod=kind == "staticmethod",
        first_argument=order[0] if order else None,
        argument=argument,
        mutations=tuple(method.mutations),
        constructs=tuple(name for name, _, _, _ in built),
        constructs_spans=tuple(span for _, span, _, _ in built),
        calls_super=Answer.YES if method.calls_super else Answer.NO,
        deserialized={key: tuple(names) for key, names in method.deserialized.items()},
        read_keys=frozenset(method.keys_read),
        removed=frozenset(given.removed) if given is not None else frozenset(),
        supplied=supplied,
        complete=complete,
        nothing_span=None if decorated else _nothing(method, function),
        span=method.places.of(function),
        name_span=method.places.name_of(function),
        body_span=method.places.between(function.body[0], function.body[-1]),
    )


def _note_made(method: FromConfigMethod, supplied: dict[str, Value]) -> None:
    """Note entries that are made of an entry under another key: one that was renamed since the config was saved."""
    for key, value in supplied.items():
        made = [
            part.function or "?"
            for part in walk(value)
            if isinstance(part, Call)
            and part.function not in _PLAIN
            and any(_may_be_entry(item, method) for given in part.args for item in walk(given))
        ]
        if made and key not in method.deserialized:
            method.deserialized[key] = made


def _may_be_entry(value: Value, method: FromConfigMethod) -> bool:
    return isinstance(value, Unknown) or (isinstance(value, ItemOf) and method.is_config(value.value))


def _nothing(method: FromConfigMethod, function: FunctionNode) -> Span | None:
    """Return where a path certainly ends without a result."""
    for path in method.returns:
        if isinstance(path.value, Constant) and path.value.value is None:
            if path.node is not None:
                return method.places.of(path.node)
            # The last statement called something unknown, which may be a function that always raises.
            if not path.state.last_call_unknown and not _says_nothing(function):
                return method.places.name_of(function)
    return None


def _says_nothing(function: FunctionNode) -> bool:
    """Tell whether the body is empty: a docstring, ``pass`` or ``...``."""
    return all(
        isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in function.body
    )
