"""KS203: a regularizer in the config as it is."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.rawness import raw_findings
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS203",
    name="unserialized-regularizer",
    severity=Severity.ERROR,
    summary="A regularizer is put into the config without being serialized.",
    why="""A regularizer object in the config cannot be carried by JSON: json.dumps(layer.get_config()) fails, and
        loading from .h5 ends with "Unknown config_item: 'L2'".
        See https://github.com/keras-team/keras/issues/1996.""",
    remedy="Put keras.regularizers.serialize(self.kernel_regularizer) into the config; "
    "keras.regularizers.get takes it out again.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, kernel_regularizer="l2", **kwargs):
        super().__init__(**kwargs)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],), regularizer=self.kernel_regularizer)

    def call(self, inputs):
        return inputs * self.kernel

    def get_config(self):
        return {**super().get_config(), "kernel_regularizer": self.kernel_regularizer}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, kernel_regularizer="l2", **kwargs):
        super().__init__(**kwargs)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],), regularizer=self.kernel_regularizer)

    def call(self, inputs):
        return inputs * self.kernel

    def get_config(self):
        return {**super().get_config(), "kernel_regularizer": keras.regularizers.serialize(self.kernel_regularizer)}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each config entry that certainly holds a regularizer object."""
    yield from raw_findings(RULE, "regularizer", cls, project)
