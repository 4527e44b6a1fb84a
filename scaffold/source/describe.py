"""ClassNode -> ClassInfo: all facts of a class, each class once, ancestors first."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar

from scaffold.source.attributes import Uses, body_functions, class_level, hidden_setters, method_level
from scaffold.source.bodies import MethodBodies
from scaffold.source.constructor import ConstructorMethod, interpret_constructor
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.from_config import FromConfigMethod, interpret_from_config
from scaffold.source.from_config_facts import FromConfig
from scaffold.source.get_config import ConfigMethod, interpret_get_config
from scaffold.source.located import Span, TooDeep
from scaffold.source.method import FunctionNode
from scaffold.source.method import Method as MethodInterpreter
from scaffold.source.method_facts import Assignment, Constructor, Decorator, GetConfig, Method, Registration
from scaffold.source.mro import Ancestry, Lineage
from scaffold.source.parse import ClassNode
from scaffold.source.registration import decorators_of, registration_of
from scaffold.source.resolve import Resolver
from scaffold.source.rewriting import Shaping, replaced_methods, shaped_by_ancestors
from scaffold.source.state import SelfObject, State, plain
from scaffold.source.values import Unknown, Value

_ROLES = (
    ("keras.models.Model", "model"), ("keras.layers.Layer", "layer"), ("keras.losses.Loss", "loss"),
    ("keras.metrics.Metric", "metric"), ("keras.optimizers.Optimizer", "optimizer"),
    ("keras.initializers.Initializer", "initializer"), ("keras.regularizers.Regularizer", "regularizer"),
    ("keras.constraints.Constraint", "constraint"), ("keras.callbacks.Callback", "callback"),
    ("keras.optimizers.schedules.LearningRateSchedule", "schedule"),
    ("keras.dtype_policies.DTypePolicy", "policy"), ("keras.quantizers.Quantizer", "quantizer"),
    ("keras.Operation", "operation"),
)  # fmt: skip

# Decorators that leave a method what it is.
_HARMLESS = ("override", "abstractmethod", "no_automatic_dependency_tracking", "classmethod", "staticmethod")
_HARMLESS_NAMES = frozenset({"keras.src.utils.python_utils.default", "keras.utils.python_utils.default"})
_WRITES_CONSTRUCTOR = frozenset({
    "dataclasses.dataclass", "attr.s", "attr.attrs", "attrs.define", "attrs.frozen", "attr.define", "attr.dataclass",
})  # fmt: skip

_Interpreter = TypeVar("_Interpreter", bound=MethodInterpreter)


class Describer:
    """Describes classes.

    Args:
        resolver: What names stand for.
        ancestry: Lineages of classes.
    """

    def __init__(self, resolver: Resolver, ancestry: Ancestry) -> None:
        self._resolver = resolver
        self._ancestry = ancestry
        self._described: dict[ClassNode, ClassInfo] = {}
        self._pending: set[ClassNode] = set()

    def describe(self, node: ClassNode) -> ClassInfo:
        """Return the facts of a class."""
        if node not in self._described:
            lineage = self._ancestry.of(node)
            self._pending.add(node)
            ancestors = tuple(
                self.describe(ancestor) if isinstance(ancestor, ClassNode) else ancestor
                for ancestor in lineage.order[1:]
                if ancestor not in self._pending  # classes that are bases of each other
            )
            self._pending.discard(node)
            self._described[node] = _Described(Description(node, lineage, self._resolver), ancestors)
        return self._described[node]

    def forget(self) -> None:
        """Break the circles of classes and what is known of them; their facts must not be asked for any more."""
        for cls in self._described.values():
            cls.__dict__.clear()
        self._described.clear()


def role_of(ancestors: tuple[ClassInfo | KerasClass, ...]) -> str | None:
    """Return what kind of Keras object the ancestors make a class."""
    names = {ancestor.name for ancestor in ancestors if isinstance(ancestor, KerasClass)}
    return next((role for name, role in _ROLES if name in names), None)


class _Described(ClassInfo):
    """The facts of one class; most are found out when they are first asked for, since most classes are only bases.

    Args:
        description: Finds the facts out.
        ancestors: Described already.
    """

    def __init__(self, description: Description, ancestors: tuple[ClassInfo | KerasClass, ...]) -> None:
        node, lineage = description.node, description.lineage
        self.__dict__.update(
            _description=description,
            name=node.name,
            qualified_name=node.qualified_name,
            source=node.module.source,
            role=role_of(ancestors),
            in_function=node.in_function,
            first_line=node.first_line,
            bases=lineage.bases,
            ancestors=ancestors,
            ancestry_known=lineage.known,
        )

    def __getattr__(self, name: str) -> Any:
        # Python asks this only for what is not in `__dict__`: each fact is found out once.
        if name not in self._fields:
            raise AttributeError(f"{type(self).__name__} has no fact {name!r}")
        description = self.__dict__["_description"]
        try:
            found = self.__dict__[name] = getattr(description, name)
        except RecursionError as error:
            raise TooDeep(description.node.module.absolute) from error
        return found


_Described._fields = ClassInfo._fields


class Description:
    """One class being described: its properties are the facts of the same names in `ClassInfo`."""

    def __init__(self, node: ClassNode, lineage: Lineage, resolver: Resolver) -> None:
        self.node = node
        self.lineage = lineage
        self.resolver = resolver

    @cached_property
    def own(self) -> _Own:
        """The functions of the class body."""
        return _Own(self.node, self.resolver)

    def interpreter(self, kind: type[_Interpreter]) -> _Interpreter:
        """Return a fresh interpreter for a method of this class."""
        return kind(self.node, self.own.functions, self.own.kinds, self.resolver)

    @property
    def span(self) -> Span:
        return self.node.module.places.of(self.node.node)

    @property
    def name_span(self) -> Span:
        return self.node.module.places.name_of(self.node.node)

    @cached_property
    def decorators(self) -> tuple[Decorator, ...]:
        return decorators_of(self.node.head, self.node, self.resolver)

    @cached_property
    def _registration(self) -> tuple[Registration | None, bool]:
        return registration_of(self.node, self.decorators, self.resolver)

    @property
    def registration(self) -> Registration | None:
        return self._registration[0]

    @property
    def registration_known(self) -> bool:
        return self._registration[1] and (self.registration is not None or not self._shaping.registers)

    @cached_property
    def _shaping(self) -> Shaping:
        return shaped_by_ancestors(self.lineage, self.resolver)

    @property
    def constructor(self) -> Constructor | None:
        return self._constructed[0]

    @property
    def generated_constructor(self) -> bool:
        return "__init__" not in self.own.functions and any(
            decorator.name in _WRITES_CONSTRUCTOR for decorator in self.decorators
        )

    @property
    def attributes(self) -> Mapping[str, tuple[Assignment, ...]]:
        return self._attributes[0]

    @property
    def attributes_unknown(self) -> bool:
        return self._attributes[1]

    @property
    def methods(self) -> Mapping[str, Method]:
        return {name: self._method(function) for name, function in self.own.functions.items()}

    @property
    def uses(self) -> Uses:
        return Uses(self.node)

    @property
    def bodies(self) -> MethodBodies:
        return MethodBodies(self.interpreter(MethodInterpreter), self.own.functions)

    def _decorated(self, name: str) -> bool:
        """Tell whether something may make a method another one than is written."""
        return (
            name in self.own.conditional
            or name in self._shaping.methods
            or any(
                decorator.name is None
                or (decorator.name not in _HARMLESS_NAMES and not decorator.name.endswith(_HARMLESS))
                for decorator in self.own.decorators[name]
            )
        )

    @cached_property
    def _constructed(self) -> tuple[Constructor | None, dict[str, list[Assignment]], set[str]]:
        function = self.own.functions.get("__init__")
        attributes: dict[str, list[Assignment]] = {}
        if function is None:
            return None, attributes, set()
        method = self.interpreter(ConstructorMethod)
        constructor = interpret_constructor(method, function, decorated=self._decorated("__init__"))
        for name, assignment in method.assignments:
            attributes.setdefault(name, []).append(assignment)
        return constructor, attributes, {"__init__", *method.helpers}

    @cached_property
    def _attributes(self) -> tuple[dict[str, tuple[Assignment, ...]], bool]:
        """What sets which attribute, and whether more may be set unseen."""
        _, by_constructor, seen = self._constructed
        attributes = {name: list(found) for name, found in by_constructor.items()}
        unknown = self._collect(attributes, seen)
        for name in replaced_methods(self.decorators, self.resolver):
            place = self.node.module.places.name_of(self.node.node)
            replaced = Assignment("", Unknown("set by a decorator"), place, "assign", False)
            attributes.setdefault(name, []).append(replaced)
        return {name: tuple(found) for name, found in attributes.items()}, unknown

    def _collect(self, attributes: dict[str, list[Assignment]], seen: set[str]) -> bool:
        """Add what everything but the constructor sets; return whether more may be set unseen."""
        method = self.interpreter(MethodInterpreter)
        for name, assignment in class_level(method):
            attributes.setdefault(name, []).append(assignment)
        for function, _ in body_functions(self.node.node):
            if function.name not in seen:
                for name, assignment in method_level(
                    method, function, self.own.kinds.get(function.name, "method")
                ):
                    attributes.setdefault(name, []).append(assignment)
        by_name, unknown = hidden_setters(method)
        for name, assignment in by_name:
            if not any(
                known.how == "setattr" and known.span == assignment.span for known in attributes.get(name, ())
            ):
                attributes.setdefault(name, []).append(assignment)
        return unknown

    @property
    def get_config(self) -> GetConfig | None:
        function = self.own.functions.get("get_config")
        if function is None:
            return None
        is_plain = self.own.kinds["get_config"] == "method" and isinstance(function, ast.FunctionDef)
        decorated = self._decorated("get_config")
        return interpret_get_config(
            self.interpreter(ConfigMethod), function, decorated=decorated, plain=is_plain
        )

    @property
    def from_config(self) -> FromConfig | None:
        function = self.own.functions.get("from_config")
        if function is None:
            return None
        decorated = self._decorated("from_config") or isinstance(function, ast.AsyncFunctionDef)
        kind = self.own.kinds["from_config"]
        return interpret_from_config(self.interpreter(FromConfigMethod), function, kind, decorated=decorated)

    def _method(self, function: FunctionNode) -> Method:
        name = function.name
        decorators = self.own.decorators[name]
        abstract = any((d.name or "").endswith("abstractmethod") for d in decorators) or _only_raises(
            function
        )
        return Method(
            name=name,
            kind=self.own.kinds[name],
            abstract=abstract,
            result=self._result(function) if self.own.kinds[name] == "property" else None,
            decorators=decorators,
            span=self.node.module.places.of(function),
            name_span=self.node.module.places.name_of(function),
        )

    def _result(self, function: FunctionNode) -> Value | None:
        body = [node for node in function.body if not _is_text(node)]
        if (
            len(body) != 1
            or not isinstance(body[0], ast.Return)
            or body[0].value is None
            or not function.args.args
        ):
            return None
        state = State()
        state.names[function.args.args[0].arg] = SelfObject()
        return plain(self.interpreter(MethodInterpreter).evaluate(body[0].value, state), state)


class _Own:
    """The functions of a class body, and what their decorators make of them."""

    def __init__(self, node: ClassNode, resolver: Resolver) -> None:
        self.functions: dict[str, FunctionNode] = {}
        self.conditional: set[str] = set()
        self.decorators: dict[str, tuple[Decorator, ...]] = {}
        self.kinds: dict[str, str] = {}
        for function, conditional in body_functions(node.node):
            found = decorators_of(function, node, resolver) if function.decorator_list else ()
            names = [decorator.name or "" for decorator in found]
            if any(name.endswith((".setter", ".deleter", ".getter")) for name in names):
                continue
            if conditional or function.name in self.functions:
                self.conditional.add(function.name)
            self.functions[function.name] = function
            self.decorators[function.name] = found
            self.kinds[function.name] = _kind(function, names)


def _kind(function: FunctionNode, decorators: list[str]) -> str:
    for name in decorators:
        if name in {"classmethod", "staticmethod", "property"}:
            return name
        if name.endswith(("property", "abstractproperty")):
            return "property"
    return "method"


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _only_raises(function: FunctionNode) -> bool:
    body = [node for node in function.body if not _is_text(node)]
    return len(body) == 1 and isinstance(body[0], ast.Raise) and "NotImplemented" in ast.unparse(body[0])
