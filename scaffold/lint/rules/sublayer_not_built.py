"""KS602: a build that leaves a layer of the class unbuilt."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.unbuilt import unbuilt_layers
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS602",
    name="sublayer-not-built",
    severity=Severity.ERROR,
    summary="build does not build the layers that the class has.",
    why="""A saved object is loaded by building it and filling its weights. A build of its own has to build the layers
        inside as well: what it leaves has no weights yet when they are loaded. A subclassed model is then loaded
        without an error and keeps random weights. A layer that does it fails in copy.deepcopy and pickle, and in a
        model whose build calls that of the layer; a model that is called once more before gets away with it.
        See https://github.com/keras-team/keras/issues/18875.""",
    remedy="Call self.<layer>.build(shape) in build for each layer.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Net(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = keras.layers.Dense(3)

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(1,), name="scale")

    def call(self, inputs):
        return self.dense(inputs) * self.scale
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Net(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = keras.layers.Dense(3)

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(1,), name="scale")
        self.dense.build(input_shape)

    def call(self, inputs):
        return self.dense(inputs) * self.scale
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak once about a class whose own build certainly leaves layers with weights unbuilt."""
    unbuilt = unbuilt_layers(cls)
    if not unbuilt:
        return
    names = ", ".join(f"self.{name}" for name in unbuilt)
    is_model = cls.role == "model"
    consequence = (
        "a loaded model keeps random weights there, without an error"
        if is_model
        else "copy.deepcopy and pickle fail, and so does loading into a model whose build calls this one"
    )
    yield found(
        RULE,
        cls,
        cls.methods["build"].name_span,
        f"build of '{cls.name}' does not build {names}: {consequence}",
        argument="",
        remedy=f"Call self.{unbuilt[0]}.build(shape) in build"
        + (", and so on for the others." if len(unbuilt) > 1 else "."),
        severity=None if is_model else Severity.WARNING,
    )
