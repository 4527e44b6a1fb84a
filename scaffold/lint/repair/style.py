"""How a file is written, and whole methods written that way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scaffold.lint.repair.places import begins_line, indentation
from scaffold.source.facts import ClassInfo
from scaffold.source.record import Record


class Style(Record):
    """The habits of a file.

    Args:
        quote: The quotation mark of its strings.
        step: One level of indentation.
        parent: How a method of the class speaks to its parent: ``super()`` or ``super(Scale, self)``.
    """

    quote: str
    step: str
    parent: str


def style_of(cls: ClassInfo) -> Style:
    """Return the style of the file that a class is in.

    Example:
        A file that says ``super(Scale, self).__init__(**kwargs)`` and ``'units'`` gives
        ``Style(quote="'", step="    ", parent="super(Scale, self)")``.
    """
    text = cls.source.text
    single = len(re.findall(r"(?<!['\\])'[^'\n]*'(?!')", text))
    double = len(re.findall(r'(?<!["\\])"[^"\n]*"(?!")', text))
    body = text[cls.span.start : cls.span.end]
    named = f"super({cls.name}, self)"
    parent = named if re.search(rf"super\(\s*{re.escape(cls.name)}\s*,\s*self\s*\)", body) else "super()"
    return Style("'" if single > double else '"', _step(cls), parent)


def _step(cls: ClassInfo) -> str:
    constructor, text = cls.constructor, cls.source.text
    if constructor is None or not begins_line(text, constructor.body_span.start):
        return "    "
    outer = indentation(text, constructor.span.start)
    return indentation(text, constructor.body_span.start)[len(outer) :] or "    "


def get_config_lines(style: Style, outer: str, entries: Mapping[str, str]) -> list[str]:
    """Return the lines of a get_config that extends the parent's, with the blank line before it.

    Args:
        style: The habits of the file.
        outer: The indentation of the class's methods.
        entries: Key -> expression.
    """
    inner, step = outer + style.step, style.step
    items = [f"{style.quote}{key}{style.quote}: {value}" for key, value in entries.items()]
    lines = ["", "", f"{outer}def get_config(self):", f"{inner}config = {style.parent}.get_config()"]
    if len(items) == 1:
        lines.append(f"{inner}config.update({{{items[0]}}})")
    else:
        lines += [f"{inner}config.update(", f"{inner}{step}{{"]
        lines += [f"{inner}{step}{step}{item}," for item in items]
        lines += [f"{inner}{step}}}", f"{inner})"]
    return [*lines, f"{inner}return config"]


def from_config_lines(style: Style, outer: str, keys: Sequence[str], deserialize: str) -> list[str]:
    """Return the lines of a from_config that makes objects of some keys, with the blank line before it."""
    inner = outer + style.step
    lines = [
        "",
        f"{outer}@classmethod",
        f"{outer}def from_config(cls, config):",
        f"{inner}config = dict(config)",
    ]
    for key in keys:
        item = f"config[{style.quote}{key}{style.quote}]"
        lines.append(f"{inner}{item} = {deserialize}({item})")
    return [*lines, f"{inner}return cls(**config)"]
