"""Edits of the call of a parent's constructor."""

from __future__ import annotations

from scaffold.finding import Edit
from scaffold.lint.repair.places import begins_line, brackets, indentation, line_start
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import SuperInit


def pass_by_name(cls: ClassInfo, call: SuperInit, names: list[str]) -> tuple[Edit, ...] | None:
    """Return the edit that passes arguments on under their own names, before ``**kwargs``."""
    text = cls.source.text
    where = brackets(text, call.span.start, call.span.end)
    if where is None:
        return None
    given = [f"{name}={name}" for name in names]
    if not where.items:
        return (Edit(where.open + 1, where.open + 1, ", ".join(given)),)
    spread = next((start for start, end in where.items if text[start:end].startswith("**")), None)
    if spread is None:
        last = where.items[-1][1]
        return (Edit(last, last, "".join(f", {item}" for item in given)),)
    if begins_line(text, spread) and line_start(text, spread) > where.open:
        line = cls.source.newline + indentation(text, spread)
        return (Edit(spread, spread, "".join(f"{item},{line}" for item in given)),)
    return (Edit(spread, spread, "".join(f"{item}, " for item in given)),)
