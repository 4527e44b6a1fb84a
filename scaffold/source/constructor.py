"""``__init__`` -> Constructor, and what it stores in attributes."""

from __future__ import annotations

import ast

from scaffold.source.arguments import arguments
from scaffold.source.dicts import DictState
from scaffold.source.evaluate import value_of
from scaffold.source.function_facts import GivenFunction
from scaffold.source.functions import FunctionFinder
from scaffold.source.located import Answer, Span
from scaffold.source.method import FunctionNode, Method
from scaffold.source.method_facts import Assignment, Constructor, ConstructorParameter, SuperInit
from scaffold.source.parse import DefinedFunction
from scaffold.source.state import Abstract, Ref, SelfObject, State, SuperObject, plain
from scaffold.source.tree import nodes_in, walk
from scaffold.source.values import Constant, Parameter, Unknown, Value

# Calls that do nothing with an argument but speak about it.
_COMPLAINTS = frozenset({"warn", "warning", "warning_once", "warn_once", "info", "debug", "error", "print"})


class ConstructorMethod(Method):
    """Interprets ``__init__``: the base is its ``**kwargs``."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.super_inits: list[SuperInit] = []
        self.taken: dict[str, ConstructorParameter] = {}
        self.assignments: list[tuple[str, Assignment]] = []
        self.declared: frozenset[str] = frozenset()

    def super_call(self, name: str, start: SuperObject, node: ast.Call, state: State) -> Abstract:
        """Note a call of a parent's ``__init__``."""
        found = arguments(self, node, state)
        if name != "__init__":
            found.spoil(state)
            return Unknown(f"super().{name}()")
        keywords = [(key, plain(value, state)) for key, value in found.keywords]
        overrides: list[tuple[str, Value]] = []
        forwards, is_open = Answer.NO, any(isinstance(argument, ast.Starred) for argument in node.args)
        for spread in found.spreads:
            content = state.heap[spread.number] if isinstance(spread, Ref) else None
            if content is None:
                is_open = True
                continue
            own = [(key, slot.value) for key, slot in content.slots.items()]
            if content.base is Answer.NO:
                keywords += own
                is_open = is_open or content.open
                continue
            overrides += own
            sure = content.base is Answer.YES and not content.base_partly
            forwards = Answer.YES if sure and forwards is not Answer.UNKNOWN else Answer.UNKNOWN
        found.spoil(state)
        state.attributes = {}
        self.super_inits.append(
            SuperInit(
                span=self.places.of(node),
                parent=start.target,
                behind_parent=start.behind and start.target is not None,
                args=tuple(plain(value, state) for value in found.positional),
                keywords=tuple(keywords),
                overrides=tuple(overrides),
                forwards_var_keyword=forwards,
                open=is_open,
                conditional=self.conditional,
            )
        )
        return Constant(None)

    def popped(self, ref: Ref, key: str, default: Value | None, node: ast.Call, state: State) -> Value | None:
        """Note an argument that is taken out of ``**kwargs``."""
        content = state.heap[ref.number]
        if content.base is not Answer.YES or key in content.slots or content.open or key in content.removed:
            return None
        is_pop = isinstance(node.func, ast.Attribute) and node.func.attr == "pop"
        known = self.taken.get(key)
        if known is None or (is_pop and known.kind == "peeked"):
            kind = "popped" if is_pop else "peeked"
            self.taken[key] = ConstructorParameter(
                key, kind, default is not None, default, "", self.places.of(node)
            )
        return Parameter(key)

    def base_item(self, key: str, *, deep: bool) -> Value:
        """Return an argument out of ``**kwargs``."""
        return Parameter(key)

    def assigned(self, name: str, value: Abstract, node: ast.stmt, how: str, state: State) -> None:
        """Note an attribute."""
        method = self._calling[-1] if self._calling else "__init__"
        assignment = Assignment(method, plain(value, state), self.places.of(node), how, self.conditional)
        self.assignments.append((name, assignment))


def interpret_constructor(
    method: ConstructorMethod, function: FunctionNode, *, decorated: bool
) -> Constructor:
    """Return the facts of an ``__init__``; the attributes it sets are in ``method.assignments``."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    parameters = _parameters(method, function)
    names: dict[str, Abstract] = {parameter.name: Parameter(parameter.name) for parameter in parameters}
    if positional:
        names[positional[0].arg] = SelfObject()
    heap: dict[int, DictState] = {}
    if arguments.vararg is not None:
        names[arguments.vararg.arg] = Unknown("*args")
    if arguments.kwarg is not None:
        seed = State()
        names[arguments.kwarg.arg] = seed.new(DictState({}, base=Answer.YES, is_argument=True))
        heap = seed.heap
    method.run(function, names, heap)
    called = Answer.YES if method.super_inits else Answer.NO
    return Constructor(
        parameters=(*parameters, *method.taken.values()),
        var_positional=arguments.vararg.arg if arguments.vararg is not None else None,
        var_keyword=arguments.kwarg.arg if arguments.kwarg is not None else None,
        var_keyword_used=arguments.kwarg is not None and _used_otherwise(function, arguments.kwarg.arg),
        used=_used(function) & _argument_names(function) | method.taken.keys(),
        mentioned=_mentioned(function) & {parameter.name for parameter in parameters},
        helpers=frozenset(method.helpers - _called_elsewhere(method)),
        super_call=Answer.UNKNOWN if decorated and not method.super_inits else called,
        super_inits=tuple(method.super_inits),
        decorated=decorated,
        span=method.places.of(function),
        signature_span=_signature_span(method, function),
        body_span=method.places.between(function.body[0], function.body[-1]),
    )


def _argument_names(function: FunctionNode) -> set[str]:
    """Return the names of the arguments, ``*args`` included and ``**kwargs`` left out."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return {argument.arg for argument in (*named, arguments.vararg) if argument is not None}


def _parameters(method: ConstructorMethod, function: FunctionNode) -> list[ConstructorParameter]:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    offset = len(positional) - len(arguments.defaults)
    found: list[ConstructorParameter] = []
    for index, argument in enumerate(positional):
        if index == 0:
            continue  # self
        kind = "positional_only" if index < len(arguments.posonlyargs) else "positional"
        default = arguments.defaults[index - offset] if index >= offset else None
        found.append(_parameter(method, argument, kind, default))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        found.append(_parameter(method, argument, "keyword_only", default))
    return found


def _parameter(
    method: ConstructorMethod, node: ast.arg, kind: str, default: ast.expr | None
) -> ConstructorParameter:
    value = value_of(method, default, State()) if default is not None else None
    annotation = ast.unparse(node.annotation) if node.annotation is not None else ""
    return ConstructorParameter(
        name=node.arg,
        kind=kind,
        has_default=default is not None,
        default=value,
        annotation=annotation,
        span=method.places.of(node),
        unregistered_function=_unregistered(method, default) if default is not None else None,
    )


def _unregistered(method: ConstructorMethod, default: ast.expr) -> GivenFunction | None:
    """Return the function of the module that a default is, where certainly nothing registers it."""
    scopes = method.owner.scopes
    bound = (
        method.resolver.bindings(method.module, scopes, default.id) if isinstance(default, ast.Name) else None
    )
    if bound is None or len(bound) != 1 or not isinstance(bound[0], DefinedFunction):
        return None
    found = FunctionFinder(method.module, method.resolver, scopes).given(default)
    if found is None or found.registered is Answer.YES:
        return None
    # Something else of the file may be registered by a call, whatever it is called then.
    by_call = bound[0].node.decorator_list or f"({found.name})" in method.module.source.text
    return None if found.registered is Answer.UNKNOWN and by_call else found


def _signature_span(method: ConstructorMethod, function: FunctionNode) -> Span:
    text, places = method.module.source.text, method.places
    start = text.index("(", places.name_of(function).end)
    last = max(
        (places.stretch(node)[1] for node in walk(function.args) if isinstance(node, (ast.arg, ast.expr))),
        default=start + 1,
    )
    # Behind the last argument only a comma, brackets around a default and comments can stand before the parenthesis.
    body = places.offset(function.body[0].lineno, function.body[0].col_offset)
    end = function.returns and places.offset(function.returns.lineno, function.returns.col_offset)
    return places.at(start, _closing(text, start, last, end or body))


def _closing(text: str, start: int, last: int, limit: int) -> int:
    position, found = last, last
    while position < limit:
        if text[position] == "#":
            position = next((i for i in range(position, limit) if text[i] in "\r\n"), limit)
        elif text[position] == ":":
            break
        else:
            found = position + 1 if text[position] == ")" else found
            position += 1
    return max(found, start + 1)


def _used(function: FunctionNode) -> frozenset[str]:
    """Return the names that the body reads for more than to complain about their value."""
    complaints: set[int] = set()
    for test in nodes_in(function, ast.Assert):
        complaints |= {id(part) for part in walk(test)}
    for branch in nodes_in(function, ast.If):
        if not branch.orelse and all(map(_complains, branch.body)):
            complaints |= {id(part) for part in walk(branch)}
    return frozenset(
        node.id
        for node in nodes_in(function, ast.Name)
        if node.ctx.__class__ is ast.Load and id(node) not in complaints
    )


def _mentioned(function: FunctionNode) -> frozenset[str]:
    """Return the names that the body reads, or all of them where it looks at them as a whole (``locals()``)."""
    names = frozenset(node.id for node in nodes_in(function, ast.Name))
    if names.isdisjoint(("locals", "vars", "eval")):
        return names
    return names | {node.arg for node in walk(function.args) if isinstance(node, ast.arg)}


def _called_elsewhere(method: ConstructorMethod) -> set[str]:
    """Return the names of the constructor's helpers that other methods of the class mention as well."""
    if not method.helpers:
        return set()
    others = [
        function
        for name, function in method.own_functions.items()
        if name not in {"__init__", *method.helpers}
    ]
    return {
        node.attr
        for function in others
        for node in nodes_in(function, ast.Attribute)
        if node.attr in method.helpers
    }


def _complains(statement: ast.stmt) -> bool:
    if isinstance(statement, (ast.Raise, ast.Import, ast.ImportFrom, ast.Pass)):
        return True
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Constant):
        return True
    name = call.func if isinstance(call, ast.Call) else None
    word = name.attr if isinstance(name, ast.Attribute) else name.id if isinstance(name, ast.Name) else ""
    return word in _COMPLAINTS


def _used_otherwise(function: FunctionNode, name: str) -> bool:
    """Tell whether ``**kwargs`` is used for more than being passed to a parent, popped or written into."""
    mentioned = {id(node) for node in nodes_in(function, ast.Name) if node.id == name}
    if not mentioned:
        return False
    for call in nodes_in(function, ast.Call):
        if isinstance(call.func, ast.Attribute):
            if call.func.attr == "__init__":
                mentioned -= {id(keyword.value) for keyword in call.keywords if keyword.arg is None}
            elif call.func.attr in ("pop", "get", "setdefault", "update"):
                mentioned.discard(id(call.func.value))
    if mentioned:
        for item in nodes_in(function, ast.Subscript):
            if isinstance(item.slice, ast.Constant):
                mentioned.discard(id(item.value))
        for test in nodes_in(function, ast.Compare):
            if len(test.ops) == 1 and isinstance(test.ops[0], (ast.In, ast.NotIn)):
                mentioned.discard(id(test.comparators[0]))
    return bool(mentioned)
