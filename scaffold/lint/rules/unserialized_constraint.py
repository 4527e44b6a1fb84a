"""KS204: a constraint in the config as it is."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.rawness import raw_findings
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS204",
    name="unserialized-constraint",
    severity=Severity.ERROR,
    summary="A constraint is put into the config without being serialized.",
    why="""A constraint object in the config cannot be carried by JSON: json.dumps(layer.get_config()) fails, and
        loading from .h5 ends with "Unknown config_item".
        See https://github.com/tensorflow/tensorflow/issues/26061.""",
    remedy="Put keras.constraints.serialize(self.kernel_constraint) into the config; "
    "keras.constraints.get takes it out again.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, kernel_constraint="non_neg", **kwargs):
        super().__init__(**kwargs)
        self.kernel_constraint = keras.constraints.get(kernel_constraint)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],), constraint=self.kernel_constraint)

    def call(self, inputs):
        return inputs * self.kernel

    def get_config(self):
        return {**super().get_config(), "kernel_constraint": self.kernel_constraint}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, kernel_constraint="non_neg", **kwargs):
        super().__init__(**kwargs)
        self.kernel_constraint = keras.constraints.get(kernel_constraint)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],), constraint=self.kernel_constraint)

    def call(self, inputs):
        return inputs * self.kernel

    def get_config(self):
        return {**super().get_config(), "kernel_constraint": keras.constraints.serialize(self.kernel_constraint)}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each config entry that certainly holds a constraint object."""
    yield from raw_findings(RULE, "constraint", cls, project)
