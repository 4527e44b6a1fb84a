"""New lines in the indentation of a file, and lists that have outgrown their line taken apart."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from scaffold.finding import Edit
from scaffold.generate.layout import WIDTH, columns, entry, statement
from scaffold.lint.repair.places import Brackets, indentation, line_end, line_start

_STEP = 4
_DOUBLE = re.compile(r'(?<!")"([^"\\]+)"(?!")')


def block(statements: Sequence[str], indent: str, unit: str, width: int = WIDTH) -> list[str]:
    """Lay out statements of one line each.

    Args:
        statements: Each with its own indentation, four spaces a step.
        indent: White space to put in front.
        unit: The white space of one step in this file.
        width: The longest line.

    Returns:
        The lines.

    Example:
        >>> block(["if x:", "    y()"], "  ", "  ")
        ['  if x:', '    y()']
    """
    margin = len(indent.expandtabs(_STEP))
    lines = []
    for text in statements:
        is_comment = text.lstrip().startswith("#")
        laid_out = _comment(text, margin, width) if is_comment else statement(text, margin, width)
        lines += _indented(laid_out, margin, indent, unit)
    return lines


def entry_lines(entries: Sequence[str], indent: str, unit: str, width: int = WIDTH) -> list[str]:
    """Lay out entries of a dict, each on a line of its own."""
    margin = len(indent.expandtabs(_STEP))
    return [line for text in entries for line in _indented(entry(text, margin, width), margin, indent, unit)]


def _indented(lines: Sequence[str], margin: int, indent: str, unit: str) -> list[str]:
    """Put the white space of a file in place of spaces."""
    found = []
    for line in lines:
        bare = line[margin:].lstrip(" ")
        deeper = (len(line) - margin - len(bare)) // _STEP
        found.append(indent + unit * deeper + bare if bare else "")
    return found


def relaid(
    text: str, start: int, end: int, what: str, unit: str, newline: str, width: int = WIDTH
) -> Edit | None:
    """Return the edit that breaks a stretch of one line of its own, or None where it fits.

    Args:
        text: The text.
        start: Where the stretch begins.
        end: Where it ends, before its comma.
        what: ``statement``, ``entry`` of a dict, or ``parameter``.
        unit: The white space of one step.
        newline: The line end of the file.
        width: The longest line.
    """
    first, last = line_start(text, start), line_end(text, end)
    line = text[first:last]
    written = text[start:end]
    if columns(line.expandtabs(_STEP)) <= width or text[first:start].strip() or "\n" in written:
        return None
    indent = indentation(text, start)
    margin = len(indent.expandtabs(_STEP))
    comma = text[end : end + 1] == ","
    if what == "statement":
        lines = statement(written, margin, width)
    elif what == "entry":
        lines = entry(written, margin, width)
    else:
        lines = statement(f"def __init__(self, {written}, **kwargs):", margin - _STEP, width)[2:-2]
    if what != "statement" and not comma:
        lines[-1] = lines[-1].removesuffix(",")
    laid_out = newline.join(_indented(lines, margin, indent, unit))
    return Edit(first, end + comma if what != "statement" else end, laid_out)


def _comment(text: str, margin: int, width: int) -> list[str]:
    bare = text.lstrip()
    white = " " * (margin + len(text) - len(bare))
    return textwrap.wrap(bare[1:].strip(), width, initial_indent=f"{white}# ", subsequent_indent=f"{white}# ")


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
    longest = columns(text[start:end].expandtabs(_STEP))
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


def in_quotes(edit: Edit, quote: str) -> Edit:
    """Return an edit whose plain texts have the quotation marks of a file.

    Args:
        edit: New code, with double quotation marks.
        quote: The mark that the file prefers.

    Example:
        >>> in_quotes(Edit(0, 0, 'config["units"] = 3'), "'").replacement
        "config['units'] = 3"
    """
    if quote == '"':
        return edit
    lines = edit.replacement.split("\n")
    # A line that has the other mark already may have it inside of a text.
    changed = [line if "'" in line else _DOUBLE.sub(r"'\1'", line) for line in lines]
    return Edit(edit.start, edit.end, "\n".join(changed))
