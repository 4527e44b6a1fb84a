"""Edits that put something into the config a class gives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scaffold.finding import Edit
from scaffold.lint.repair.items import append_items, prepend_item
from scaffold.lint.repair.places import Brackets, begins_line, brackets, indentation, line_end, line_start
from scaffold.lint.repair.style import Style, get_config_lines, style_of
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Span
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
    text, newline = cls.source.text, cls.source.newline
    get_config = cls.get_config
    if get_config.literal is not None:
        where = brackets(text, get_config.literal.start, get_config.literal.end)
        if where is None or not _is_returned(text, get_config, get_config.literal):
            return None
        quote = style_of(cls).quote
        items = [f"{quote}{key}{quote}: {expression}" for key, expression in entries.items()]
        beside = None if may_outgrow else _beside(cls, get_config, entries, where, items)
        return beside or append_items(text, where, items, newline)
    if len(get_config.returns_spans) != 1:
        return None
    return _add_before_return(text, newline, get_config, entries, style_of(cls))


def _beside(
    cls: ClassInfo, get_config: GetConfig, entries: Mapping[str, str], where: Brackets, items: Sequence[str]
) -> tuple[Edit, ...] | None:
    """Return the edit that puts entries below a dict display of one line that they would make too long."""
    text = cls.source.text
    if len(get_config.returns_spans) != 1 or not where.items or get_config.config_name is None:
        return None
    if "\n" in text[line_start(text, where.open) : where.close]:
        return None
    line = text[line_start(text, where.open) : line_end(text, where.close)]
    if style_of(cls).fits(", ".join([line, *items])):
        return None
    return _add_before_return(text, cls.source.newline, get_config, entries, style_of(cls))


def _is_returned(text: str, get_config: GetConfig, literal: Span) -> bool:
    """Whether the returned config has what stands in a dict display, unless nothing but other dicts stands in it."""
    inside = any(literal.start <= entry.span.start < literal.end for entry in get_config.entries)
    return inside or ":" not in text[literal.start : literal.end]


def _add_before_return(
    text: str, newline: str, get_config: GetConfig, entries: Mapping[str, str], style: Style
) -> tuple[Edit, ...] | None:
    returned, quote = get_config.returns_spans[0], style.quote
    name = get_config.config_name
    if name is not None and begins_line(text, returned.start):
        indent = indentation(text, returned.start)
        lines = "".join(
            f"{name}[{quote}{key}{quote}] = {value}{newline}{indent}" for key, value in entries.items()
        )
        return (Edit(returned.start, returned.start, lines),)
    match = re.fullmatch(r"return\s+(super\([^()]*\)\.get_config\(\))", text[returned.start : returned.end])
    if match is None:
        return None
    start = returned.start + match.start(1)
    items = "".join(f", {quote}{key}{quote}: {value}" for key, value in entries.items())
    line = text[line_start(text, returned.start) : line_end(text, returned.end)]
    before = re.sub(
        r"\"{3}.*?\"{3}|'{3}.*?'{3}", "", text[get_config.body_span.start : start], flags=re.DOTALL
    )
    alone = before.strip() == "return" and begins_line(text, returned.start)
    if style.fits(f"{line}{{**{items}}}") or not alone:
        return (Edit(start, start, "{**"), Edit(returned.end, returned.end, items + "}"))
    head = newline + indentation(text, returned.start)
    added = [f"config[{quote}{key}{quote}] = {value}" for key, value in entries.items()]
    lines = "".join(head + one for one in [*added, "return config"])
    return (Edit(returned.start, start, "config = "), Edit(returned.end, returned.end, lines))


def _add_method(cls: ClassInfo, entries: Mapping[str, str]) -> tuple[Edit, ...] | None:
    text, newline = cls.source.text, cls.source.newline
    if cls.constructor is None or not begins_line(text, cls.constructor.span.start):
        return None
    outer = indentation(text, cls.constructor.span.start)
    lines = get_config_lines(style_of(cls), outer, entries)
    end = line_end(text, cls.span.end)
    return (Edit(end, end, newline.join(lines)),)


def add_super(cls: ClassInfo) -> tuple[Edit, ...] | None:
    """Return the edit that puts the parent's config below the keys of a class's own.

    Returns:
        None where the config is not one dict display.
    """
    if cls.get_config is None or cls.get_config.literal is None:
        return None
    text = cls.source.text
    where = brackets(text, cls.get_config.literal.start, cls.get_config.literal.end)
    parent = f"**{style_of(cls).parent}.get_config()"
    return None if where is None else prepend_item(text, where, parent, cls.source.newline)


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
    written = text[body.start : body.end]
    names = set(re.findall(rf"(?m)^(?:{indent})?([A-Za-z_]\w*) *(?::[^=\n]+)?=(?!=)", written))
    if len(names) != 1:
        return None
    end = line_end(text, body.end)
    return (Edit(end, end, f"{newline}{indent}return {names.pop()}"),)
