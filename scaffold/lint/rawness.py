"""The finding that the rules about unserialized objects share: one kind of object each."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Edit, Finding
from scaffold.lint.found import found, repair
from scaffold.lint.unserialized import Raw, raw_entries
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project
from scaffold.source.values import SelfAttribute


def raw_findings(rule: Rule, kind: str, cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Yield a finding for each config entry that holds an object of ``kind`` as it is."""
    for raw in raw_entries(cls, project, kind):
        span = raw.entry.value_span
        written = cls.source.text[span.start : span.end]
        serialize = f"{raw.module or f'keras.{kind}s'}.serialize({written})"
        yield found(
            rule,
            cls,
            span,
            f"config key '{raw.entry.key}' of '{cls.name}' holds {_article(kind)} {kind} object: "
            f"expected its serialized form, found {written}",
            argument=raw.entry.key,
            remedy=f'Write "{raw.entry.key}": {serialize}.',
            fix=repair(f"Serialize the {kind}", _wrap(raw)),
        )


def _article(kind: str) -> str:
    return "an" if kind[0] in "aeiou" else "a"


def _wrap(raw: Raw) -> tuple[Edit, ...] | None:
    """Return the edits that put the value into a call of ``serialize``, where the file names the module."""
    if not raw.module or not isinstance(raw.entry.value, SelfAttribute):
        return None
    span = raw.entry.value_span
    return (Edit(span.start, span.start, f"{raw.module}.serialize("), Edit(span.end, span.end, ")"))
