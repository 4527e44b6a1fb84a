"""The formats in which findings can be printed: every module here is one, named as `--output-format` names it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from types import ModuleType

from scaffold.discovery import names_in
from scaffold.errors import unknown_name
from scaffold.finding import Finding
from scaffold.report.text import Looked
from scaffold.rule import Rule
from scaffold.source.record import Record


class Outcome(Record):
    """Everything that a format may tell.

    Args:
        findings: In the order in which they are to be shown.
        texts: Text of the files (of a notebook: of its cells) by the findings' place.
        looked: How much was looked at.
        rules: The rules that spoke, for formats that describe them.
        fixed: How many findings were repaired in this run.
        colour: Whether the reader is a terminal that shows colours.
        version: Version of the tool, for formats that name it.
        root: Top of the project, for formats whose readers count paths from it; empty leaves paths as they are.
    """

    findings: Sequence[Finding]
    texts: Mapping[str, str]
    looked: Looked
    rules: Sequence[Rule] = ()
    fixed: int = 0
    colour: bool = False
    version: str = ""
    root: str = ""


def names() -> list[str]:
    """Return the names of the formats; none of them is imported for it.

    Example:
        >>> "sarif" in names()
        True
    """
    return names_in(__path__)


def known_format(name: str) -> str:
    """Return the name of a format.

    Raises:
        ScaffoldError: There is no such format; the nearest one is named.
    """
    known = names()
    if name not in known:
        raise unknown_name("output format", name, known)
    return name


def render(format_name: str, outcome: Outcome) -> str:
    """Return the outcome in a format, as text that ends with a newline (or is empty)."""
    rendered: str = _module(format_name).render(outcome)
    return rendered


def is_for_people(format_name: str) -> bool:
    """Tell whether a format is written for people, in the encoding of their console; the others are UTF-8.

    Example:
        >>> is_for_people("concise"), is_for_people("junit")
        (True, False)
    """
    return getattr(_module(format_name), "FOR_PEOPLE", False)


def _module(format_name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{format_name}")
