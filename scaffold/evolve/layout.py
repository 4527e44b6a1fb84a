"""New lines in the indentation of a file, and lists that have outgrown their line taken apart."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from scaffold.finding import Edit
from scaffold.generate.layout import WIDTH, statement
from scaffold.lint.repair.places import Brackets, indentation, line_end, line_start

_STEP = 4


def block(statements: Sequence[str], indent: str, unit: str) -> list[str]:
    """Lay out statements of one line each.

    Args:
        statements: Each with its own indentation, four spaces a step.
        indent: White space to put in front.
        unit: The white space of one step in this file.

    Returns:
        The lines.

    Example:
        >>> block(["if x:", "    y()"], "  ", "  ")
        ['  if x:', '    y()']
    """
    columns = len(indent.expandtabs(_STEP))
    lines = []
    for text in statements:
        for line in (
            statement(text, columns) if not text.lstrip().startswith("#") else _comment(text, columns)
        ):
            bare = line[columns:]
            deeper = (len(bare) - len(bare.lstrip(" "))) // _STEP
            lines.append((indent + unit * deeper + bare.lstrip(" ")) if bare.strip() else "")
    return lines


def _comment(text: str, columns: int) -> list[str]:
    bare = text.lstrip()
    margin = " " * (columns + len(text) - len(bare))
    return textwrap.wrap(
        bare[1:].strip(), WIDTH, initial_indent=f"{margin}# ", subsequent_indent=f"{margin}# "
    )


def taken_apart(text: str, where: Brackets, unit: str, newline: str, width: int = WIDTH) -> list[Edit]:
    """Return the edits that give every item of a list its own line, where the list has outgrown its line.

    Args:
        text: The text.
        where: The list.
        unit: The white space of one step.
        newline: The line end of the file.
        width: The longest line that is left alone.

    Returns:
        Nothing where it fits, or where it is more than one line already and its items stand on lines of their own.
    """
    if not where.items:
        return []
    first, last = where.items[0][0], where.items[-1][1]
    start, end = line_start(text, last), line_end(text, last)
    longest = len(text[start:end].expandtabs(_STEP))
    if longest <= width or "\n" in text[first:last]:
        return []
    hugging = line_start(text, first) > where.open
    if hugging and line_end(text, last) >= where.close:
        return []
    outer = indentation(text, where.open)
    if "#" in text[last : where.close]:
        return []
    # A dict that is all that a call is given goes on lines of its own within the call's parentheses.
    alone = (
        not hugging
        and text[where.open - 1 : where.open] == "("
        and text[where.close + 1 : where.close + 2] == ")"
    )
    edits = []
    if alone:
        outer += unit
        edits = [Edit(where.open, where.open, newline + outer)]
        edits += [Edit(where.close + 1, where.close + 1, newline + outer.removesuffix(unit))]
    inner = indentation(text, first) if hugging else outer + unit
    previous = where.open + 1
    for item_start, item_end in where.items:
        edits.append(
            Edit(previous, item_start, ("" if previous == where.open + 1 else ",") + newline + inner)
        )
        previous = item_end
    edits.append(Edit(previous, where.close, "," + newline + outer))
    return edits
