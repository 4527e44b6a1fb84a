"""Insert items into a bracketed list, in the style the list is written in; comments stay where they are."""

from __future__ import annotations

from collections.abc import Sequence

from scaffold.finding import Edit
from scaffold.lint.repair.places import Brackets, begins_line, indentation, line_end, line_start


def append_items(text: str, where: Brackets, items: Sequence[str], newline: str) -> tuple[Edit, ...]:
    """Return the edits that put items behind the last one.

    Args:
        text: The whole text.
        where: The list.
        items: What to insert, each without a comma.
        newline: The line end of the file.

    Returns:
        One insertion, or two where a comment stands behind an item without a comma.

    Example:
        >>> append_items("f(a)", Brackets(1, 3, ((2, 3),), None), ["b"], "\\n")
        (Edit(start=3, end=3, replacement=', b'),)
    """
    if not where.items:
        return _first_items(text, where, items, newline)
    first, last = where.items[-1]
    if not (begins_line(text, first) and line_start(text, first) > where.open):
        at, head = (last, ", ") if where.comma is None else (where.comma + 1, " ")
        return (Edit(at, at, head + ", ".join(items)),)
    line = newline + indentation(text, first)
    at = last if where.comma is None else where.comma + 1
    rest = line_end(text, at)
    if rest >= where.close:
        joined = ",".join(line + item for item in items)
        return (Edit(at, at, joined if where.comma is not None else "," + joined),)
    if where.comma is not None:
        return (Edit(rest, rest, "".join(f"{line}{item}," for item in items)),)
    lines = ",".join(line + item for item in items)
    return (Edit(at, at, "," + lines),) if rest == at else (Edit(at, at, ","), Edit(rest, rest, lines))


def prepend_item(text: str, where: Brackets, item: str, newline: str) -> tuple[Edit, ...]:
    """Return the edit that puts one item before the first one; comments stay above what they are about."""
    if not where.items:
        return _first_items(text, where, [item], newline)
    first = where.items[0][0]
    if begins_line(text, first) and line_start(text, first) > where.open:
        end = line_end(text, where.open)
        return (Edit(end, end, f"{newline}{indentation(text, first)}{item},"),)
    return (Edit(first, first, f"{item}, "),)


def _first_items(text: str, where: Brackets, items: Sequence[str], newline: str) -> tuple[Edit, ...]:
    """Return the edit that puts items into an empty list, below a comment in it."""
    comment = text.rfind("#", where.open, where.close)
    if comment < 0:
        return (Edit(where.open + 1, where.open + 1, ", ".join(items)),)
    # A comment on a line of its own stands where the items will; one behind the bracket does not.
    deeper = "" if begins_line(text, comment) else "    "
    end, line = line_end(text, comment), newline + indentation(text, comment) + deeper
    return (Edit(end, end, "".join(f"{line}{item}," for item in items)),)
