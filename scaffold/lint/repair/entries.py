"""Edits of what a config key holds."""

from __future__ import annotations

import re

from scaffold.finding import Edit
from scaffold.lint.repair.places import begins_line, brackets, line_end, line_start, next_line
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import ConfigEntry


def put_attribute(cls: ClassInfo, entry: ConfigEntry, attribute: str) -> tuple[Edit, ...] | None:
    """Return the edit that puts an attribute of self in place of an entry's value."""
    return put_value(cls, entry, f"self.{attribute}")


def put_value(cls: ClassInfo, entry: ConfigEntry, expression: str) -> tuple[Edit, ...] | None:
    """Return the edit that puts an expression in place of an entry's value; None where a comment would go with it."""
    start, end = entry.value_span.start, entry.value_span.end
    if not _has_own_value(cls, entry) or "#" in cls.source.text[start:end]:
        return None
    return (Edit(start, end, expression),)


def _has_own_value(cls: ClassInfo, entry: ConfigEntry) -> bool:
    """Whether it is known where the value stands, and what stands there is the value of no other entry: of a loop."""
    others = cls.get_config.entries if cls.get_config is not None else ()
    return entry.value_span != entry.span and not any(
        other.value_span == entry.value_span for other in others if other is not entry
    )


def wrap(cls: ClassInfo, entry: ConfigEntry, before: str, after: str) -> tuple[Edit, ...] | None:
    """Return the edits that put an entry's value between two texts."""
    if not _has_own_value(cls, entry):
        return None
    start, end = entry.value_span.start, entry.value_span.end
    return (Edit(start, start, before), Edit(end, end, after))


def leave_out(cls: ClassInfo, entry: ConfigEntry) -> tuple[Edit, ...] | None:
    """Return the edit that takes an entry out of the config, with its comma or its line.

    Returns:
        None where it is neither an item of the one dict display nor a statement of its own, or a comment is in the way.
    """
    text, span, get_config = cls.source.text, entry.span, cls.get_config
    if get_config is None or entry.conditional:
        return None
    literal = get_config.literal
    if literal is None or not literal.start <= span.start < literal.end:
        return _without_line(text, span.start, span.end, r"\w+\[[^\n]*")
    where = brackets(text, literal.start, literal.end)
    if where is None or (span.start, span.end) not in where.items:
        return None
    index = where.items.index((span.start, span.end))
    if len(where.items) == 1:
        start, end = line_start(text, literal.start), line_end(text, literal.end)
        start += len(text[start:end]) - len(text[start:end].lstrip())
        return _without_line(text, start, end, r"\w+\.update\(\{[^\n]*\}\)")
    start, end = (where.items[index - 1][1], span.end) if index else (span.start, where.items[1][0])
    return None if "#" in text[start:end] else (Edit(start, end, ""),)


def _without_line(text: str, start: int, end: int, pattern: str) -> tuple[Edit, ...] | None:
    """Return the edit that removes a statement with its line, where it looks like that and has the line for itself."""
    if not begins_line(text, start) or text[end : line_end(text, end)].strip():
        return None
    after = next_line(text, end)
    if after is None or re.fullmatch(pattern, text[start:end]) is None:
        return None
    return (Edit(line_start(text, start), after, ""),)
