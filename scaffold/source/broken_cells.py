"""Cells of a notebook that are no Python, as comments: each is run by itself, so the others need not suffer."""

from __future__ import annotations

import re
from typing import NamedTuple

from scaffold.pattern import pattern
from scaffold.source.located import Problem, SourceFile
from scaffold.source.magics import MARK
from scaffold.source.syntax import NO_PYTHON, place_of, said_of, tree_of

# A line of such a cell. On the line with the fault its column and what is said of it come first, in a form that nobody
# takes for code; the number at the end is that of a line that was put aside, as behind what only IPython understands.
_LINE = pattern(f"^#{MARK}!(?:(\\d+):([0-9a-f]*))?{MARK}(.*){MARK}\\d+$", re.MULTILINE)


class Fault(NamedTuple):
    """Why a cell is no Python: line and column, counted from 1, and what is said of it."""

    line: int
    column: int
    message: str


def fault_of(code: str) -> Fault | None:
    """Return why the code of a cell is no Python; None where it is."""
    try:
        tree_of(code)
    except NO_PYTHON as error:
        said = " ".join(said_of(error).replace(MARK, " ").split())
        message = (
            f"this cell {said}. It was not judged; the other cells of the notebook were. Correct it, or, where it is "
            "written for a newer Python, run this with that one."
        )
        return Fault(*place_of(error), message)
    return None


def as_comments(cell: str, fault: Fault, held: list[str]) -> str:
    """Return a cell with every line made a comment.

    Args:
        cell: Source of a cell.
        fault: Why it is no Python.
        held: The lines are appended to it.

    Example:
        >>> as_comments("x = (", Fault(1, 5, "?"), held := [])
        '#\\x1f!5:3f\\x1fx = (\\x1f0'
    """
    lines = []
    faulty = min(fault.line, cell.count("\n") + 1)
    for number, line in enumerate(cell.split("\n"), 1):
        told = f"{fault.column}:{fault.message.encode().hex()}" if number == faulty else ""
        # What a comment cannot hold is left out of it, and no quotes are left that could open a text.
        shown = re.sub("[\r\0]", " ", line).encode("utf-8", "replace").decode("utf-8")
        shown = re.sub(r"(\"\"(?=\")|''(?='))", rf"\1{MARK}", shown)
        lines.append(f"#{MARK}!{told}{MARK}{shown}{MARK}{len(held)}")
        held.append(line)
    return "\n".join(lines)


def is_broken(code: str) -> bool:
    """Tell whether the code of a cell is one that became comments."""
    return code.startswith(f"#{MARK}!")


def broken_cells(source: SourceFile) -> list[Problem]:
    """Return the problems of the cells of a notebook that are no Python; their lines count through all cells."""
    return [
        Problem(
            path=source.path,
            message=bytes.fromhex(found[2]).decode(),
            kind="syntax",
            line=source.text.count("\n", 0, found.start()) + 1,
            column=int(found[1]),
        )
        for found in _LINE.finditer(source.text)
        if found[1]
    ]


def as_written(code: str) -> str:
    """Return code of cells with the lines of those that are no Python as they are shown.

    Example:
        >>> as_written("#\\x1f!5:3f\\x1fx = (\\x1f0")
        'x = ('
    """
    return _LINE.sub(lambda line: line[3].replace(MARK, ""), code)
