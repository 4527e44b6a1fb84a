"""SourceFile -> ParsedModule: the syntax tree, what its names are bound to, and the classes in it."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from scaffold.source.located import Problem, SourceFile
from scaffold.source.pieces import Piece, class_statements, definition_of, head_of, pieces_of
from scaffold.source.places import Places
from scaffold.source.record import Entity, Record
from scaffold.source.syntax import NO_PYTHON, problem_of, tree_of
from scaffold.source.tree import walk

_Statement = TypeVar("_Statement", bound=ast.stmt)


class Imported(Record):
    """A name bound by an import: a module (``attribute`` is None) or something in it."""

    module: str
    level: int
    attribute: str | None


class Assigned(Record):
    """A name bound to the value of an expression; None where it is bound to something else (a parameter, a loop)."""

    expression: ast.expr | None


class DefinedFunction(Entity):
    """A name bound by ``def``.

    Args:
        statement: The statement, or where it stands.
        module: The module it is in.
    """

    statement: ast.FunctionDef | ast.AsyncFunctionDef | Piece
    module: ParsedModule

    @cached_property
    def node(self) -> ast.FunctionDef | ast.AsyncFunctionDef:
        """The statement, parsed when first asked for."""
        node = self.module.definition(self.statement)
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        return node


class ClassNode(Entity):
    """A class statement, where it stands.

    Args:
        name: Its name.
        path: Enclosing functions and classes and the name: ``Outer.Inner``, ``make.<locals>.Inner``.
        statement: The statement, or where it stands.
        scopes: What names are bound to in the enclosing functions, innermost first.
        in_function: Whether it is inside a function.
        module: The module it is in.
    """

    name: str
    path: str
    statement: ast.ClassDef | Piece
    scopes: tuple[Scope, ...]
    in_function: bool
    module: ParsedModule

    @cached_property
    def node(self) -> ast.ClassDef:
        """The statement, parsed when first asked for."""
        node = self.module.definition(self.statement)
        assert isinstance(node, ast.ClassDef)
        return node

    @cached_property
    def head(self) -> ast.ClassDef:
        """A statement with the same decorators, bases and keywords, but perhaps another body."""
        head = head_of(self.statement) if isinstance(self.statement, Piece) else None
        return head if head is not None else self.node

    @property
    def qualified_name(self) -> str:
        """Module and path."""
        return f"{self.module.source.module}.{self.path}"

    @property
    def first_line(self) -> int:
        """Its first line, decorators included."""
        statement = self.statement
        if isinstance(statement, Piece):
            return statement.lineno
        return min([statement.lineno, *(decorator.lineno for decorator in statement.decorator_list)])

    @property
    def base_words(self) -> set[str]:
        """Last words of all names in its bases."""
        words = set()
        for node in walk(*self.head.bases):
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
        tree: Its syntax tree, without the definitions.
        definitions: Definitions at its top level that are parsed when they are asked for.
    """

    def __init__(
        self, source: SourceFile, absolute: str, tree: ast.Module, definitions: Sequence[Piece] = ()
    ) -> None:
        self.source = source
        self.absolute = absolute
        self.tree = tree
        self.scope = Scope()
        self.classes: list[ClassNode] = []
        # How much of the text was parsed into a tree.
        self.size = len(source.text) - sum(len(piece.text) for piece in definitions)
        self._places: Places | None = None
        self._class_lines = self._lines_with_class()
        body: list[ast.stmt | Piece] = [*tree.body, *definitions]
        for statement in sorted(body, key=attrgetter("lineno")) if definitions else body:
            if isinstance(statement, Piece) and not statement.has_class:
                self._bind_piece(statement)
            else:
                self._bind([self.definition(statement)], self.scope, "", (), False)

    @property
    def places(self) -> Places:
        """Places of its text, made when first asked for."""
        if self._places is None:
            self._places = Places(self.source.text)
        return self._places

    def definition(self, statement: _Statement | Piece) -> _Statement | ast.stmt:
        """Return a statement, which may have to be parsed yet."""
        if not isinstance(statement, Piece):
            return statement
        self.size += len(statement.text)
        return definition_of(statement, self.absolute)

    def forget(self) -> None:
        """Break the circles of classes, scopes and module, so that the memory is free at once."""
        for scope in [self.scope, *(scope for found in self.classes for scope in found.scopes)]:
            scope.names.clear()
        self.classes.clear()
        self.tree.body.clear()

    def _lines_with_class(self) -> list[int]:
        text = self.source.text
        lines, line, position = [], 1, 0
        for start in class_statements(text):
            line += text.count("\n", position, start)
            position = start
            lines.append(line)
        # A file with bare carriage returns is too rare to count lines for: look everywhere.
        return lines if "\r" not in text.replace("\r\n", "") else list(range(1, text.count("\r") + 2))

    def _holds_class(self, node: ast.stmt) -> bool:
        following = bisect_left(self._class_lines, node.lineno)
        if following == len(self._class_lines):
            return False
        return self._class_lines[following] <= (node.end_lineno or node.lineno)

    def _bind(
        self, body: Iterable[ast.stmt], scope: Scope, path: str, scopes: tuple[Scope, ...], in_function: bool
    ) -> None:
        for statement in body:
            if isinstance(statement, ast.ClassDef):
                self._bind_class(statement, scope, path, scopes, in_function)
            elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                scope.bind(statement.name, DefinedFunction(statement, self))
                self._enter_function(statement, path, scopes)
            else:
                bind_simple(statement, scope)
                for block in blocks_of(statement):
                    self._bind(block, scope, path, scopes, in_function)

    def _bind_piece(self, piece: Piece) -> None:
        if piece.is_class:
            found = ClassNode(piece.name, piece.name, piece, (), False, self)
            self.classes.append(found)
            self.scope.bind(piece.name, found)
        else:
            self.scope.bind(piece.name, DefinedFunction(piece, self))

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
        return ParsedModule(source, absolute, tree_of(source.text))
    except NO_PYTHON as error:
        return problem_of(source, error)


def parse_in_pieces(source: SourceFile, absolute: str) -> ParsedModule | Problem:
    """Parse of a source that is valid Python what stands at its top level; its definitions when they are asked for."""
    pieces = pieces_of(source.text)
    if pieces is None:
        return parse(source, absolute)
    try:
        return ParsedModule(source, absolute, tree_of(pieces.rest), pieces.definitions)
    except NO_PYTHON:
        return parse(source, absolute)  # a definition goes on where it seemed to end
