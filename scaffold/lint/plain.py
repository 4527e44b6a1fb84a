"""Records -> lists and texts that JSON holds, and back; a kept file is data, so it names no class to import."""

from __future__ import annotations

from typing import Any

from scaffold.finding import Edit, Finding, Fix, Safety, Severity
from scaffold.record import Record

# All that an outcome is made of; what else is kept is made of more, which is loaded when it is met.
_RECORDS: dict[str, type[Record]] = {kind.__name__: kind for kind in (Edit, Finding, Fix)}
_LIST, _OUTLINE = "", "Outline"
# Fields that are more than their text.
_ENUMS: dict[str, type[Severity] | type[Safety]] = {"severity": Severity, "safety": Safety}


def as_plain(value: Any) -> Any:
    """Return what JSON can hold of a value made of records, tuples and plain values."""
    if isinstance(value, Record):
        return [type(value).__name__, *(as_plain(getattr(value, name)) for name in value._fields)]
    if isinstance(value, tuple):
        return [_OUTLINE if type(value).__name__ == _OUTLINE else _LIST, *map(as_plain, value)]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"no place is provided for {type(value).__name__}")


def from_plain(plain: Any) -> Any:
    """Return the value that `as_plain` was given.

    Raises:
        ValueError: It was not.
    """
    if not isinstance(plain, list):
        return plain
    kind, *parts = plain
    values = tuple(map(from_plain, parts))
    if kind == _LIST:
        return values
    if kind == _OUTLINE:
        from scaffold.source.index import Outline

        return Outline(*values)
    if kind not in _RECORDS:
        _load_others()
    if kind not in _RECORDS or len(values) != len(_RECORDS[kind]._fields):
        raise ValueError(f"there is no record {kind!r} of {len(values)} fields")
    record = _RECORDS[kind]
    named = dict(zip(record._fields, values, strict=True))
    return record(**{name: _ENUMS[name](given) if name in _ENUMS else given for name, given in named.items()})


def _load_others() -> None:
    from scaffold.source.located import Problem, Span
    from scaffold.source.method_facts import Registration
    from scaffold.source.summary import ClassSummary, SourceName
    from scaffold.source.values import Unknown

    for kind in (ClassSummary, Problem, Registration, SourceName, Span, Unknown):
        _RECORDS[kind.__name__] = kind
