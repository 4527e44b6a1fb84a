"""Text -> its top-level definitions, found without parsing: each can then be parsed when somebody asks for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from scaffold.pattern import pattern
from scaffold.source.located import TooDeep
from scaffold.source.syntax import NO_PYTHON, tree_of

# What begins in the first column: a definition, a decorator, or anything else that is no comment and closes nothing.
_BEGINS = pattern(r"^(?:(class)[ \t]+(\w+)|(?:async[ \t]+)?(def)[ \t]+(\w+)|(@)|[^\s#)\]}])", re.MULTILINE)
_CLASS = pattern(r"class[ \t\\]+\w")
# Bases up to the `):` that ends them.
_HEAD = pattern(r"^class[ \t]+\w+\s*(?:\((.*?)\)\s*)?:", re.DOTALL | re.MULTILINE)
_QUOTES = ('"""', "'''")
_QUOTES_IN_COMMENT = pattern(r"""#[^\n"']*(?:\"{3}|'{3})""")


class Piece(NamedTuple):
    """A definition at the top level of a text.

    Args:
        name: The name that it binds.
        is_class: Whether it is a class; else it is a function.
        lineno: Its first line, decorators included, counted from 1.
        text: All of it.
        has_class: Whether there may be a class inside it.
    """

    name: str
    is_class: bool
    lineno: int
    text: str
    has_class: bool


class Pieces(NamedTuple):
    """A text in pieces.

    Args:
        definitions: Those at the top level, in order.
        rest: The text with empty lines in their place.
    """

    definitions: tuple[Piece, ...]
    rest: str


def pieces_of(text: str) -> Pieces | None:
    """Divide a text that is valid Python.

    Returns:
        None where only a parser can tell what begins in the first column: in strings, brackets and continued lines.

    Example:
        >>> pieces = pieces_of("import a\\n@b\\nclass C(D):\\n  pass\\n")
        >>> [piece.name for piece in pieces.definitions], pieces.rest
        (['C'], 'import a\\n\\n\\n\\n')
    """
    if "\r" in text or "\f" in text or _QUOTES_IN_COMMENT.search(text):
        return None
    definitions: list[Piece] = []
    rest: list[str] = []
    end, line = 0, 1
    for start, stop, found in _stretches(text):
        between, whole = text[end:start], text[start:stop]
        if found is None or not (_is_closed(between) and _is_closed(whole)):
            return None
        line += between.count("\n")
        is_class = found[1] is not None
        inner = sum(1 for _ in class_statements(whole)) > is_class
        definitions.append(Piece(found[2] or found[4], is_class, line, whole, inner))
        lines = whole.count("\n")
        rest += (between, "\n" * lines)
        line += lines
        end = stop
    if not _is_closed(text[end:]):
        return None
    return Pieces(tuple(definitions), "".join([*rest, text[end:]]))


def class_statements(text: str) -> Iterator[int]:
    """Yield where class statements of a text may begin: each begins its line; a text about a class hardly does."""
    for match in _CLASS.finditer(text):
        start = match.start()
        if not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t\f\\"):
            yield start


def _stretches(text: str) -> list[tuple[int, int, re.Match[str] | None]]:
    """Return where the definitions begin and end, and what was found there; None where a decorator stands alone."""
    found: list[tuple[int, int, re.Match[str] | None]] = []
    start, definition, decorated = -1, None, -1
    for match in _BEGINS.finditer(text):
        at = match.start()
        if definition is not None:
            found.append((start, at, definition))
            definition = None
        if match[5]:
            decorated = at if decorated < 0 else decorated
        elif match[1] or match[3]:
            start, definition = (at if decorated < 0 else decorated), match
            decorated = -1
        elif decorated >= 0:
            return [(0, 0, None)]
    if definition is not None:
        found.append((start, len(text), definition))
    return found


def _is_closed(stretch: str) -> bool:
    """Tell whether no string and no line goes on behind a stretch that ends before a first column."""
    return not stretch.endswith("\\\n") and not any(stretch.count(quotes) % 2 for quotes in _QUOTES)


def definition_of(piece: Piece, absolute: str) -> ast.stmt:
    """Parse a piece where it stands.

    Raises:
        TooDeep: It is nested too deeply; ``absolute`` is the file.
    """
    try:
        return tree_of("\n" * (piece.lineno - 1) + piece.text).body[0]
    except (RecursionError, MemoryError) as error:
        raise TooDeep(absolute) from error


def head_of(piece: Piece) -> ast.ClassDef | None:
    """Return the class of a piece without its body, decorators where they stand; None where its text does not tell."""
    match = _HEAD.search(piece.text)
    try:
        written = "\n" * (piece.lineno - 1) + piece.text[: match.end()] + " pass" if match else ""
        head = tree_of(written).body[0] if written else None
    except NO_PYTHON:
        return None
    return head if isinstance(head, ast.ClassDef) else None
