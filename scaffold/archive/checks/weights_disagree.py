"""KA108: the weights of a layer have another shape than its config says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.archive.subject import Subject, finding
from scaffold.finding import Finding, Severity
from scaffold.object_tree import ObjectNode
from scaffold.rule import Rule

RULE = Rule(
    code="KA108",
    name="weights-disagree-with-config",
    severity=Severity.ERROR,
    summary="The weights of a layer have another shape than its config says.",
    why="""Keras builds the layer from its config and then copies the weights into it; "the shape of the target variable
        and the shape of the target value" must agree. Where they do not, the config was edited, a constructor
        derives the value again from what get_config already derived, or config and weights are of two versions.""",
    remedy="Make the config say what the layer was built with: put the constructor argument into it, not a value "
    "derived from it.",
)

# Config keys that give the last sizes of the first weight.
_SIZES = {
    "Dense": ("units",),
    "Embedding": ("input_dim", "output_dim"),
    "Conv1D": ("filters",),
    "Conv2D": ("filters",),
    "Conv3D": ("filters",),
}


def check(subject: Subject) -> Iterator[Finding]:
    """Speak about layers of Keras whose sizes stand in their config."""
    for node in subject.layers():
        expected = _expected(node)
        if expected is None or not node.weights:
            continue
        first = node.weights[0]
        # Quantized weights are packed: fewer rows than the config says.
        if not first.dtype.startswith(("float", "bfloat")) or len(first.shape) < len(expected):
            continue
        if first.shape[-len(expected) :] != expected:
            says = ", ".join(
                f"{key}={size}" for key, size in zip(_SIZES[node.class_name], expected, strict=True)
            )
            yield finding(
                RULE,
                subject,
                f"'{node.path}' ({node.class_name}) has {says} in its config, but weights of shape "
                f"{list(first.shape)}: loading fails",
                about=node.path,
                class_name=node.class_name,
            )


def _expected(node: ObjectNode) -> tuple[int, ...] | None:
    if node.module is None or node.module.split(".")[0] != "keras" or node.class_name not in _SIZES:
        return None
    sizes: list[Any] = [(node.config or {}).get(key) for key in _SIZES[node.class_name]]
    return tuple(sizes) if all(type(size) is int for size in sizes) else None
