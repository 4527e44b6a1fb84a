"""A method parsed once more for a repair: its statements, where they stand, and what its names stand for."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from scaffold.lint.repair.places import begins_line, line_end, line_start
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Span
from scaffold.source.once import once
from scaffold.source.places import Places

# What the method is put into to be parsed by itself.
_HOLDER = "class _:\n"


class MethodSource:
    """One method of a file.

    Args:
        text: The whole text of the file.
        node: The method; its lines count as in the file.
        shift: What has to be added to an offset in the text that was parsed.
        places: Places of that text.
        first_line: How many lines of the file stand before it, less those that were put before it.
    """

    def __init__(self, text: str, node: ast.FunctionDef, shift: int, places: Places, first_line: int) -> None:
        self.text = text
        self.node = node
        self._shift = shift
        self._places = places
        self._first_line = first_line

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node begins and ends in the file."""
        lines = (node.lineno, node.end_lineno)  # type: ignore[attr-defined]
        columns = (node.col_offset, node.end_col_offset)  # type: ignore[attr-defined]
        start, end = (
            self._places.offset(line - self._first_line, column)
            for line, column in zip(lines, columns, strict=True)
        )
        return start + self._shift, end + self._shift

    def written(self, node: ast.AST) -> str:
        """Return the text of a node."""
        start, end = self.span(node)
        return self.text[start:end]

    def has_own_lines(self, statement: ast.stmt) -> bool:
        """Whether nothing but a comment stands beside a statement on its lines."""
        start, end = self.span(statement)
        behind = self.text[end : line_end(self.text, end)].strip()
        return begins_line(self.text, start) and (not behind or behind.startswith("#"))

    @property
    def returns(self) -> list[ast.Return]:
        """Its own return statements, in order."""
        return [known for known in own_statements(self.node.body) if isinstance(known, ast.Return)]

    def binding(self, name: str) -> ast.Assign | ast.AnnAssign | None:
        """Return the statement that gives a local name its only value, on every way through the method.

        ``config |= {...}`` changes what the name stands for, and gives it no other value.
        """
        if bindings(self.node, name) != 1:
            return None
        for statement in self.node.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=found)]) if found == name:
                    return statement
                case ast.AnnAssign(target=ast.Name(id=found), value=ast.expr()) if found == name:
                    return statement
        return None


@once
def get_config_source(cls: ClassInfo) -> MethodSource | None:
    """Return the class's own ``get_config``; None where it has none or it cannot be read by itself."""
    return None if cls.get_config is None else method_source(cls, cls.get_config.span, "get_config")


def method_source(cls: ClassInfo, span: Span, name: str) -> MethodSource | None:
    """Return the method that stands at ``span``; None where it cannot be read by itself."""
    text = cls.source.text
    start = line_start(text, span.start)
    if not begins_line(text, span.start):
        return None
    parsed = _HOLDER + text[start : span.end]
    try:
        tree = ast.parse(parsed)
    except (SyntaxError, ValueError, RecursionError):
        return None
    # The line before it stands for all lines of the file before the method.
    ast.increment_lineno(tree, span.line - 2)
    holder = tree.body[0]
    node = holder.body[0] if isinstance(holder, ast.ClassDef) else None
    if not isinstance(node, ast.FunctionDef) or node.name != name:
        return None
    return MethodSource(text, node, start - len(_HOLDER), Places(parsed), span.line - 2)


def own_statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a function, those of functions and classes inside it excluded."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        for part in ast.iter_child_nodes(statement):
            if isinstance(part, ast.stmt):
                yield from own_statements([part])
            elif isinstance(part, (ast.ExceptHandler, ast.match_case)):
                yield from own_statements(part.body)


def bindings(node: ast.AST, name: str) -> int:
    """Count the places in a node, functions inside it included, that give a name another value or delete it."""
    found = 0
    for part in ast.walk(node):
        found += sum(bound == name for bound in bound_in(part))
        if isinstance(part, ast.AugAssign) and isinstance(part.op, ast.BitOr):
            found -= isinstance(part.target, ast.Name) and part.target.id == name
    return found


def bound_in(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node itself gives a value, deletes or declares, in whatever way."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=other):
            yield other or name.partition(".")[0]
        case ast.ExceptHandler(name=str() as name) | ast.MatchAs(name=str() as name):
            yield name
        case ast.MatchStar(name=str() as name) | ast.MatchMapping(rest=str() as name):
            yield name
        case ast.Global(names=others) | ast.Nonlocal(names=others):
            yield from others
