"""Where a fact was found, and how certain it is: files, spans, problems and answers."""

from __future__ import annotations

from enum import StrEnum

from scaffold.source.record import Entity, Record


class Answer(StrEnum):
    """Yes, no, or it cannot be told (then a rule stays silent)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Span(Record):
    """A stretch of a source text: ``text[start:end]``.

    Args:
        start: Offset of the first character.
        end: Offset after the last character.
        line: First line, counted from 1.
        column: First column, counted in characters from 1.
        end_line: Last line.
        end_column: Column after the last character.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int

    def __init__(
        self, start: int, end: int, line: int, column: int, end_line: int, end_column: int
    ) -> None:  # written out: an analysis makes more of these than of anything else
        values = self.__dict__
        values["start"], values["end"] = start, end
        values["line"], values["column"] = line, column
        values["end_line"], values["end_column"] = end_line, end_column


class SourceFile(Entity):
    """A file of Python source as it was read.

    Args:
        path: The file, as the user wrote it (or the directory as written, plus the way down from it).
        module: Dotted module name by the chain of ``__init__.py`` files: ``pkg.layers.dense``.
        text: All characters, line ends as they are in the file; the byte order mark is not part of it.
        encoding: What the bytes were decoded with (``utf-8``, ``utf-8-sig``, or what PEP 263 declares).
        newline: The line end of the file: ``\\n``, ``\\r\\n`` or ``\\r``; ``\\n`` where there is none.
    """

    path: str
    module: str
    text: str
    encoding: str = "utf-8"
    newline: str = "\n"


class Problem(Record):
    """A file that cannot be analysed: unreadable, too large, not decodable, or no valid Python.

    Args:
        path: The file, as the user wrote it.
        message: What was found and what to do, in one sentence.
        kind: ``unreadable``, ``too-large``, ``encoding`` or ``syntax``.
        line: Line of the trouble, counted from 1; 0 where there is none.
        column: Column of the trouble, in characters from 1; 0 where there is none.
    """

    path: str
    message: str
    kind: str
    line: int = 0
    column: int = 0


class TooDeep(RecursionError):
    """A file whose expressions are nested too deeply to be followed.

    Args:
        absolute: The file.
    """

    def __init__(self, absolute: str) -> None:
        super().__init__(absolute)
        self.absolute = absolute
