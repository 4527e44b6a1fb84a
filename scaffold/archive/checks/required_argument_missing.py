"""KA204: the constructor in the sources needs an argument that the config of the model does not have."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.archive.subject import Subject, finding
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KA204",
    name="required-argument-missing",
    severity=Severity.ERROR,
    summary="The constructor needs an argument that the saved config does not have.",
    why="""The layer is made by cls(**config). An argument without default that get_config forgot, or that was added
        since the model was saved, makes loading fail with "missing 1 required positional argument".
        See https://github.com/keras-team/keras/issues/21046 and https://github.com/keras-team/keras/pull/8845.""",
    remedy="Give the argument a default, or supply it in from_config; and put it into get_config for later models.",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Speak once for each class and argument, where from_config is fully known."""
    spoken: set[tuple[str, str]] = set()
    for node in subject.custom_layers():
        known = subject.source and subject.source.find(node.class_name, node.module, node.registered_name)
        if not known or not known.understood or node.config is None:
            continue
        for name in sorted(known.required - set(node.config) - known.supplied):
            if (node.class_name, name) in spoken:
                continue
            spoken.add((node.class_name, name))
            yield finding(
                RULE,
                subject,
                f"'{node.path or '(model)'}': {known.name} ({known.place}) needs '{name}', which the config does not "
                "have: loading fails",
                about=name,
                class_name=node.class_name,
            )
