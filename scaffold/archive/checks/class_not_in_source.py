"""KA201: a class that the model needs is not in the sources it should be in."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.archive.subject import Subject, custom_objects, finding, places
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KA201",
    name="class-not-in-source",
    severity=Severity.ERROR,
    summary="A class that the model needs is not in the sources: it was renamed, moved or removed.",
    why="""The file names the class as it was called when the model was saved. A class that was renamed since is not
        found under the old name, unless it is registered under it as well or passed in custom_objects.
        See https://github.com/keras-team/keras-hub/pull/1839.""",
    remedy="Register the class under its old name as well, or pass it in custom_objects under the name in the file.",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Speak about classes of packages that the sources hold, of scripts, and of a name much alike."""
    if subject.source is None:
        return
    for item in custom_objects(subject.archive):
        known = subject.source
        guess = known.nearest(item.name)
        if item.is_function or known.has(item.name) or not (guess or known.covers(item.module)):
            continue
        if any(cls.key == item.key for cls in known.classes if item.registered):
            continue
        where = f" (saved from module '{item.module}')" if item.module else ""
        remedy = ""
        if guess is not None:
            remedy = (
                f"Was it renamed to {guess.name} ({guess.place})? Then load with "
                f"custom_objects={{{item.key!r}: {guess.name}}}."
            )
        yield finding(
            RULE,
            subject,
            f"{places(item.paths)}: no class {item.name}{where} in the sources given",
            about=item.paths[0] if item.paths else "",
            remedy=remedy,
            class_name=item.name,
        )
