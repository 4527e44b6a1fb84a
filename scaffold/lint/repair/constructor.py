"""Edits that make a constructor take keyword arguments and pass them on."""

from __future__ import annotations

import re

from scaffold.finding import Edit
from scaffold.lint.repair.items import append_items
from scaffold.lint.repair.places import brackets
from scaffold.lint.repair.style import style_of
from scaffold.source.facts import ClassInfo

_IN_EVERY_CONFIG = ("name", "trainable", "dtype")


def forward_kwargs(cls: ClassInfo, name: str = "") -> tuple[Edit, ...] | None:
    """Return the edits that pass the constructor's ``**kwargs`` to its only call of the parent's constructor.

    Args:
        cls: The class.
        name: Name of the var-keyword; the constructor's own where it is left out.

    Returns:
        None where there is more than one such call, or it gives a base argument itself, which would be there twice.
    """
    constructor = cls.constructor
    if constructor is None or len(constructor.super_inits) != 1:
        return None
    given = {key for key, _ in constructor.super_inits[0].keywords}
    if any(key in given and constructor.parameter(key) is None for key in _IN_EVERY_CONFIG):
        return None
    span = constructor.super_inits[0].span
    where = brackets(cls.source.text, span.start, span.end)
    if where is None:
        return None
    return append_items(cls.source.text, where, [f"**{name or constructor.var_keyword}"], cls.source.newline)


def add_kwargs(cls: ClassInfo) -> tuple[Edit, ...] | None:
    """Return the edits that add ``**kwargs`` to the constructor's parameters and pass them on."""
    constructor = cls.constructor
    if constructor is None or constructor.parameter("kwargs") or constructor.var_positional == "kwargs":
        return None
    span = constructor.signature_span
    where = brackets(cls.source.text, span.start, span.end)
    forwarded = forward_kwargs(cls, "kwargs")
    if where is None or forwarded is None:
        return None
    any_type = re.search(r"(?:\w+\.)?Any(?=\]$)", style_of(cls).config_type)
    taken = f"**kwargs: {any_type.group()}" if any_type else "**kwargs"
    return append_items(cls.source.text, where, [taken], cls.source.newline) + forwarded
