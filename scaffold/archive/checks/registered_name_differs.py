"""KA202: the sources register a class under another name than the model looks it up by."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.archive.subject import Subject, custom_objects, finding, places
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KA202",
    name="registered-name-differs",
    severity=Severity.ERROR,
    summary="The class is registered under another name than the model looks it up by.",
    why="""A model that was saved before a class was registered looks it up by the bare name; one that was saved after
        by package>name, whatever the class is called in custom_objects otherwise. Adding, removing or changing the
        decorator makes older files unloadable, with "Could not locate class".
        See https://github.com/aertslab/CREsted/issues/187.""",
    remedy="Pass the class in custom_objects under the name in the file, or register it under that name as well.",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Speak where the sources certainly register the class, under another key, or not at all."""
    if subject.source is None:
        return
    for item in custom_objects(subject.archive):
        known = subject.source.find(item.name, item.module, item.key)
        if item.is_function or known is None or known.key is None or known.key == item.key:
            continue
        if not known.key and not item.registered:
            # Registered neither then nor now: KA101 says it.
            continue
        now = f"registers it as '{known.key}'" if known.key else "does not register it"
        yield finding(
            RULE,
            subject,
            f"{places(item.paths)}: the file looks {item.name} up as '{item.key}', but {known.place} {now}",
            about=item.paths[0] if item.paths else "",
            remedy=f"Load with custom_objects={{{item.key!r}: {known.name}}}.",
            class_name=item.name,
        )
