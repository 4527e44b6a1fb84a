"""KS611: a build that builds a layer which is built already when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.built_again import layers_built_again
from scaffold.lint.found import found
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS611",
    name="layer-built-again",
    severity=Severity.ERROR,
    summary="build builds a layer that is built already when it is loaded.",
    why="""The config of a layer that was built carries the shape it was built for, and deserializing builds it. A build
        that then builds it once more makes its weights a second time, which Keras refuses: the model trains and saves,
        and cannot be loaded. Keras's own Wrapper asks first. See
        https://github.com/keras-team/keras/blob/v3.15.1/keras/src/layers/core/wrapper.py.""",
    remedy="Ask first: if not self.<layer>.built: self.<layer>.build(shape).",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Residual(keras.layers.Wrapper):
    def build(self, input_shape):
        self.layer.build(input_shape)

    def call(self, inputs):
        return inputs + self.layer(inputs)
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Residual(keras.layers.Wrapper):
    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)

    def call(self, inputs):
        return inputs + self.layer(inputs)
""",
)

# Before Keras 3 weights could be made twice.
_SINCE = (3,)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak once about a class whose build certainly builds layers that may be built already."""
    version = project.settings.keras_version
    again = layers_built_again(cls)
    if not again or (version and version < _SINCE):
        return
    names = " and ".join(f"self.{name}" for name in again)
    yield found(
        RULE,
        cls,
        cls.methods["build"].name_span,
        f"build of '{cls.name}' builds {names} without asking: what is loaded is built already, and a layer "
        "with weights cannot be built twice",
        argument=again[0],
        remedy=f"Ask first: if not self.{again[0]}.built: self.{again[0]}.build(shape).",
    )
