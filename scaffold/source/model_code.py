"""ParsedModule -> ModelLayer: layers that scripts, functions and plain classes certainly put into models.

A layer that a custom layer or model constructs is constructed again by its code, and no file says what it was given. So
only those count that a functional or Sequential model is made of in the very function (or at the top of the module)
that constructs them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cached_property

from scaffold.source.facts import KerasClass
from scaffold.source.functions import FunctionFinder, has_role
from scaffold.source.keras_names import canonical_name, keras_class, short_names
from scaffold.source.model_facts import GivenArgument, ModelLayer
from scaffold.source.model_flow import Written, flowing_into, outputs_of, written_in
from scaffold.source.parse import (
    Assigned,
    ClassNode,
    DefinedFunction,
    ParsedModule,
    Scope,
    bind_simple,
    blocks_of,
)
from scaffold.source.resolve import Resolver, dotted
from scaffold.source.tree import children, names_bound
from scaffold.source.values import Constant, Lambda, Reference, Unknown, Value

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_MODEL, _SEQUENTIAL = "keras.models.Model", "keras.models.Sequential"

# What these arguments hold is written into the config of the layer, and looked up again when it is loaded.
# https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/serialization_lib.py
_CARRIED = frozenset({"activation", "initializer", "regularizer", "constraint"})
_CARRIED_BY = {
    "keras.layers.Lambda": frozenset({"function", "output_shape"}),
    "keras.layers.TextVectorization": frozenset({"standardize", "split"}),
}

# What is done with a model that stands for itself.
_USED_AS_MODEL = frozenset({"compile", "fit", "save", "export", "summary", "predict", "evaluate"})
# What a function is called that gives a model, not a part of one.
_GIVES_MODEL = ("model", "net")


def model_layers(module: ParsedModule, resolver: Resolver) -> Iterator[ModelLayer]:
    """Yield the layers of the models that a module builds, function by function."""
    top = [node for node in module.tree.body if not isinstance(node, (*_FUNCTIONS, ast.ClassDef))]
    yield from _Builder(module, resolver, top, (), "").layers()
    functions = {
        binding.node: None
        for bindings in module.scope.names.values()
        for binding in bindings
        if isinstance(binding, DefinedFunction)
    }
    for function in functions:
        yield from _of_function(module, resolver, function, (), function.name)
    for found in module.classes:
        if _is_plain(found):
            for method in _definitions(found.node.body):
                yield from _of_function(module, resolver, method, (), found.name)


def _is_plain(found: ClassNode) -> bool:
    """Tell whether a class stands at the top of its module and certainly derives from nothing."""
    return found.path == found.name and all(
        isinstance(base, ast.Name) and base.id == "object" for base in found.head.bases
    )


def _of_function(
    module: ParsedModule,
    resolver: Resolver,
    function: ast.FunctionDef | ast.AsyncFunctionDef,
    scopes: tuple[Scope, ...],
    builder: str,
) -> Iterator[ModelLayer]:
    inside = (_scope_of(function, module), *scopes)
    yield from _Builder(module, resolver, function.body, inside, builder, function.name).layers()
    for inner in _definitions(function.body):
        yield from _of_function(module, resolver, inner, inside, builder)


def _definitions(body: Iterable[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for statement in body:
        if isinstance(statement, _FUNCTIONS):
            yield statement
        for block in blocks_of(statement):
            yield from _definitions(block)


def _scope_of(function: ast.FunctionDef | ast.AsyncFunctionDef, module: ParsedModule) -> Scope:
    """Return what the names of a function are bound to, as far as that can be told."""
    scope = Scope()
    given = function.args
    for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
        if argument is not None:
            scope.bind(argument.arg, Assigned(None))
    _bind(function.body, scope, module)
    for name in names_bound(function.body) - scope.names.keys():
        scope.bind(name, Assigned(None))
    return scope


def _bind(body: Iterable[ast.stmt], scope: Scope, module: ParsedModule) -> None:
    for statement in body:
        if isinstance(statement, _FUNCTIONS):
            scope.bind(statement.name, DefinedFunction(statement, module))
        elif isinstance(statement, ast.ClassDef):
            scope.bind(statement.name, Assigned(None))
        else:
            bind_simple(statement, scope)
            for block in blocks_of(statement):
                _bind(block, scope, module)


class _Builder:
    """The statements of one function, or those at the top of a module, definitions left out.

    Args:
        module: The module.
        resolver: What names stand for.
        body: The statements.
        scopes: What names are bound to in the enclosing functions, innermost first.
        builder: The definition at the top of the module that they are in; empty where they are in none.
        function: The function that they are in.
    """

    def __init__(
        self,
        module: ParsedModule,
        resolver: Resolver,
        body: Iterable[ast.stmt],
        scopes: tuple[Scope, ...],
        builder: str,
        function: str = "",
    ) -> None:
        self._module = module
        self._resolver = resolver
        self._scopes = scopes
        self._builder = builder
        self._words = f"{builder} {function}".lower()
        self._functions = FunctionFinder(module, resolver, scopes)
        self._parents: dict[ast.AST, ast.AST] = {}
        self._calls: list[ast.Call] = []
        self._targets: dict[ast.Call, KerasClass | str | None] = {}
        self._walk(body)

    def _walk(self, body: Iterable[ast.stmt]) -> None:
        pending: list[ast.AST] = list(body)
        for node in pending:  # which grows meanwhile
            if isinstance(node, ast.Call):
                self._calls.append(node)
            if not isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.Lambda)):
                below = children(node)
                self._parents.update((child, node) for child in below)
                pending += below

    def layers(self) -> Iterator[ModelLayer]:
        """Yield the layers that are certainly part of a model of these statements."""
        for call in self._calls:
            layer = self._layer(call)
            if layer is None:
                continue
            given = tuple(self._given(call, layer))
            if any(_is_function(argument) for argument in given) and self._is_in_model(call):
                span = self._module.places.of(call)
                yield ModelLayer(self._module.source, layer, given, self._builder, span)

    def _target(self, call: ast.Call) -> KerasClass | str | None:
        if call not in self._targets:
            parts = dotted(call.func)
            if parts is not None and parts[-1] not in short_names():
                parts = None  # most calls are of something else, and looking for that would read other files
            found = self._resolver.target(self._module, self._scopes, parts) if parts is not None else None
            if isinstance(found, ClassNode):
                # Keras's own sources may be among those that are analysed.
                found = keras_class(canonical_name(found.qualified_name) or "")
            self._targets[call] = found
        return self._targets[call]

    def _layer(self, call: ast.Call) -> KerasClass | None:
        """Return the class of Keras's layers that is called; None where it is something else, or a model."""
        target = self._target(call)
        if not isinstance(target, KerasClass) or not has_role(target, "keras.layers.Layer"):
            return None
        return None if target.name == _MODEL or has_role(target, _MODEL) else target

    def _is(self, node: ast.AST | None, name: str) -> bool:
        if not isinstance(node, ast.Call):
            return False
        target = self._target(node)
        return (target.name if isinstance(target, KerasClass) else target) == name

    def _given(self, call: ast.Call, layer: KerasClass) -> Iterator[GivenArgument]:
        positional = [parameter.name for parameter in layer.parameters]
        passed: list[tuple[str, ast.expr]] = []
        for name, node in zip(positional, call.args, strict=False):
            if isinstance(node, ast.Starred):
                break
            passed.append((name, node))
        passed += [(keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg is not None]
        own = _CARRIED_BY.get(layer.name, frozenset())
        for name, node in passed:
            if name.rpartition("_")[2] not in _CARRIED and name not in own:
                continue
            span = self._module.places.of(node)
            yield GivenArgument(name, self._value(node), self._functions.given(node), span)

    def _value(self, node: ast.expr) -> Value:
        if isinstance(node, ast.Constant) and node.value is not Ellipsis:
            return Constant(node.value)
        if isinstance(node, ast.Lambda):
            return Lambda()
        parts = dotted(node)
        if parts is None:
            return Unknown(type(node).__name__)
        bound = self._resolver.bindings(self._module, self._scopes, parts[0]) if len(parts) == 1 else None
        match bound:
            case [Assigned(expression=ast.Lambda())]:
                return Lambda()
        name = self._resolver.name(self._module, self._scopes, parts)
        return Reference(name) if name is not None and name != "?" else Unknown("name")

    def _is_in_model(self, call: ast.Call) -> bool:
        """Tell whether a layer is certainly part of a model that these statements build."""
        node: ast.AST = call
        while True:
            parent = self._parents.get(node)
            if isinstance(parent, ast.keyword):
                parent = self._parents[parent]
            if isinstance(parent, (ast.List, ast.Tuple)):
                node = parent
            elif not isinstance(parent, ast.Call):
                return self._is_applied_by_name(node, parent)
            elif parent.func is node:
                return node in self._flowing
            elif self._is(parent, _SEQUENTIAL):
                return self._stands_for_itself(parent)
            elif self._layer(parent) is not None:
                node = parent  # the layer of a wrapper
            else:
                return self._is_added(parent)

    def _is_applied_by_name(self, node: ast.AST, parent: ast.AST | None) -> bool:
        name = _assigned_name(node, parent)
        return (
            name is not None
            and self._is_bound_once(name)
            and any(dotted(call.func) == name and call in self._flowing for call in self._calls)
        )

    def _is_added(self, adding: ast.Call) -> bool:
        """Tell whether a call is ``model.add(layer)`` of a Sequential model."""
        match adding.func:
            case ast.Attribute(value=adding_to, attr="add"):
                name = dotted(adding_to)
                made = [call for call in self._calls if self._name_of(call) == name]
                return (
                    name is not None
                    and len(made) == 1
                    and self._is(made[0], _SEQUENTIAL)
                    and self._is_bound_once(name)
                    and self._stands_for_itself(made[0])
                )
        return False

    def _name_of(self, call: ast.Call) -> list[str] | None:
        return _assigned_name(call, self._parents.get(call))

    def _is_bound_once(self, name: list[str]) -> bool:
        if len(name) > 1:
            return len(self._written.get(".".join(name), ())) == 1
        return len(self._resolver.bindings(self._module, self._scopes, name[0]) or ()) == 1

    @cached_property
    def _written(self) -> Written:
        """What is written into each name."""
        return written_in({*self._parents, *self._parents.values()})

    @cached_property
    def _flowing(self) -> frozenset[ast.AST]:
        """All expressions that outputs of a functional model are made of."""
        models = [(call, outputs_of(call)) for call in self._calls if self._is(call, _MODEL)]
        return frozenset(
            node
            for model, outputs in models
            if outputs is not None
            for node in flowing_into(outputs, model.lineno, self._written)
        )

    def _stands_for_itself(self, sequential: ast.Call) -> bool:
        """Tell whether a Sequential model is more than a part of something that its code builds again."""
        if not self._builder or any(word in self._words for word in _GIVES_MODEL):
            return True
        if sequential in self._flowing:
            return True
        name = self._name_of(sequential)
        return any(
            isinstance(call.func, ast.Attribute)
            and call.func.attr in _USED_AS_MODEL
            and name is not None
            and dotted(call.func.value) == name
            for call in self._calls
        )


def _assigned_name(node: ast.AST, parent: ast.AST | None) -> list[str] | None:
    """Return the dotted name that a value is assigned to."""
    match parent:
        case ast.Assign(targets=[target], value=value) if value is node:
            return dotted(target)
    return None


def _is_function(argument: GivenArgument) -> bool:
    return argument.function is not None or isinstance(argument.value, Lambda)
