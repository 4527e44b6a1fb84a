"""Where things are in a text: lines, indentation, and the items of a bracketed list; offsets count characters."""

from __future__ import annotations

import io

from scaffold.source.record import Record


def with_newlines(text: str) -> str:
    """Return a text of the same length in which every line ends with a newline, as patterns expect it.

    Example:
        >>> with_newlines("a\\rb")
        'a\\nb'
    """
    return text if "\n" in text else text.replace("\r", "\n")


def line_start(text: str, offset: int) -> int:
    """Return where the line that holds ``offset`` begins."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    # Between the two characters of one line break the line is not over yet.
    return line_start(text, start - 1) if text.startswith("\r\n", start - 1) else start


def line_end(text: str, offset: int) -> int:
    """Return where the line that holds ``offset`` ends, before its line break."""
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    old = text.find("\r", offset, end)
    return end if old < 0 else old


def next_line(text: str, offset: int) -> int | None:
    """Return where the line after the one that holds ``offset`` begins; None where it is the last one."""
    end = line_end(text, offset)
    if end == len(text):
        return None
    return end + (2 if text.startswith("\r\n", end) else 1)


def indentation(text: str, offset: int) -> str:
    """Return the white space at the beginning of the line that holds ``offset``."""
    start = line_start(text, offset)
    line = text[start : line_end(text, start)]
    return line[: len(line) - len(line.lstrip(" \t"))]


def begins_line(text: str, offset: int) -> bool:
    """Whether only white space stands before ``offset`` on its line, and the line before it does not go on there."""
    start = line_start(text, offset)
    return not text[start:offset].strip() and not _goes_on(text, start)


def _goes_on(text: str, start: int) -> bool:
    """Whether the line before the one that begins at ``start`` ends with a backslash that is in no comment."""
    if not text.endswith(("\\\n", "\\\r\n", "\\\r"), max(0, start - 3), start):
        return False
    return "#" not in text[line_start(text, start - 1) : start]


def above_comments(text: str, offset: int) -> int:
    """Return where a statement goes that is put before the one at ``offset``: above the comments that speak of that.

    Args:
        text: The whole text.
        offset: The first character of a statement that begins its line.

    Returns:
        Behind the white space of a line, so that the new line takes it and has to leave the same.

    Example:
        >>> above_comments("if x:\n  # why\n  y()", 16)
        8
    """
    at, indent = offset, indentation(text, offset)
    while (start := line_start(text, at)) > 0:
        above = line_start(text, start - 1)
        if indentation(text, above) != indent or text[above + len(indent)] != "#":
            break
        at = above + len(indent)
    return at


class Brackets(Record):
    """A bracketed list of items separated by commas: a dict display, a parameter list, a call's arguments.

    Args:
        open: Offset of the opening bracket.
        close: Offset of the closing bracket.
        items: Start and end of each item.
        comma: Offset of the comma behind the last item, or None.
    """

    open: int
    close: int
    items: tuple[tuple[int, int], ...]
    comma: int | None


def brackets(text: str, start: int, end: int) -> Brackets | None:
    """Return the last bracketed list of ``text[start:end]``, which must end with its closing bracket.

    Returns:
        None where the stretch is no such thing.

    Example:
        >>> found = brackets("f(a, b=2)", 0, 9)
        >>> found.items
        ((2, 3), (5, 8))
    """
    tokens = _tokens(text, start, end)
    if not tokens or tokens[-1][0] not in ")]}" or tokens[-1][2] != end:
        return None
    depth = 0
    opened: int | None = None
    for index in range(len(tokens) - 1, -1, -1):
        depth += (tokens[index][0] in ")]}") - (tokens[index][0] in "([{")
        if depth == 0:
            opened = index
            break
    return None if opened is None else _split(tokens[opened:])


def _split(tokens: list[tuple[str, int, int]]) -> Brackets:
    items: list[tuple[int, int]] = []
    depth = 0
    first: int | None = None
    last = comma = None
    for string, start, end in tokens[1:-1]:
        depth += (string in ("(", "[", "{")) - (string in (")", "]", "}"))
        if depth == 0 and string == ",":
            if first is not None and last is not None:
                items.append((first, last))
            first, comma = None, start
            continue
        first = start if first is None else first
        last, comma = end, None
    if first is not None and last is not None:
        items.append((first, last))
    return Brackets(tokens[0][1], tokens[-1][1], tuple(items), comma)


def _tokens(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the tokens that matter, as (text, start, end); nothing where the stretch cannot be read."""
    import tokenize  # few repairs need it

    snippet = with_newlines(text[start:end])
    starts = [0]
    for written in io.StringIO(snippet, newline="\n"):
        starts.append(starts[-1] + len(written))
    found: list[tuple[str, int, int]] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(snippet, newline="\n").readline):
            if token.type == tokenize.ERRORTOKEN and token.string.strip():
                return []
            if token.type != tokenize.COMMENT and token.string.strip():
                (line, column), (end_line, end_column) = token.start, token.end
                found.append(
                    (
                        token.string,
                        start + starts[line - 1] + column,
                        start + starts[end_line - 1] + end_column,
                    )
                )
    except (tokenize.TokenError, SyntaxError):
        return []
    return found
