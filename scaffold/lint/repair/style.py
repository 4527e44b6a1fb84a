"""How a file is written, and whole methods written that way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from scaffold.finding import Edit
from scaffold.lint.repair.places import begins_line, indentation, line_end, line_start, with_newlines
from scaffold.pattern import pattern
from scaffold.source.facts import ClassInfo
from scaffold.source.magics import MARK
from scaffold.source.once import once
from scaffold.source.record import Record

# Lines may always be this long, and as long as the longest one of the file if that is no wonder.
_WIDTHS = (79, 120)
_STRING = pattern(r"(?<![\\\w'\"])(['\"])(?!\1)[^'\"\n]*\1(?!\1)")
# So many strings tell what the others are like.
_ENOUGH = 50
_PARENT = pattern(r"super\(\s*(\w+)\s*,\s*self\s*\)")


class Style(Record):
    """The habits of a file.

    Args:
        quote: The quotation mark of its strings.
        step: One level of indentation.
        parent: How a method of the class speaks to its parent: ``super()`` or ``super(Scale, self)``.
        config_type: The annotation of a config, where the constructor has annotations; empty where it has none.
        own_type: The annotation of an object of the class; empty where there are none.
        width: How long lines may be.
    """

    quote: str
    step: str
    parent: str
    config_type: str = ""
    own_type: str = ""
    width: int = _WIDTHS[0]

    def fits(self, line: str) -> bool:
        """Whether a line is not too long."""
        return len(line.expandtabs(4)) <= self.width


@once
def style_of(cls: ClassInfo) -> Style:
    """Return the style of the file that a class is in.

    Example:
        A file that says ``super(Scale, self).__init__(**kwargs)`` and ``'units'`` gives
        ``Style(quote="'", step="    ", parent="super(Scale, self)")``.
    """
    text = with_newlines(cls.source.text)
    body = text[cls.span.start : cls.span.end]
    parent = f"super({cls.name}, self)" if cls.name in _PARENT.findall(body) else "super()"
    config_type = _config_type(cls)
    late = re.search(r"^from __future__ import .*\bannotations\b", text, re.MULTILINE)
    quote = quote_of(cls)
    own_type = (cls.name if late else f"{quote}{cls.name}{quote}") if config_type else ""
    # What was put aside of a notebook is longer than what its author wrote.
    longest = max((len(line) for line in text.splitlines() if MARK not in line), default=0)
    width = min(max(longest, _WIDTHS[0]), _WIDTHS[1])
    return Style(quote, _step(cls), parent, config_type, own_type, width)


def still_fit(style: Style, text: str, edits: Iterable[Edit]) -> bool:
    """Whether no line becomes too long by edits of which each changes one line; what brings lines is not looked at."""
    grown: dict[int, int] = {}
    for edit in edits:
        if not {"\n", "\r"} & set(edit.replacement):
            start = line_start(text, edit.start)
            grown[start] = grown.get(start, 0) + len(edit.replacement) - (edit.end - edit.start)
    return all(
        style.fits(text[start : line_end(text, start)] + "x" * max(0, more)) for start, more in grown.items()
    )


@once
def quote_of(cls: ClassInfo) -> str:
    """Return the mark that most strings have: those of get_config, of the class, or else of the file."""
    text = with_newlines(cls.source.text)
    spans = [] if cls.get_config is None else [cls.get_config.body_span]
    return quote_in(text, *((span.start, span.end) for span in (*spans, cls.span)))


def quote_in(text: str, *stretches: tuple[int, int]) -> str:
    """Return the mark that most strings of a text have, by the first of its stretches that tells."""
    for start, end in (*stretches, (0, len(text))):
        marks = [found.group(1) for found in islice(_STRING.finditer(text, start, end), _ENOUGH)]
        if 2 * marks.count("'") != len(marks):
            return "'" if 2 * marks.count("'") > len(marks) else '"'
    return '"'


def _config_type(cls: ClassInfo) -> str:
    """Return how the file annotates a config; empty where the class's constructor has no return annotation."""
    constructor, text = cls.constructor, with_newlines(cls.source.text)
    if constructor is None:
        return ""
    head = text[constructor.signature_span.end : constructor.body_span.start]
    if not head.lstrip().startswith("->"):
        return ""
    written = re.search(r"def get_config\(self\)\s*->\s*([^:\n]+):", text)
    if written is not None:
        return written.group(1).strip()
    any_type = re.search(r"^from typing import (?:\([^)]*|.*)\bAny\b", text, re.MULTILINE)
    return "dict[str, Any]" if any_type else "dict"


def _step(cls: ClassInfo) -> str:
    """Return one level of indentation: what the constructor's body has, or else its method."""
    constructor, text = cls.constructor, cls.source.text
    if constructor is None:
        return "    "
    outer = indentation(text, constructor.span.start)
    if begins_line(text, constructor.body_span.start):
        return indentation(text, constructor.body_span.start)[len(outer) :] or "    "
    return outer.removeprefix(indentation(text, cls.span.start)) or "    "


def get_config_lines(
    style: Style, outer: str, entries: Mapping[str, str], *, alone: bool = False
) -> list[str]:
    """Return the lines of a get_config that extends the parent's, with the blank line before it.

    Args:
        style: The habits of the file.
        outer: The indentation of the class's methods.
        entries: Key -> expression.
        alone: Whether there is nothing to extend: Keras's own method only raises.
    """
    inner, step = outer + style.step, style.step
    items = [f"{style.quote}{key}{style.quote}: {value}" for key, value in entries.items()]
    returned = f" -> {style.config_type}" if style.config_type else ""
    head = ["", "", f"{outer}def get_config(self){returned}:"]
    if alone:
        line = f"{inner}return {{{', '.join(items)}}}"
        broken = [f"{inner}return {{", *(f"{inner}{step}{item}," for item in items), f"{inner}}}"]
        return head + ([line] if style.fits(line) else broken)
    lines = [*head, f"{inner}config = {style.parent}.get_config()"]
    line = f"{inner}config.update({{{items[0]}}})"
    if len(items) == 1 and style.fits(line):
        lines.append(line)
    else:
        lines += [f"{inner}config.update(", f"{inner}{step}{{"]
        lines += [f"{inner}{step}{step}{item}," for item in items]
        lines += [f"{inner}{step}}}", f"{inner})"]
    return [*lines, f"{inner}return config"]


def from_config_lines(style: Style, outer: str, keys: Mapping[str, bool], deserialize: str) -> list[str]:
    """Return the lines of a from_config that makes objects of some keys, with the blank line before it.

    Args:
        style: The habits of the file.
        outer: The indentation of the class's methods.
        keys: Key -> whether it may be missing: a file that is older than an argument with a default has none.
        deserialize: The function that makes the objects.
    """
    inner = outer + style.step
    argument = f"config: {style.config_type}" if style.config_type else "config"
    returned = f" -> {style.own_type}" if style.own_type else ""
    lines = [
        "",
        f"{outer}@classmethod",
        f"{outer}def from_config(cls, {argument}){returned}:",
        f"{inner}config = dict(config)",
    ]
    for key, may_miss in keys.items():
        written, at = f"{style.quote}{key}{style.quote}", inner
        if may_miss:
            lines.append(f"{inner}if {written} in config:")
            at += style.step
        item = f"config[{written}]"
        line = f"{at}{item} = {deserialize}({item})"
        broken = [f"{at}{item} = {deserialize}(", f"{at}{style.step}{item}", f"{at})"]
        lines += [line] if style.fits(line) else broken
    # The parent's makes a policy of the dtype that the config describes.
    parent = style.parent.replace(", self)", ", cls)")
    return [*lines, f"{inner}return {parent}.from_config(config)"]
