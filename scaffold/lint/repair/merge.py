"""Edits that put a class's own config keys on top of its parent's."""

from __future__ import annotations

from scaffold.finding import Edit
from scaffold.lint.repair.places import brackets
from scaffold.source.facts import ClassInfo


def parent_first(cls: ClassInfo) -> tuple[Edit, ...] | None:
    """Return the edits that move ``**super().get_config()`` from the end of a dict display to its beginning.

    Returns:
        None where the config is made in another way, or the display goes over several lines.
    """
    get_config = cls.get_config
    if get_config is None or get_config.literal is None:
        return None
    text, literal = cls.source.text, get_config.literal
    where = brackets(text, literal.start, literal.end)
    if where is None or len(where.items) < 2 or "\n" in text[literal.start : literal.end]:
        return None
    start, end = where.items[-1]
    spread = text[start:end]
    if not spread.startswith("**super(") or where.comma is not None:
        return None
    first, behind = where.items[0][0], where.items[-2][1]
    return (Edit(first, first, f"{spread}, "), Edit(behind, end, ""))
