"""KS201: an activation in the config as it is."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.rawness import raw_findings
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS201",
    name="unserialized-activation",
    severity=Severity.ERROR,
    summary="An activation is put into the config without being serialized.",
    why="""keras.activations.get turns a name into a function. Put into the config as it is, the function
        makes the config something JSON cannot carry: json.dumps(layer.get_config()) fails, and so does
        everything that keeps configs as text; a .keras file saves it in a form that only comes back for
        functions Keras can find again. See https://github.com/keras-team/keras/issues/21088.""",
    remedy="Put keras.activations.serialize(self.activation) into the config; "
    "keras.activations.get takes it out again.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Activate(keras.layers.Layer):
    def __init__(self, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": self.activation}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Activate(keras.layers.Layer):
    def __init__(self, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each config entry that certainly holds an activation object."""
    yield from raw_findings(RULE, "activation", cls, project)
