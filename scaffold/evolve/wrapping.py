"""What has outgrown its line, laid out as a formatter would: the lists an argument was put into, and its own lines."""

from __future__ import annotations

from scaffold.evolve.config import keyword_call
from scaffold.evolve.layout import relaid, taken_apart
from scaffold.evolve.proof import changed_target
from scaffold.evolve.target import Target
from scaffold.finding import Edit
from scaffold.lint.apply import apply_edits
from scaffold.lint.repair.places import brackets


def wrapped(before: Target, after: Target, name: str) -> Target:
    """Return a changed class in which nothing that was added makes a line too long.

    Args:
        before: The class as it was; what was too long there stays so.
        after: The class with the argument.
        name: The argument.
    """
    for spans in (_signature, _literal, _keyword_call):
        old, new = spans(before), spans(after)
        where = brackets(after.text, new[0], new[1]) if new is not None else None
        if where is None:
            continue
        edits = taken_apart(after.text, where, after.unit, after.newline, after.width)
        if edits and old is not None and not _was_long(before, old):
            after = changed_target(before, apply_edits(after.text, edits))
    edits = [edit for edit in (_parameter(after, name), _entry(after, name)) if edit is not None]
    return changed_target(before, apply_edits(after.text, edits)) if edits else after


def _parameter(target: Target, name: str) -> Edit | None:
    constructor = target.cls.constructor
    span = _signature(target)
    where = brackets(target.text, *span) if span is not None else None
    known = constructor.parameter(name) if constructor is not None else None
    if where is None or known is None:
        return None
    start, end = next(item for item in where.items if item[0] == known.span.start)
    return relaid(target.text, start, end, "parameter", target.unit, target.newline, target.width)


def _entry(target: Target, name: str) -> Edit | None:
    own = target.cls.get_config
    entry = own.entry(name) if own is not None else None
    if entry is None:
        return None
    start, end = entry.span.start, entry.span.end
    written = target.text[start:end]
    what = "statement" if "=" in written[: entry.value_span.start - start] else "entry"
    return relaid(target.text, start, end, what, target.unit, target.newline, target.width)


def _was_long(before: Target, span: tuple[int, int]) -> bool:
    where = brackets(before.text, *span)
    return where is None or bool(taken_apart(before.text, where, before.unit, before.newline, before.width))


def _signature(target: Target) -> tuple[int, int] | None:
    constructor = target.cls.constructor
    return (
        (constructor.signature_span.start, constructor.signature_span.end)
        if constructor is not None
        else None
    )


def _keyword_call(target: Target) -> tuple[int, int] | None:
    function = target.method("get_config")
    call = keyword_call(target, function) if function is not None else None
    span = target.places.of(call) if call is not None else None
    return (span.start, span.end) if span is not None else None


def _literal(target: Target) -> tuple[int, int] | None:
    own = target.cls.get_config
    return (own.literal.start, own.literal.end) if own is not None and own.literal is not None else None
