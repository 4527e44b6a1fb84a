"""KA105: the weights file holds a layer of a functional or sequential model that its config does not have."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.archive.subject import Subject, finding, places
from scaffold.archive.wiring import is_wired
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KA105",
    name="weights-not-in-config",
    severity=Severity.WARNING,
    summary="The weights file holds layers that the config of the model does not have.",
    why="""Config and weights are two files in one archive, and weights go to layers by class and position. Where the
        weights hold a layer more, they belong to another version of the model: later layers of the same class get
        the weights of earlier ones, silently where the shapes agree.""",
    remedy="Save the model again from one process, or put config and weights of one version into the archive.",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Speak about each model, however deep, with leftover groups where its layers are."""
    for node in subject.layers():
        if not is_wired(node):
            continue
        owner = f"{node.weights_path}/layers/" if node.weights_path else "layers/"
        left = tuple(
            child.weights_path
            for child in node.children
            if child.origin == "weights" and child.weights and child.weights_path.startswith(owner)
        )
        if left:
            yield finding(
                RULE,
                subject,
                f"the weights file holds {places(left)}, which the config of '{node.path or '(model)'}' "
                f"({node.class_name}) does not have",
                about=left[0],
                class_name=node.class_name,
            )
