"""KS508: an unregistered default that is called like a function of Keras, which is loaded in its place."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.by_name import replaced
from scaffold.lint.found import found
from scaffold.lint.named_function import named_functions
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS508",
    name="function-replaced-by-a-built-in",
    severity=Severity.ERROR,
    summary="A default function is not registered and called like one of Keras's, which is loaded in its place.",
    why="""A function that is not registered is written down by its name, and Keras looks for that among its own
        functions: the model that is loaded has `keras.activations.gelu` where it had a `gelu` of yours, without a
        word and with other outputs. `clone_model` does the same. Of an activation the file holds nothing but the
        word, and then not even custom_objects help. See
        https://github.com/keras-team/keras/blob/v3.15.1/keras/src/activations/__init__.py.

        The rule is silent about a function that computes what Keras's does. Where that cannot be told, the finding
        is a warning.""",
    remedy='Put @keras.saving.register_keras_serializable(package="...") above the function, or use the one of '
    "Keras if it does the same.",
    bad="""
import keras


def gelu(x):
    return x * keras.ops.sigmoid(1.702 * x)


@keras.saving.register_keras_serializable(package="my_package")
class Activate(keras.layers.Layer):
    def __init__(self, activation=gelu, **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
def gelu(x):
    return x * keras.ops.sigmoid(1.702 * x)


@keras.saving.register_keras_serializable(package="my_package")
class Activate(keras.layers.Layer):
    def __init__(self, activation=gelu, **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a default that is such a function of the same file, and that the config serializes."""
    for named in named_functions(cls):
        instead = replaced(named.function, named.taker, cls.source, project, as_word=named.as_word)
        if instead is None:
            continue
        yield found(
            RULE,
            cls,
            named.declared.span,
            f"the default of '{named.declared.name}' of '{cls.name}' is a function that is not registered: "
            f"the config names it, and loading gives {instead.built_in} in its place",
            argument=named.declared.name,
            remedy=instead.remedy,
            severity=instead.severity,
        )
