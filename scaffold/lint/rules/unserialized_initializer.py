"""KS202: an initializer in the config as it is."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.rawness import raw_findings
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS202",
    name="unserialized-initializer",
    severity=Severity.ERROR,
    summary="An initializer is put into the config without being serialized.",
    why="""An initializer object in the config cannot be carried by JSON: json.dumps(layer.get_config()) fails, and
        so does loading from .h5, with "Unknown config_item".
        See https://github.com/CyberZHG/keras-layer-normalization/issues/1.""",
    remedy="Put keras.initializers.serialize(self.kernel_initializer) into the config; "
    "keras.initializers.get takes it out again.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, kernel_initializer="ones", **kwargs):
        super().__init__(**kwargs)
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],), initializer=self.kernel_initializer)

    def call(self, inputs):
        return inputs * self.kernel

    def get_config(self):
        return {**super().get_config(), "kernel_initializer": self.kernel_initializer}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, kernel_initializer="ones", **kwargs):
        super().__init__(**kwargs)
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],), initializer=self.kernel_initializer)

    def call(self, inputs):
        return inputs * self.kernel

    def get_config(self):
        return {**super().get_config(), "kernel_initializer": keras.initializers.serialize(self.kernel_initializer)}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each config entry that certainly holds an initializer object."""
    yield from raw_findings(RULE, "initializer", cls, project)
