"""Edits that put a class's own config keys on top of its parent's."""

from __future__ import annotations

import re

from scaffold.finding import Edit
from scaffold.lint.repair.items import prepend_item
from scaffold.lint.repair.places import Brackets, begins_line, brackets, line_end, line_start, next_line
from scaffold.pattern import pattern
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import GetConfig

_ITEMS_OF = r"list\(\s*(\w+)\.items\(\)\s*\)"
_SUM = pattern(rf"dict\(\s*{_ITEMS_OF}\s*\+\s*{_ITEMS_OF}\s*,?\s*\)")


def parent_first(cls: ClassInfo) -> tuple[Edit, ...] | None:
    """Return the edits that put the parent's config first: in a dict display, or in ``dict(list(...) + list(...))``.

    Returns:
        None where the config is made in another way.
    """
    get_config, text = cls.get_config, cls.source.text
    if get_config is None:
        return None
    if get_config.literal is not None:
        where = brackets(text, get_config.literal.start, get_config.literal.end)
        moved = _moved(text, where, cls.source.newline) if where is not None else None
        if moved is not None:
            return moved
    return _swapped(text, get_config)


def _moved(text: str, where: Brackets, newline: str) -> tuple[Edit, ...] | None:
    """Return the edits that move ``**super().get_config()`` from the end of a dict display to its beginning."""
    if len(where.items) < 2:
        return None
    start, end = where.items[-1]
    spread = text[start:end]
    if not spread.startswith("**super("):
        return None
    first, behind = where.items[0][0], where.items[-2][1]
    if newline not in text[where.open : where.close]:
        return (Edit(first, first, f"{spread}, "), Edit(behind, end, "")) if where.comma is None else None
    last = line_end(text, end)
    alone = begins_line(text, start) and text[end:last].strip() in ("", ",") and last < where.close
    if not alone or not begins_line(text, first) or newline in spread:
        return None
    line, after = line_start(text, start), next_line(text, last) or len(text)
    return (*prepend_item(text, where, spread, newline), Edit(line, after, ""))


def _swapped(text: str, get_config: GetConfig) -> tuple[Edit, ...] | None:
    """Return the edits that let two dicts change places, of which the second one is the parent's config."""
    if len(get_config.returns_spans) != 1:
        return None
    returned = get_config.returns_spans[0]
    found = _SUM.search(text, returned.start, returned.end)
    body = text[get_config.body_span.start : returned.start]
    if found is None or not re.search(
        rf"(?m)^\s*{found.group(2)}\s*=\s*super\([^()]*\)\.get_config\(\)", body
    ):
        return None
    (one, other), (start, end), (second, last) = found.groups(), found.span(1), found.span(2)
    return (Edit(start, end, other), Edit(second, last, one))
