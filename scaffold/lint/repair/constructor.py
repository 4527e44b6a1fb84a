"""Edits of a constructor: take keyword arguments and pass them on, store an argument in another form."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scaffold.finding import Edit
from scaffold.lint.repair.items import append_items
from scaffold.lint.repair.places import brackets
from scaffold.lint.repair.style import style_of
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Span
from scaffold.source.places import Places

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


def store_as(cls: ClassInfo, span: Span, attribute: str, name: str, function: str) -> tuple[Edit, ...] | None:
    """Return the edit that stores what a function makes of an argument: ``self.size = tuple(size)``.

    Args:
        cls: The class.
        span: The statement that stores the argument as it is, perhaps together with others.
        attribute: The attribute that holds it.
        name: The argument.
        function: The function.
    """
    written = cls.source.text[span.start : span.end]
    try:
        statement = ast.parse(written).body[0]
    except (SyntaxError, ValueError, RecursionError):
        return None
    found = [
        value
        for value in _stored_in(statement, attribute)
        if isinstance(value, ast.Name) and value.id == name
    ]
    if len(found) != 1:
        return None
    where = Places(written).of(found[0])
    start, end = span.start + where.start, span.start + where.end
    return (Edit(start, start, f"{function}("), Edit(end, end, ")"))


def _stored_in(statement: ast.stmt, attribute: str) -> Iterator[ast.expr | None]:
    """Yield what a statement puts into an attribute of self."""
    match statement:
        case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=value):
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                several = any(isinstance(part, ast.Starred) for part in (*target.elts, *value.elts))
                pairs = [] if several else list(zip(target.elts, value.elts, strict=False))
            for one, given in pairs:
                if isinstance(one, ast.Attribute) and one.attr == attribute:
                    yield given


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
