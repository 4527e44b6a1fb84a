"""KA205: the config of the model lacks an argument, and loading puts the default in its place."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.archive.subject import Subject, finding, places
from scaffold.finding import Finding, Severity
from scaffold.object_tree import ObjectNode
from scaffold.rule import Rule

RULE = Rule(
    code="KA205",
    name="argument-not-saved",
    severity=Severity.WARNING,
    summary="The saved config has no value for an argument that has a default: the model is loaded with the default.",
    why="""The layer is made by cls(**config). What get_config forgot, or what the constructor takes since the model
        was saved, gets its default, and nothing is said: a layer that was made with another value computes something
        else after loading. See
        https://github.com/keras-team/keras/blob/v3.15.1/keras/src/ops/operation.py (from_config).""",
    remedy="Put the argument into get_config and save the model again, from where it is made. For this file: compare "
    "the default with the value that the model was made with, and supply that in from_config.",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Speak once for each class and argument, where constructor, get_config and from_config are fully known."""
    lost: dict[tuple[str, str], list[ObjectNode]] = {}
    texts: dict[tuple[str, str], str] = {}
    for node in subject.custom_layers():
        known = subject.source and subject.source.find(node.class_name, node.module, node.registered_name)
        if not known or not known.understood or node.config is None:
            continue
        for name, default in known.defaults.items():
            if name in node.config or name in known.supplied or name in known.removed:
                continue
            lost.setdefault((known.name, name), []).append(node)
            texts[known.name, name] = f"the default {default}" if default else "its default"
    for (class_name, name), nodes in lost.items():
        where = places(tuple(node.name or node.path for node in nodes))
        yield finding(
            RULE,
            subject,
            f"the saved config of {where} ({class_name}) has no '{name}', which its constructor takes: "
            f"it is loaded with {texts[class_name, name]}",
            about=name,
            class_name=nodes[0].class_name,
        )
