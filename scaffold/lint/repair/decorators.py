"""Edits of decorators."""

from __future__ import annotations

from scaffold.finding import Edit
from scaffold.lint.repair.places import line_end, line_start, next_line
from scaffold.source.located import Span


def remove_decorator(text: str, span: Span) -> tuple[Edit, ...] | None:
    """Return the edit that removes a decorator with its line; a comment beside it keeps the line.

    Args:
        text: The whole text.
        span: The decorator without its ``@``.
    """
    start, end = line_start(text, span.start), line_end(text, span.end)
    before, behind = text[start : span.start], text[span.end : end]
    if before.strip() != "@":
        return None
    if behind.strip():
        comment = span.end + len(behind) - len(behind.lstrip())
        return (Edit(start + before.index("@"), comment, ""),) if text[comment] == "#" else None
    after = next_line(text, end)
    return None if after is None else (Edit(start, after, ""),)
