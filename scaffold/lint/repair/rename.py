"""Edits that rename a variable within a stretch of source."""

from __future__ import annotations

import io

from scaffold.finding import Edit
from scaffold.lint.repair.places import with_newlines
from scaffold.source.located import Span


def rename(text: str, span: Span, old: str, new: str) -> tuple[Edit, ...] | None:
    """Return the edits that give a local variable another name.

    Returns:
        None where the new name is in use already, or the old one may be something else than the variable (an
        attribute, a keyword of a call, a part of an f-string).
    """
    import tokenize  # few runs repair this

    snippet = with_newlines(text[span.start : span.end])
    starts = [0]
    for line in io.StringIO(snippet, newline="\n"):
        starts.append(starts[-1] + len(line))
    edits: list[Edit] = []
    before = ""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(snippet, newline="\n").readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    for number, token in enumerate(tokens):
        if token.type == tokenize.NAME and token.string == new:
            return None
        if token.type == tokenize.STRING and "{" in token.string and old in token.string:
            return None
        if token.type == tokenize.NAME and token.string == old:
            if before == "." or tokens[number + 1].string == "=":
                return None
            at = span.start + starts[token.start[0] - 1] + token.start[1]
            edits.append(Edit(at, at + len(old), new))
        before = token.string
    return tuple(edits) or None
