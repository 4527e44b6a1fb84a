"""KS108: a config that holds what was computed from an argument, under the argument's name."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.derived import derived_arguments
from scaffold.lint.found import found
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS108",
    name="derived-value-in-config",
    severity=Severity.ERROR,
    summary="The config holds a value computed from an argument in place of the argument.",
    why="""The rebuilt layer computes the value again from the computed value: units grow from 6 to 12 to 24 with
        every save and load, a name collects suffixes, a sign flips. See
        https://github.com/keras-team/keras/issues/12818.""",
    remedy="Keep the argument as it was passed and put that into the config.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor * 2

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
        self.doubled = factor * 2

    def call(self, inputs):
        return inputs * self.doubled

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each argument that grows, shrinks or flips with every trip through the config."""
    for derived in derived_arguments(cls):
        yield found(
            RULE,
            cls,
            derived.span,
            f"the config of '{cls.name}' holds under '{derived.key}' what was computed from the argument "
            f"'{derived.key}': a rebuilt layer computes it once more, so the value changes with every save and load",
            argument=derived.key,
        )
