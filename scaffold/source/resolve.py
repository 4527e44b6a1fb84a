"""Names -> what they stand for, across files: a class of the sources, a class of Keras, or a canonical name."""

from __future__ import annotations

import ast
import builtins

from scaffold.source.facts import KerasClass
from scaffold.source.keras_names import canonical_name, keras_class, known_names
from scaffold.source.modules import Modules
from scaffold.source.parse import Assigned, Binding, ClassNode, DefinedFunction, Imported, ParsedModule, Scope

# Classes whose inner workings (the automatic config above all) the table knows better than any reader of sources.
_FOUNDATIONS = frozenset({
    "keras.Operation", "keras.layers.Layer", "keras.models.Model", "keras.models.Sequential", "keras.losses.Loss",
    "keras.Function", "keras.metrics.Metric", "keras.optimizers.Optimizer", "keras.initializers.Initializer",
    "keras.regularizers.Regularizer", "keras.constraints.Constraint", "keras.callbacks.Callback",
    "keras.optimizers.schedules.LearningRateSchedule", "keras.src.models.functional.Functional",
    "keras.models.Functional",
})  # fmt: skip

_BUILTINS = frozenset(dir(builtins))

# How many second names, re-exports and stars are followed before giving up.
_DEPTH = 20

# A canonical dotted name stands for everything that is no class.
Target = ClassNode | KerasClass | str


def is_foundation(name: str) -> bool:
    """Tell whether a class is taken from the table of Keras even where its source is analysed."""
    return canonical_name(name) in _FOUNDATIONS


def dotted(node: ast.expr) -> list[str] | None:
    """Return the parts of a dotted name, or None for any other expression.

    Example:
        >>> dotted(ast.parse("tf.keras.layers", mode="eval").body)
        ['tf', 'keras', 'layers']
    """
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    parts.append(node.id)
    return parts[::-1]


class Resolver:
    """Follows names through imports, re-exports, second names and conditional definitions.

    Args:
        modules: The files.
    """

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._known: dict[tuple[ParsedModule, tuple[Scope, ...], tuple[str, ...]], tuple[Target, ...]] = {}

    def targets(
        self, module: ParsedModule, scopes: tuple[Scope, ...], parts: list[str]
    ) -> tuple[Target, ...]:
        """Return everything a dotted name may stand for; empty where that cannot be told.

        Args:
            module: The module it is used in.
            scopes: Names of the enclosing functions, innermost first.
            parts: The dotted name, split.
        """
        key = (module, scopes, tuple(parts))
        if key not in self._known:
            self._known[key] = self._unique(self._resolve(module, scopes, parts, _DEPTH))
        return self._known[key]

    def target(self, module: ParsedModule, scopes: tuple[Scope, ...], parts: list[str]) -> Target | None:
        """Return what a dotted name stands for, or None where that is not one thing."""
        found = self.targets(module, scopes, parts)
        return found[0] if len(found) == 1 else None

    def name(self, module: ParsedModule, scopes: tuple[Scope, ...], parts: list[str]) -> str | None:
        """Return the canonical or project-qualified name of what a dotted name stands for, or None."""
        found = self.target(module, scopes, parts)
        if isinstance(found, (ClassNode, KerasClass)):
            return found.qualified_name
        return found

    def module(self, name: str) -> ParsedModule | None:
        """Return the analysed module of a dotted name, or None."""
        return self._modules.named(name)

    def bindings(self, module: ParsedModule, scopes: tuple[Scope, ...], name: str) -> list[Binding] | None:
        """Return what a simple name is bound to in the innermost scope that binds it, or None."""
        for scope in (*scopes, module.scope):
            if name in scope.names:
                return scope.names[name]
        return None

    @staticmethod
    def _unique(found: list[Target | None]) -> tuple[Target, ...]:
        if None in found:
            # One of the bindings cannot be told: the rest are possibilities, which `target` must not take for one.
            known = [target for target in dict.fromkeys(found) if target is not None]
            return tuple(known) if len(known) != 1 else (*known, "?")
        return tuple(target for target in dict.fromkeys(found) if target is not None)

    def _resolve(
        self, module: ParsedModule, scopes: tuple[Scope, ...], parts: list[str], depth: int
    ) -> list[Target | None]:
        if depth <= 0:
            return [None]
        head, rest = parts[0], parts[1:]
        bound = self.bindings(module, scopes, head)
        if bound is not None:
            return [
                target
                for binding in bound
                for target in self._follow(module, scopes, binding, head, rest, depth - 1)
            ]
        for star in (star for scope in (*scopes, module.scope) for star in scope.stars):
            found = self._from_star(module, star, parts, depth - 1)
            if found:
                return found
        return [".".join(parts)] if head in _BUILTINS else [None]

    def _from_star(
        self, module: ParsedModule, star: Imported, parts: list[str], depth: int
    ) -> list[Target | None]:
        origin = self._modules.imported(module, star.level, star.module.split(".") if star.module else [])
        if origin is not None:
            return self._resolve(origin, (), parts, depth) if self._defines(origin, parts[0], depth) else []
        if star.level == 0:
            name = canonical_name(f"{star.module}.{'.'.join(parts)}")
            if name is not None and keras_class(name) is not None:
                return [self._keras(module, name)]
        return []

    def _defines(self, module: ParsedModule, name: str, depth: int) -> bool:
        if name in module.scope.names:
            return True
        if depth <= 0:
            return False
        for star in module.scope.stars:
            origin = self._modules.imported(module, star.level, star.module.split(".") if star.module else [])
            if origin is not None and self._defines(origin, name, depth - 1):
                return True
        return False

    def _follow(
        self,
        module: ParsedModule,
        scopes: tuple[Scope, ...],
        binding: Binding,
        name: str,
        rest: list[str],
        depth: int,
    ) -> list[Target | None]:
        match binding:
            case ClassNode():
                return [self._inside(binding, rest)]
            case DefinedFunction():
                return [".".join([module.source.module, name, *rest])]
            case Imported():
                return self._imported(module, binding, rest, depth)
            case Assigned(expression=expression) if expression is not None:
                return self._assigned(module, scopes, expression, name, rest, depth)
        return [None]

    def _inside(self, found: ClassNode, rest: list[str]) -> Target | None:
        if not rest:
            return found
        path = ".".join([found.path, *rest])
        inner = next((other for other in found.module.classes if other.path == path), None)
        return inner if inner is not None else f"{found.qualified_name}.{'.'.join(rest)}"

    def _assigned(
        self,
        module: ParsedModule,
        scopes: tuple[Scope, ...],
        expression: ast.expr,
        name: str,
        rest: list[str],
        depth: int,
    ) -> list[Target | None]:
        if isinstance(expression, ast.IfExp):
            branches = (expression.body, expression.orelse)
            return [t for b in branches for t in self._assigned(module, scopes, b, name, rest, depth)]
        if isinstance(expression, ast.Constant) and expression.value is None:
            return []  # `keras = None` where the import failed: nothing can be done with it, so it is not meant
        parts = dotted(expression)
        if parts is None or parts == [name]:
            # A value, not another name of something: it is known by where it is.
            return (
                [".".join([module.source.module, name, *rest])]
                if isinstance(expression, ast.Call)
                else [None]
            )
        return self._resolve(module, scopes, [*parts, *rest], depth)

    def _imported(
        self, module: ParsedModule, binding: Imported, rest: list[str], depth: int
    ) -> list[Target | None]:
        attributes = [binding.attribute, *rest] if binding.attribute is not None else rest
        parts = binding.module.split(".") if binding.module else []
        if binding.level == 0:
            return self._absolute(module, [*parts, *attributes], depth)
        return self._relative(module, binding.level, parts, attributes, depth)

    def _absolute(self, module: ParsedModule, parts: list[str], depth: int) -> list[Target | None]:
        name = canonical_name(".".join(parts))
        if name is not None and keras_class(name) is not None:
            return [self._keras(module, name)]
        if name in known_names():
            return [name]
        for size in range(len(parts), 0, -1):
            found = self._modules.imported(module, 0, parts[:size])
            if found is not None and found is not module:
                inside = self._attribute(found, parts[size:], depth)
                # A thing of Keras that is no class has its canonical name, whatever the sources make of it.
                return [name] if name is not None and all(isinstance(t, str) for t in inside) else inside
        return [name if name is not None else ".".join(parts)]

    def _relative(
        self, module: ParsedModule, level: int, parts: list[str], attributes: list[str], depth: int
    ) -> list[Target | None]:
        whole = [*parts, *attributes]
        for size in range(len(whole), -1, -1):
            found = self._modules.imported(module, level, whole[:size])
            if found is not None and (found is not module or size < len(whole)):
                return self._attribute(found, whole[size:], depth)
        return [None]

    def _attribute(self, module: ParsedModule, attributes: list[str], depth: int) -> list[Target | None]:
        if not attributes:
            return [module.source.module]
        if depth <= 0:
            return [None]
        if self._defines(module, attributes[0], depth):
            return self._resolve(module, (), attributes, depth - 1)
        return [f"{module.source.module}.{'.'.join(attributes)}"]

    def _keras(self, importer: ParsedModule, name: str) -> Target:
        """Return the class of the sources where Keras itself asks for one of its own, else the class of the table.

        So a class is judged alike, whether or not the source of some Keras is among the files.
        """
        table = keras_class(name)
        assert table is not None
        module, _, attribute = table.internal_name.rpartition(".")
        is_own = importer.source.module.partition(".")[0] == module.partition(".")[0]
        if name in _FOUNDATIONS or not is_own:
            return table
        parsed = self._modules.named(module)
        if parsed is not None:
            found = next((node for node in parsed.classes if node.path == attribute), None)
            if found is not None:
                return found
        return table
