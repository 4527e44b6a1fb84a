"""A whole file, each statement on one line, laid out: code, comments, and the text and examples of docstrings."""

from __future__ import annotations

import io
import re
import textwrap
import tokenize
from collections.abc import Iterator

from scaffold.generate.layout import columns, entry, statement

_DOCUMENTED = re.compile(r"\s+(?:\*\*)?\w+: ")
_EXAMPLE = ">>> "


def laid_out(text: str, width: int) -> str:
    """Break every line that is too long as ``ruff format`` breaks it.

    Args:
        text: The file. What is broken over lines already, each with a comma at its end, stays so.
        width: The longest line.

    Returns:
        The file; lines that nothing can shorten, such as long texts, stay long.
    """
    lines = text.splitlines()
    if all(columns(line) <= width for line in lines):
        return text
    places = _places(text)
    broken: list[str] = []
    for number, line in enumerate(lines, start=1):
        broken += [line] if columns(line) <= width else _broken(line, places.get(number, ""), width)
    return "\n".join(broken) + "\n"


def _places(text: str) -> dict[int, str]:
    """Return number of a line -> what it is: ``code``, ``entry`` of a list over lines, or ``docstring``."""
    places: dict[int, str] = {}
    start, depth = 0, 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        first, last = token.start[0], token.end[0]
        if token.type == tokenize.STRING and last > first:
            places.update(dict.fromkeys(range(first, last + 1), "docstring"))
        elif token.type == tokenize.OP and token.string in "([{":
            depth += 1
        elif token.type == tokenize.OP and token.string in ")]}":
            depth -= 1
        elif token.type == tokenize.NEWLINE:
            places.setdefault(first, "code" if start in (0, first) else "entry")
            start = 0
            continue
        if token.type not in (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT):
            start = start or first
            if token.type == tokenize.OP and token.string == "," and depth:
                following = text.splitlines()[first - 1][token.end[1] :].strip()
                if not following and first != start:
                    places[first] = "entry"
    return places


def _broken(line: str, place: str, width: int) -> list[str]:
    bare = line.lstrip()
    indent = len(line) - len(bare)
    if bare.startswith("#"):
        return list(_filled(line, f"{' ' * indent}# ", bare.removeprefix("# "), width))
    if place == "docstring":
        return _docstring_line(line, bare, indent, width)
    if place == "entry" and bare.endswith(","):
        return entry(bare[:-1], indent, width)
    return statement(line, 0, width) if place == "code" else [line]


def _docstring_line(line: str, bare: str, indent: int, width: int) -> list[str]:
    margin = " " * indent
    if bare.startswith('"""'):
        return [line]
    if bare.startswith(_EXAMPLE):
        first, *others = statement(bare.removeprefix(_EXAMPLE), 0, width - indent - len(_EXAMPLE))
        return [f"{margin}{_EXAMPLE}{first}", *(f"{margin}... {other}" for other in others)]
    hanging = margin + "    " if _DOCUMENTED.match(line) else margin
    return list(_filled(line, hanging, bare, width, first=margin))


def _filled(line: str, margin: str, bare: str, width: int, first: str | None = None) -> Iterator[str]:
    yield from textwrap.wrap(
        bare,
        width,
        initial_indent=margin if first is None else first,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [line]
