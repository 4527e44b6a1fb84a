"""The code of a Jupyter notebook as one text, and an edited text put back without touching anything else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from scaffold.pattern import pattern
from scaffold.source.broken_cells import as_comments, fault_of, is_broken
from scaffold.source.magics import MARK, cell_magic, is_python, put_aside, put_back
from scaffold.source.record import Record

_BEGIN = pattern(f"^#{MARK}cell (\\d+)\n", re.MULTILINE)
_SPACE = pattern(r"[ \t\n\r]*")
_CHARACTER = pattern(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)


class NotebookError(Exception):
    """A file that is no notebook whose code can be told; the text says why, and what to do."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class Cell(Record):
    """A code cell.

    Args:
        number: Its place among all cells, counted from 1.
        source: Its code.
        start: Where the JSON value of its code begins.
        end: Where that ends.
    """

    number: int
    source: str
    start: int
    end: int


def code_of(document: str) -> str:
    """Return the Python code of a notebook as one text; a line before each cell tells its number.

    A cell that is no Python keeps no other cell from being understood: all its lines become comments.

    Raises:
        NotebookError: The document is no notebook of format 4.

    Example:
        >>> code_of('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]}')
        '#\\x1fcell 1\\nx = 1\\n'
    """
    cells = cells_of(document)
    codes = _codes(cells, [])
    return "".join(f"#{MARK}cell {cell.number}\n{code}\n" for cell, code in zip(cells, codes, strict=True))


def _codes(cells: list[Cell], held: list[str]) -> list[str]:
    """Return the code of each cell as Python; the lines that were put aside are appended to ``held``."""
    codes = []
    for cell in cells:
        before = len(held)
        code = put_aside(cell.source, held)
        fault = fault_of(code)
        if fault is not None:
            del held[before:]
            code = as_comments(cell.source, fault, held)
        codes.append(code)
    return codes


def with_code(document: str, code: str) -> str:
    """Return the notebook with the code of its cells replaced, every other character as it was.

    Args:
        document: The notebook.
        code: An edited text of `code_of`; the lines that begin the cells must still be there.

    Raises:
        ValueError: A line that begins a cell is missing or not in its place, a cell does not begin with its magic
            any more, or one that is no Python was edited.
    """
    cells = cells_of(document)
    held: list[str] = []
    codes = _codes(cells, held)
    pieces = _BEGIN.split(code)
    if [int(number) for number in pieces[1::2]] != [cell.number for cell in cells]:
        raise ValueError("the edited code has other cells than the notebook")
    pieces[2:3] = [pieces[0] + pieces[2]] if cells else []
    ascii_only = document.isascii() and "\\u" in document
    for cell, before, piece in reversed(list(zip(cells, codes, pieces[2::2], strict=True))):
        new = put_back(piece.removesuffix("\n"), held)
        if not new.startswith(cell_magic(cell.source)):
            raise ValueError(f"the edited cell {cell.number} does not begin with its magic")
        if new != cell.source:
            if is_broken(before):
                raise ValueError(f"cell {cell.number} is no Python and cannot be edited")
            value = _rewritten(document[cell.start : cell.end], cell.source, new, ascii_only=ascii_only)
            document = document[: cell.start] + value + document[cell.end :]
    return document


def cell_lines(code: str) -> list[tuple[int, int]]:
    """Return the line before each cell's first one, with the cell's number.

    Example:
        >>> cell_lines('#\\x1fcell 1\\nx = 1\\n#\\x1fcell 4\\ny = 2\\n')
        [(1, 1), (3, 4)]
    """
    return [(code.count("\n", 0, begin.start()) + 1, int(begin.group(1))) for begin in _BEGIN.finditer(code)]


def cells_of(document: str) -> list[Cell]:
    """Return the code cells that hold Python, in order.

    Raises:
        NotebookError: The document is no notebook of format 4.
    """
    try:
        notebook = json.loads(document)
        _refuse_other_formats(notebook)
        if not _is_python(notebook):
            return []
        return list(_cells(document))
    except json.JSONDecodeError as error:
        message = (
            f"is no notebook: its JSON is broken: {error.msg}. Open it in Jupyter and save it, or remove it."
        )
        raise NotebookError(message, error.lineno, error.colno) from error
    except (RecursionError, ValueError) as error:
        raise NotebookError("is no notebook: its JSON cannot be read. Leave it out of the paths.") from error


def _refuse_other_formats(notebook: Any) -> None:
    if not isinstance(notebook, dict) or not ({"cells", "worksheets", "nbformat"} & set(notebook)):
        raise NotebookError(
            "is no notebook: it has no cells. Save it from Jupyter, or leave it out of the paths."
        )
    version = notebook.get("nbformat", 4)
    if version != 4 or isinstance(version, bool) or "worksheets" in notebook:
        raise NotebookError(
            f"is a notebook of format {version!r}; only format 4 can be read. Open it in Jupyter and save it again."
        )
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise NotebookError("is no notebook: its 'cells' are no list of cells. Save it from Jupyter again.")


def _is_python(notebook: dict[str, Any]) -> bool:
    metadata = notebook.get("metadata")
    for part, key in (("kernelspec", "language"), ("language_info", "name")):
        about = metadata.get(part) if isinstance(metadata, dict) else None
        language = about.get(key) if isinstance(about, dict) else None
        if isinstance(language, str):
            return language.lower() in ("python", "ipython")
    return True


def _cells(document: str) -> Iterator[Cell]:
    start = next(start for key, start, _, _ in reversed(list(_members(document, 0))) if key == "cells")
    for number, begin in enumerate(_items(document, start), 1):
        parts = {key: (value, first, end) for key, first, end, value in _members(document, begin)}
        if parts.get("cell_type", ("",))[0] != "code":
            continue
        if "source" not in parts:
            raise NotebookError(f"is no notebook: cell {number} has no 'source'. Save it from Jupyter again.")
        value, first, end = parts["source"]
        source = "".join(value) if _is_lines(value) else value
        if not isinstance(source, str):
            raise NotebookError(
                f"is no notebook: the 'source' of cell {number} is no text. Save it from Jupyter again."
            )
        if MARK in source:
            raise NotebookError(
                f"has a control character (U+001F) in cell {number}, so it was not read. Remove it."
            )
        if is_python(source):
            yield Cell(number, source, first, end)


def _is_lines(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(line, str) for line in value)


def _skip(document: str, position: int) -> int:
    found = _SPACE.match(document, position)
    return found.end() if found is not None else position


def _members(document: str, start: int) -> Iterator[tuple[str, int, int, Any]]:
    """Yield key, begin, end and value of the members of the object that begins at ``start``; it is valid JSON."""
    decode = json.JSONDecoder().raw_decode
    position = _skip(document, _skip(document, start) + 1)
    while document[position] != "}":
        key, position = decode(document, position)
        first = _skip(document, _skip(document, position) + 1)
        value, end = decode(document, first)
        yield key, first, end, value
        position = _skip(document, end)
        if document[position] == ",":
            position = _skip(document, position + 1)


def _items(document: str, start: int) -> Iterator[int]:
    """Yield where the items of the array that begins at ``start`` begin."""
    decode = json.JSONDecoder().raw_decode
    position = _skip(document, start + 1)
    while document[position] != "]":
        yield position
        _, end = decode(document, position)
        position = _skip(document, end)
        if document[position] == ",":
            position = _skip(document, position + 1)


def _rewritten(value: str, old: str, new: str, *, ascii_only: bool) -> str:
    """Return the JSON value for a new source, in the style of the old one: a text, or a list of lines."""
    if value.startswith('"'):
        return f'"{_respelt(value[1:-1], new, ascii_only)}"'
    begins = list(_items(value, 0))
    decode = json.JSONDecoder().raw_decode
    spelt = {}
    ends = []
    for begin in begins:
        line, end = decode(value, begin)
        spelt[line] = value[begin:end]
        ends.append(end)
    lines = [spelt.get(line) or json.dumps(line, ensure_ascii=ascii_only) for line in _with_ends(new)]
    if not begins:
        return f"[{', '.join(lines)}]"
    opening, closing = value[: begins[0]], value[ends[-1] :]
    between = value[ends[0] : begins[1]] if len(begins) > 1 else f",{opening[1:] or ' '}"
    return opening + between.join(lines) + closing


def _with_ends(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _respelt(raw: str, new: str, ascii_only: bool) -> str:
    """Spell a text as the inside of a JSON string; what it shares with the old text keeps its spelling."""
    spelt = _CHARACTER.findall(raw)
    old = [json.loads(f'"{one}"') if one.startswith("\\") else one for one in spelt]
    begin = 0
    while begin < min(len(old), len(new)) and old[begin] == new[begin]:
        begin += 1
    end = 0
    while end < min(len(old), len(new)) - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = json.dumps(new[begin : len(new) - end], ensure_ascii=ascii_only)[1:-1]
    return "".join(spelt[:begin]) + middle + "".join(spelt[len(spelt) - end :])
