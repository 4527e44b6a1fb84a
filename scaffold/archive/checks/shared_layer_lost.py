"""KA106: a layer was shared, but the file no longer says so in every place, and cannot be loaded."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.archive.subject import Subject, finding
from scaffold.finding import Finding, Severity
from scaffold.object_tree import walk
from scaffold.rule import Rule

RULE = Rule(
    code="KA106",
    name="shared-layer-lost",
    severity=Severity.ERROR,
    summary="Two layers share a layer, and only one of the two places in the file says so.",
    why="""Keras marks every place of a shared layer with one id. A layer that serializes what it holds in its own
        get_config (as documented, and as TimeDistributed does) returns a copy made before the id was known, so the
        first place goes without. Loading then makes two layers, but the file has the weights once: "expected 2
        variables, but received 0".
        See https://github.com/keras-team/keras/issues/10898.""",
    remedy="Hold the shared layer in one place only (call it through its one owner), or return the layer itself from "
    "get_config so that Keras sees it; to save this model use save_weights and rebuild it in code.",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Speak about each place that alone says it is shared."""
    for node in walk(subject.archive.model):
        if node.sharing_lost:
            yield finding(
                RULE,
                subject,
                f"'{node.same_as}' and '{node.path}' are one {node.class_name}, but the file says so in the second "
                "place alone: loading makes two layers, and there are weights for one",
                about=node.same_as,
                class_name=node.class_name,
            )
