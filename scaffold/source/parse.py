"""SourceFile -> ParsedModule: the syntax tree, what its names are bound to, and the classes in it."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterable, Sequence

from scaffold.pattern import pattern
from scaffold.source.located import Problem, SourceFile
from scaffold.source.places import Places
from scaffold.source.record import Entity, Record
from scaffold.source.tree import walk

_CLASS = pattern(r"class[ \t\\]+\w")


class Imported(Record):
    """A name bound by an import: a module (``attribute`` is None) or something in it."""

    module: str
    level: int
    attribute: str | None


class Assigned(Record):
    """A name bound to the value of an expression; None where it is bound to something else (a parameter, a loop)."""

    expression: ast.expr | None


class DefinedFunction(Record):
    """A name bound by ``def``."""

    node: ast.FunctionDef | ast.AsyncFunctionDef


class ClassNode(Entity):
    """A class statement, where it stands.

    Args:
        name: Its name.
        path: Enclosing functions and classes and the name: ``Outer.Inner``, ``make.<locals>.Inner``.
        node: The statement.
        scopes: What names are bound to in the enclosing functions, innermost first.
        in_function: Whether it is inside a function.
        module: The module it is in.
    """

    name: str
    path: str
    node: ast.ClassDef
    scopes: tuple[Scope, ...]
    in_function: bool
    module: ParsedModule

    @property
    def qualified_name(self) -> str:
        """Module and path."""
        return f"{self.module.source.module}.{self.path}"

    @property
    def base_words(self) -> set[str]:
        """Last words of all names in its bases."""
        words = set()
        for node in walk(*self.node.bases):
            if isinstance(node, ast.Attribute):
                words.add(node.attr)
            elif isinstance(node, ast.Name):
                words.add(node.id)
        return words


Binding = Imported | Assigned | DefinedFunction | ClassNode


class Scope:
    """Names and everything they may be bound to in one module or function body.

    Args:
        names: Name -> bindings in order.
        stars: ``from x import *`` of that scope.
    """

    def __init__(self) -> None:
        self.names: dict[str, list[Binding]] = {}
        self.stars: list[Imported] = []

    def bind(self, name: str, binding: Binding) -> None:
        """Add one binding of a name."""
        self.names.setdefault(name, []).append(binding)


class ParsedModule:
    """A parsed file.

    Args:
        source: The file.
        absolute: Its absolute path.
        tree: Its syntax tree.
    """

    def __init__(self, source: SourceFile, absolute: str, tree: ast.Module) -> None:
        self.source = source
        self.absolute = absolute
        self.tree = tree
        self.scope = Scope()
        self.classes: list[ClassNode] = []
        self._places: Places | None = None
        self._class_lines = self._lines_with_class()
        self._bind(tree.body, self.scope, "", (), False)

    @property
    def places(self) -> Places:
        """Places of its text, made when first asked for."""
        if self._places is None:
            self._places = Places(self.source.text)
        return self._places

    def forget(self) -> None:
        """Break the circles of classes, scopes and module, so that the memory is free at once."""
        for scope in [self.scope, *(scope for found in self.classes for scope in found.scopes)]:
            scope.names.clear()
        self.classes.clear()
        self.tree.body.clear()

    def _lines_with_class(self) -> list[int]:
        text = self.source.text
        lines, line, position = [], 1, 0
        for found in _CLASS.finditer(text):
            line += text.count("\n", position, found.start())
            position = found.start()
            lines.append(line)
        # A file with bare carriage returns is too rare to count lines for: look everywhere.
        return lines if "\r" not in text.replace("\r\n", "") else list(range(1, text.count("\r") + 2))

    def _holds_class(self, node: ast.stmt) -> bool:
        end = node.end_lineno or node.lineno
        return any(node.lineno <= line <= end for line in self._class_lines)

    def _bind(
        self, body: Iterable[ast.stmt], scope: Scope, path: str, scopes: tuple[Scope, ...], in_function: bool
    ) -> None:
        for statement in body:
            if isinstance(statement, ast.ClassDef):
                self._bind_class(statement, scope, path, scopes, in_function)
            elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                scope.bind(statement.name, DefinedFunction(statement))
                self._enter_function(statement, path, scopes)
            else:
                bind_simple(statement, scope)
                for block in blocks_of(statement):
                    self._bind(block, scope, path, scopes, in_function)

    def _bind_class(
        self, node: ast.ClassDef, scope: Scope | None, path: str, scopes: tuple[Scope, ...], in_function: bool
    ) -> None:
        found = ClassNode(node.name, f"{path}{node.name}", node, scopes, in_function, self)
        self.classes.append(found)
        if scope is not None:
            scope.bind(node.name, found)
        inner = Scope()  # names of a class body are not seen from its methods, so this scope is not handed on
        self._bind_class_body(node.body, inner, f"{path}{node.name}.", scopes, in_function)

    def _bind_class_body(
        self, body: Iterable[ast.stmt], scope: Scope, path: str, scopes: tuple[Scope, ...], in_function: bool
    ) -> None:
        for statement in body:
            if isinstance(statement, ast.ClassDef):
                self._bind_class(statement, scope, path, scopes, in_function)
            elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self._enter_function(statement, path, scopes)
            else:
                for block in blocks_of(statement):
                    self._bind_class_body(block, scope, path, scopes, in_function)

    def _enter_function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, path: str, scopes: tuple[Scope, ...]
    ) -> None:
        if not self._holds_class(node):
            return
        scope = Scope()
        arguments = node.args
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
            scope.bind(argument.arg, Assigned(None))
        for starred in (arguments.vararg, arguments.kwarg):
            if starred is not None:
                scope.bind(starred.arg, Assigned(None))
        self._bind(node.body, scope, f"{path}{node.name}.<locals>.", (scope, *scopes), True)


# Most statements are none of these, and every statement is asked several times.
_COMPOUND = frozenset({
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match,
})  # fmt: skip


def blocks_of(statement: ast.stmt) -> Sequence[list[ast.stmt]]:
    """Return the blocks of a compound statement that is no definition."""
    if statement.__class__ not in _COMPOUND:
        return ()
    match statement:
        case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
            return (statement.body, statement.orelse)
        case ast.With() | ast.AsyncWith():
            return (statement.body,)
        case ast.Try() | ast.TryStar():
            handlers = [handler.body for handler in statement.handlers]
            return (statement.body, *handlers, statement.orelse, statement.finalbody)
        case ast.Match():
            return [case.body for case in statement.cases]
    return ()


def bind_simple(statement: ast.stmt, scope: Scope) -> None:
    """Bind what an import or an assignment binds."""
    match statement:
        case ast.Import():
            for alias in statement.names:
                if alias.asname:
                    scope.bind(alias.asname, Imported(alias.name, 0, None))
                else:
                    first = alias.name.partition(".")[0]
                    scope.bind(first, Imported(first, 0, None))
        case ast.ImportFrom():
            for alias in statement.names:
                imported = Imported(statement.module or "", statement.level, alias.name)
                if alias.name == "*":
                    scope.stars.append(imported)
                else:
                    scope.bind(alias.asname or alias.name, imported)
        case ast.Assign():
            for target in statement.targets:
                _bind_target(target, statement.value, scope)
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            scope.bind(name, Assigned(value))
        case ast.AugAssign(target=ast.Name(id=name)):
            scope.bind(name, Assigned(None))
        case ast.For(target=target) | ast.AsyncFor(target=target):
            _bind_target(target, None, scope)
        case ast.With() | ast.AsyncWith():
            for item in statement.items:
                if item.optional_vars is not None:
                    _bind_target(item.optional_vars, None, scope)


def _bind_target(target: ast.expr, value: ast.expr | None, scope: Scope) -> None:
    match target:
        case ast.Name(id=name):
            scope.bind(name, Assigned(value))
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            pairs = (
                value.elts
                if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(elements)
                else [None] * len(elements)
            )
            for element, part in zip(elements, pairs, strict=True):
                _bind_target(element, part, scope)


def parse(source: SourceFile, absolute: str) -> ParsedModule | Problem:
    """Parse a source; a text that is no Python becomes a problem."""
    try:
        with warnings.catch_warnings():
            # An invalid escape in somebody's docstring is not for our standard error.
            warnings.simplefilter("ignore")
            tree = ast.parse(source.text)
        return ParsedModule(source, absolute, tree)
    except _NO_PYTHON as error:
        return _problem(source, error)


def check_syntax(source: SourceFile) -> Problem | None:
    """Return the problem of a text that is no Python, for less than parsing it into objects costs."""
    import symtable

    if source.path.endswith(".ipynb"):
        # A cell may await outside of a function, and import from __future__ late.
        parsed = parse(source, "")
        return parsed if isinstance(parsed, Problem) else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            symtable.symtable(source.text, source.path, "exec")
    except _NO_PYTHON as error:
        return _problem(source, error)
    return None


# What the parser raises for a text that is no Python, or too deep.
_NO_PYTHON = (SyntaxError, RecursionError, MemoryError, ValueError)


def _problem(source: SourceFile, error: BaseException) -> Problem:
    if isinstance(error, SyntaxError):
        return _syntax_problem(source, error)
    if isinstance(error, ValueError):
        return Problem(source.path, f"is no valid Python: {error}.", "syntax", 1, 1)
    return Problem(
        source.path, "is nested too deeply to be parsed. Leave it out of the paths.", "syntax", 1, 1
    )


def _syntax_problem(source: SourceFile, error: SyntaxError) -> Problem:
    # For a text (not bytes) the column of a SyntaxError counts characters.
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    message = (
        f"is no valid Python {version}: {error.msg}. Correct it, leave it out of the paths, or, where it is written "
        "for a newer Python, run this with that one."
    )
    return Problem(source.path, message, "syntax", error.lineno or 1, max(error.offset or 1, 1))
