"""What only IPython understands (``%time``, ``!pip``, ``layer?``) put aside, so that a cell is Python."""

from __future__ import annotations

import re

from scaffold.pattern import pattern

# Stands at the end of a line that was put in the place of another; no Python source holds this character.
MARK = "\x1f"

# Magics of a whole cell whose body is Python that runs in the notebook.
# https://ipython.readthedocs.io/en/stable/interactive/magics.html#cell-magics
_PYTHON_CELLS = frozenset({"capture", "debug", "prun", "time", "timeit"})

_CELL_MAGIC = pattern(r"\s*%%(\w*)")
_LINE = pattern(r"[ \t]*(?:[%!?]|[%\w.*\[\]]+\?{1,2}[ \t]*$)")
_ASSIGNED = pattern(r"([\w., \t\[\]\"'*]+=[ \t]*)[%!]")
# What may hold a line end that ends no statement: strings and brackets; comments hide both.
_TOKEN = pattern(
    r"#[^\n]*"
    r"|\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*(?:\"{3})?"
    r"|'{3}(?:[^'\\]|\\.|'(?!''))*(?:'{3})?"
    r"|\"(?:[^\"\\\n]|\\.)*\"?"
    r"|'(?:[^'\\\n]|\\.)*'?"
    r"|\\\n|[(\[{]|[)\]}]|\n",
    re.DOTALL,
)
_HELD = pattern(f"^.*{MARK}(\\d+)$", re.MULTILINE)


def is_python(cell: str) -> bool:
    """Whether a cell is Python that the kernel itself runs: not ``%%bash``, ``%%html``, ``%%writefile``.

    One that begins indented is none either, though IPython takes the indentation away:
    https://ipython.readthedocs.io/en/stable/config/inputtransforms.html
    """
    magic = _CELL_MAGIC.match(cell)
    if magic is not None:
        return magic.group(1) in _PYTHON_CELLS
    begun = cell.lstrip()
    indentation = cell[: len(cell) - len(begun)].rpartition("\n")[2]
    return not indentation or not begun or begun.startswith("#")


def cell_magic(cell: str) -> str:
    """Return the line that makes a magic of the whole cell, and must stay the first; empty where there is none.

    Example:
        >>> cell_magic("%%time\\nx = 1")
        '%%time'
    """
    return cell[: _end_of_line(cell, cell.index("%%"))] if _CELL_MAGIC.match(cell) else ""


def put_aside(cell: str, held: list[str]) -> str:
    """Return the cell with every line of IPython replaced by a line of Python.

    Args:
        cell: Source of a cell.
        held: The replaced lines are appended to it; `put_back` wants it.

    Example:
        >>> put_aside("%matplotlib inline\\nimport keras\\n", held := [])
        'pass  #\\x1f0\\nimport keras\\n'
    """
    if not any(character in cell for character in "%!?"):
        return cell
    parts: list[str] = []
    position = 0
    while position < len(cell):
        end = _end_of_line(cell, position)
        if (statement := _replacement(cell[position:end])) is None:
            end = _end_of_statement(cell, position)
            parts.append(cell[position:end])
        else:
            while cell[end - 1] == "\\" and end < len(cell):
                end = _end_of_line(cell, end + 1)  # a shell command goes on in the next line
            for number, line in enumerate(cell[position:end].split("\n")):
                indented = statement if number == 0 else _indentation(statement) + "pass"
                parts.append(("\n" if number else "") + f"{indented}  #{MARK}{len(held)}")
                held.append(line)
            if end < len(cell):
                parts.append("\n")
                end += 1
        position = end
    return "".join(parts)


def put_back(cell: str, held: list[str]) -> str:
    """Return the cell as its author wrote it.

    Example:
        >>> put_back("pass  #\\x1f0\\nimport keras\\n", ["%matplotlib inline"])
        '%matplotlib inline\\nimport keras\\n'
    """
    return _HELD.sub(lambda line: held[int(line.group(1))], cell)


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _end_of_statement(text: str, start: int) -> int:
    """Return where the line after a statement begins."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        first = token.group()[0]
        if first in "([{":
            depth += 1
        elif first in ")]}":
            depth -= 1
        elif first == "\n" and depth <= 0:
            return token.end()
    return len(text)


def _replacement(line: str) -> str | None:
    if _LINE.match(line):
        return _indentation(line) + "pass"
    assigned = _ASSIGNED.match(line)
    return f"{assigned.group(1)}__ipython__" if assigned is not None else None


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
