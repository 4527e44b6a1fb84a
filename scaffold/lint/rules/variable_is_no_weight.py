"""KS607: a variable of TensorFlow in a layer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.subjects import own_lineage
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Span
from scaffold.source.project import Project

RULE = Rule(
    code="KS607",
    name="variable-is-no-weight",
    severity=Severity.ERROR,
    summary="A tf.Variable is an attribute of a layer.",
    why="""Keras 3 tracks the variables that add_weight or keras.Variable makes. A tf.Variable is neither in the
        layer's weights nor in the file: it is not trained by fit, and the loaded layer has its first
        value again, without a word. See https://github.com/tensorflow/tensorflow/issues/57917.""",
    remedy="Make it with self.add_weight(...).",
    bad="""
import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.scale = tf.Variable(1.0)

    def call(self, inputs):
        return inputs * self.scale
""",
    good="""
import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.scale = self.add_weight(shape=(), initializer="ones", name="scale")

    def call(self, inputs):
        return inputs * self.scale
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each tf.Variable that the class puts into an attribute when it is constructed or built."""
    if cls.role not in ("layer", "metric") or "tf_keras" in cls.source.text:
        return
    if cls.source.text.find("Variable(", cls.span.start, cls.span.end) < 0:
        return
    if {"save_own_variables", "load_own_variables"} & cls.methods.keys():
        return
    for made in (*cls.bodies.made("__init__"), *cls.bodies.made("build")):
        if made.function != "tensorflow.Variable":
            continue
        if made.attribute and not _is_constant(cls, made.attribute, made.span):
            yield found(
                RULE,
                cls,
                made.span,
                f"self.{made.attribute} of '{cls.name}' is a tf.Variable: Keras 3 neither trains nor saves it",
                argument="",
            )


def _is_constant(cls: ClassInfo, attribute: str, span: Span) -> bool:
    """Tell whether a variable is not trained and never assigned: a table made anew, the same, by every layer."""
    if not re.search(r"\btrainable\s*=\s*False\b", cls.source.text[span.start : span.end]):
        return False
    used = frozenset[str]().union(*(owner.uses.get(attribute, ()) for owner in own_lineage(cls)))
    return not any("assign" in name or name.startswith("scatter") for name in used)
