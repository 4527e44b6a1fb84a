"""ClassInfo -> ClassSummary: what is kept of a class when the rest of its facts is forgotten."""

from __future__ import annotations

from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import Registration
from scaffold.source.record import Record


class SourceName(Record):
    """A file without its text."""

    path: str
    module: str


class ClassSummary(Record):
    """What is kept of a class when the rest of its facts is forgotten; the words are those of `ClassInfo`."""

    name: str
    qualified_name: str
    role: str | None
    source: SourceName
    in_function: bool
    registration: Registration | None
    registration_known: bool


def summary_of(cls: ClassInfo) -> ClassSummary:
    """Return what is kept of a class."""
    return ClassSummary(
        name=cls.name,
        qualified_name=cls.qualified_name,
        role=cls.role,
        source=SourceName(cls.source.path, cls.source.module),
        in_function=cls.in_function,
        registration=cls.registration,
        registration_known=cls.registration_known,
    )
