"""KA104: a layer of the config has no weights in the file, though it must have some."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.archive.subject import Subject, finding
from scaffold.archive.weights import groups
from scaffold.finding import Finding, Severity
from scaffold.object_tree import ObjectNode
from scaffold.rule import Rule

RULE = Rule(
    code="KA104",
    name="weights-missing",
    severity=Severity.ERROR,
    summary="A layer that was built has no weights in the file.",
    why="""Keras saves the weights of what it reaches through attributes, lists and dicts of public or private names. A
        layer that is kept in a set, in an object that is no layer, or under a name that Keras uses itself is not
        reached: its weights are not in the file, and it starts from random ones after loading, often without a
        word. See https://github.com/keras-team/keras/issues/18823 and
        https://github.com/keras-team/keras/issues/20004.""",
    remedy="The weights are lost for this file. Keep the layer in an attribute, list or dict of its owner, and save "
    "again from a process that still has them.",
)

# Layers of Keras that never are without weights once built.
_WEIGHTED = frozenset(
    {
        *("Dense", "EinsumDense", "Embedding", "BatchNormalization", "PReLU"),
        *("Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"),
        *("DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D"),
        *("LSTMCell", "GRUCell", "SimpleRNNCell"),
    }
)


def check(subject: Subject) -> Iterator[Finding]:
    """Speak about built layers without weights, where the file names the owner of every group."""
    weights = subject.archive.weights
    if weights is None or not any(group.name for group in groups(weights)):
        return
    for node in subject.layers():
        if _must_have_weights(node) and not node.weights:
            found = "an empty group" if node.weights_path else "nothing"
            yield finding(
                RULE,
                subject,
                f"'{node.path}' ({node.class_name}) was built, but the weights file holds {found} for it: "
                "after loading its weights are random, or loading fails",
                about=node.path,
                class_name=node.class_name,
            )


def _must_have_weights(node: ObjectNode) -> bool:
    keras = node.module is not None and node.module.split(".")[0] == "keras"
    return keras and node.class_name in _WEIGHTED and node.build_config is not None
