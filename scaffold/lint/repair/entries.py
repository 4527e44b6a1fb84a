"""Edits of what a config key holds."""

from __future__ import annotations

from scaffold.finding import Edit
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import ConfigEntry


def put_attribute(cls: ClassInfo, entry: ConfigEntry, attribute: str) -> tuple[Edit, ...] | None:
    """Return the edit that puts an attribute of self in place of an entry's value."""
    if entry.value_span == entry.span:
        return None  # it is not known where the value stands
    return (Edit(entry.value_span.start, entry.value_span.end, f"self.{attribute}"),)


def wrap(entry: ConfigEntry, before: str, after: str) -> tuple[Edit, ...] | None:
    """Return the edits that put an entry's value between two texts."""
    if entry.value_span == entry.span:
        return None
    start, end = entry.value_span.start, entry.value_span.end
    return (Edit(start, start, before), Edit(end, end, after))
