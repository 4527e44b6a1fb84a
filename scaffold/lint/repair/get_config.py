"""Edits that put something into the config a class gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from scaffold.finding import Edit
from scaffold.lint.repair.items import append_items
from scaffold.lint.repair.places import (
    Brackets,
    begins_line,
    brackets,
    indentation,
    line_end,
    line_start,
    with_newlines,
)
from scaffold.lint.repair.returned import add_to_returned, is_keyword, keyword_call
from scaffold.lint.repair.style import get_config_lines, style_of
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import GetConfig


def add_entries(
    cls: ClassInfo, entries: Mapping[str, str], *, may_outgrow: bool = False
) -> tuple[Edit, ...] | None:
    """Return the edits that put keys into the config of a class, in the way its ``get_config`` is written.

    Args:
        cls: The class.
        entries: Key -> expression.
        may_outgrow: Whether a line may become too long, since the caller breaks it again.

    Returns:
        None where the place for another key cannot be told.
    """
    if not entries:
        return None
    if cls.get_config is None:
        return _add_method(cls, entries)
    if _lies_elsewhere(cls, cls.get_config, entries):
        return None
    if len(cls.get_config.returns_spans) == 1:
        placed = _into_list(cls, cls.get_config, entries, may_outgrow=may_outgrow)
        if placed is not None:
            return placed
    return add_to_returned(cls, entries)


def _into_list(
    cls: ClassInfo, get_config: GetConfig, entries: Mapping[str, str], *, may_outgrow: bool
) -> tuple[Edit, ...] | None:
    """Return the edits that put entries into the one dict display, or the one call, that every config comes from."""
    text, literal = cls.source.text, get_config.literal
    if literal is not None:
        quote, stretch = style_of(cls).quote, (literal.start, literal.end)
        certain = _is_returned(get_config, *stretch) or ":" not in text[literal.start : literal.end]
        items = [f"{quote}{key}{quote}: {expression}" for key, expression in entries.items()]
    else:
        call = keyword_call(cls)
        stretch = call or (0, 0)
        certain = call is not None and all(map(is_keyword, entries)) and _is_returned(get_config, *stretch)
        items = [f"{key}={expression}" for key, expression in entries.items()]
    where = brackets(text, *stretch) if certain else None
    if where is None or (not may_outgrow and _outgrows(cls, get_config, where, items)):
        return None
    return append_items(text, where, items, cls.source.newline)


def _outgrows(cls: ClassInfo, get_config: GetConfig, where: Brackets, items: Sequence[str]) -> bool:
    """Whether a list of one line would become too long, and the entries can stand below it."""
    text, returned = cls.source.text, get_config.returns_spans[0]
    is_returned = returned.start <= where.open < returned.end
    if not where.items or (get_config.config_name is None and not is_returned):
        return False
    if cls.source.newline in text[line_start(text, where.open) : where.close]:
        return False
    line = text[line_start(text, where.open) : line_end(text, where.close)]
    return not style_of(cls).fits(", ".join([line, *items]))


def _lies_elsewhere(cls: ClassInfo, get_config: GetConfig, keys: Iterable[str]) -> bool:
    """Whether a dict display writes one of the keys already: then its author forgot to return that."""
    literal = get_config.literal
    written = cls.source.text[literal.start : literal.end] if literal is not None else ""
    return any(f"{quote}{key}{quote}" in written for key in keys for quote in "\"'")


def _is_returned(get_config: GetConfig, start: int, end: int) -> bool:
    """Whether every config has what stands in a stretch of its ``get_config``."""
    return any(start <= entry.span.start < end and not entry.conditional for entry in get_config.entries)


def _add_method(cls: ClassInfo, entries: Mapping[str, str]) -> tuple[Edit, ...] | None:
    text, newline = cls.source.text, cls.source.newline
    if cls.constructor is None or not begins_line(text, cls.constructor.span.start):
        return None
    outer = indentation(text, cls.constructor.span.start)
    lines = get_config_lines(style_of(cls), outer, entries)
    end = line_end(text, cls.span.end)
    return (Edit(end, end, newline.join(lines)),)


def return_config(cls: ClassInfo) -> tuple[Edit, ...] | None:
    """Return the edits that make ``get_config`` return the config it has made.

    Either ``return config.update(...)``, which returns None, is taken apart, or the missing last line is added.
    """
    get_config = cls.get_config
    if get_config is None or get_config.nothing_span is None:
        return None
    text, newline = cls.source.text, cls.source.newline
    if len(get_config.returns_spans) == 1:
        returned = get_config.returns_spans[0]
        match = re.match(r"return\s+(?=([A-Za-z_]\w*)\.update\()", text[returned.start : returned.end])
        if match is None or not begins_line(text, returned.start):
            return None
        line = f"{newline}{indentation(text, returned.start)}return {match.group(1)}"
        end = line_end(text, returned.end)
        return (Edit(returned.start, returned.start + match.end(), ""), Edit(end, end, line))
    if get_config.returns_spans:
        return None
    return _return_at_end(text, newline, get_config)


def _return_at_end(text: str, newline: str, get_config: GetConfig) -> tuple[Edit, ...] | None:
    body = get_config.body_span
    if not begins_line(text, body.start):
        return None
    indent = indentation(text, body.start)
    written = with_newlines(text[body.start : body.end])
    names = set(re.findall(rf"(?m)^(?:{indent})?([A-Za-z_]\w*) *(?::[^=\n]+)?=(?!=)", written))
    if len(names) != 1:
        return None
    end = line_end(text, body.end)
    return (Edit(end, end, f"{newline}{indent}return {names.pop()}"),)
