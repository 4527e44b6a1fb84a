"""Edits that make a constructor take keyword arguments and pass them on."""

from __future__ import annotations

from scaffold.finding import Edit
from scaffold.lint.repair.items import append_items
from scaffold.lint.repair.places import brackets
from scaffold.source.facts import ClassInfo


def forward_kwargs(cls: ClassInfo, name: str = "") -> tuple[Edit, ...] | None:
    """Return the edits that pass the constructor's ``**kwargs`` to its only call of the parent's constructor.

    Args:
        cls: The class.
        name: Name of the var-keyword; the constructor's own where it is left out.

    Returns:
        None where there is more than one such call.
    """
    constructor = cls.constructor
    if constructor is None or len(constructor.super_inits) != 1:
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
    return append_items(cls.source.text, where, ["**kwargs"], cls.source.newline) + forwarded
