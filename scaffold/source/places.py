"""Nodes of the syntax tree -> spans in characters; the tree itself counts UTF-8 bytes."""

from __future__ import annotations

import ast
from bisect import bisect_right
from itertools import accumulate, count
from operator import add

from scaffold.pattern import pattern
from scaffold.source.located import Span

# What Python's tokenizer ends a line at; a form feed or U+2028 does not end one.
_LINE_END = pattern(r"\r\n|\r|\n")
_KEYWORD = pattern(r"(?:async[\s\\]+)?(?:class|def)[\s\\]+")


class Places:
    """Turns places of one text into spans.

    Args:
        text: The text that was parsed.

    Example:
        >>> Places("x = 'é' + y").of(ast.parse("x = 'é' + y").body[0].value.right).column
        11
    """

    def __init__(self, text: str) -> None:
        self._text = text
        if "\r" in text:
            self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
        else:
            ends = accumulate(map(len, text.split("\n")))
            self._starts = [0, *map(add, ends, count(1))]
        self._ascii = text.isascii()

    def _column(self, line: int, byte_column: int) -> int:
        if self._ascii:
            return byte_column
        start = self._starts[line - 1]
        # A character takes at most as many columns as bytes, so this stretch holds all of them.
        stretch = self._text[start : start + byte_column]
        if stretch.isascii():
            return byte_column
        return len(stretch.encode("utf-8", "surrogatepass")[:byte_column].decode("utf-8", "ignore"))

    def offset(self, line: int, byte_column: int) -> int:
        """Return the offset in characters of a place that the syntax tree names."""
        return self._starts[line - 1] + self._column(line, byte_column)

    def of(self, node: ast.AST) -> Span:
        """Return the span of a node."""
        return self.between(node, node)

    def stretch(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node starts and ends, for who needs no more than the offsets."""
        start = self.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        return start, self.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def between(self, first: ast.AST, last: ast.AST) -> Span:
        """Return the span from the start of one node to the end of another."""
        line, end_line = first.lineno, last.end_lineno  # type: ignore[attr-defined]
        column, end_column = first.col_offset, last.end_col_offset  # type: ignore[attr-defined]
        if not self._ascii:
            column, end_column = self._column(line, column), self._column(end_line, end_column)
        return Span(
            self._starts[line - 1] + column,
            self._starts[end_line - 1] + end_column,
            line,
            column + 1,
            end_line,
            end_column + 1,
        )

    def at(self, start: int, end: int) -> Span:
        """Return the span of a stretch given by offsets."""
        line, end_line = bisect_right(self._starts, start), bisect_right(self._starts, end)
        return Span(
            start,
            end,
            line,
            start - self._starts[line - 1] + 1,
            end_line,
            end - self._starts[end_line - 1] + 1,
        )

    def name_of(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Span:
        """Return the span of the name in a ``class`` or ``def`` statement."""
        start = self.offset(node.lineno, node.col_offset)
        for keyword in ("class ", "def "):
            if self._text.startswith(keyword + node.name, start):
                return self.at(start + len(keyword), start + len(keyword) + len(node.name))
        found = _KEYWORD.match(self._text, start)
        begin = found.end() if found else start
        return self.at(begin, begin + len(node.name))
