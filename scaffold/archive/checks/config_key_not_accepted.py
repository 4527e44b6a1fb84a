"""KA203: the config of a layer has a key that the constructor in the sources does not accept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scaffold.archive.source_classes import SourceClass
from scaffold.archive.subject import Subject, finding
from scaffold.errors import nearest
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KA203",
    name="saved-key-not-accepted",
    severity=Severity.ERROR,
    summary="The saved config has a key that the constructor does not accept.",
    why="""Every key of the config goes to the constructor. An argument that was renamed or removed since the model was
        saved makes loading fail with "unexpected keyword argument" or "Unrecognized keyword arguments".
        See https://github.com/keras-team/keras/issues/19151.""",
    remedy="Accept the old key in from_config: rename or drop it before the constructor sees it.",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Speak once for each class and key, where the constructor is fully known."""
    spoken: set[tuple[str, str]] = set()
    for node in subject.custom_layers():
        known = subject.source and subject.source.find(node.class_name, node.module, node.registered_name)
        if not known or known.accepted is None or not known.understood:
            continue
        config = node.config or {}
        refused = [key for key in config if key not in known.accepted and key not in known.removed]
        for key in refused:
            if (node.class_name, key) in spoken:
                continue
            spoken.add((node.class_name, key))
            guess = nearest(key, sorted(known.accepted - set(config))) or _only_new(known, config, refused)
            yield finding(
                RULE,
                subject,
                f"'{node.path or '(model)'}': the config has '{key}', which {known.name} ({known.place}) does not "
                "accept: loading fails",
                about=key,
                remedy=f"Was '{key}' renamed to '{guess}'? Rename it in from_config before the constructor sees it."
                if guess
                else "",
                class_name=node.class_name,
            )


def _only_new(known: SourceClass, config: Mapping[str, object], refused: list[str]) -> str | None:
    """Return the one argument that the config lacks, where it has one key too many: probably that one, renamed."""
    new = (known.required | set(known.defaults)) - set(config) - known.supplied
    return next(iter(new)) if len(new) == len(refused) == 1 else None
