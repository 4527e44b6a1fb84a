"""KS114: a get_config that sets attributes."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.subjects import CONFIGURED
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS114",
    name="get-config-changes-layer",
    severity=Severity.WARNING,
    summary="get_config changes the layer that it describes.",
    why="""get_config is called whenever somebody looks: by save, clone_model, summary and copy. A layer that is
        another one afterwards behaves differently once it was saved, and its next config may be another
        one too. See https://github.com/keras-team/keras/pull/19807.""",
    remedy="Compute what the config needs in local variables.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        self.factor = float(self.factor) / 2
        return {**super().get_config(), "factor": self.factor}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        factor = float(self.factor)
        return {**super().get_config(), "factor": factor}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak once about a get_config that assigns an attribute which other methods read.

    Not about what its helpers assign: they serve other methods as well, which leave the layer in the same state.
    """
    if cls.role not in CONFIGURED or cls.get_config is None or not cls.get_config.writes:
        return
    read = frozenset[str]().union(*(cls.bodies.names(name) for name in cls.methods if name != "get_config"))
    own = cls.get_config.span
    harmful = [
        (name, span)
        for name, span in cls.get_config.writes
        if name in read and own.start <= span.start < own.end
    ]
    if not harmful:
        return
    name, span = harmful[0]
    yield found(
        RULE,
        cls,
        span,
        f"get_config of '{cls.name}' sets the attribute '{name}', which other methods read: "
        "the layer is another one after it was saved",
        argument=name,
    )
