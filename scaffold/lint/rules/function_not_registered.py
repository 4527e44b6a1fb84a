"""KS506: a function that the config names and nothing registers."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.by_name import loaded_in_its_place
from scaffold.lint.found import found
from scaffold.lint.named_function import may_be_offered, named_functions
from scaffold.lint.repair.functions import register_function
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS506",
    name="function-not-registered",
    severity=Severity.WARNING,
    summary="A default function that the config names is not registered.",
    why="""A function is written down by its name. Keras finds its own functions and registered ones by it, and no
        others: the layer can be saved, and loading it fails with "Could not interpret activation
        function identifier". See https://github.com/awsaf49/tensorflow_extra/issues/1.""",
    remedy="Register the function: @keras.saving.register_keras_serializable(package=...) above its def.",
    bad="""
import keras


def double(x):
    return x * 2


@keras.saving.register_keras_serializable(package="my_package")
class Activate(keras.layers.Layer):
    def __init__(self, activation=double, **kwargs):
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
def double(x):
    return x * 2


@keras.saving.register_keras_serializable(package="my_package")
class Activate(keras.layers.Layer):
    def __init__(self, activation=double, **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about an argument whose default is such a function of the same file, and that the config serializes."""
    for named in named_functions(cls):
        if may_be_offered(named.function, cls.source, project):
            continue
        if loaded_in_its_place(named.function.name, named.taker):
            continue  # loading finds another one
        yield found(
            RULE,
            cls,
            named.declared.span,
            f"the default of '{named.declared.name}' of '{cls.name}' is a function that is not registered: "
            "the config names it, and loading cannot find it",
            argument=named.declared.name,
            fix=register_function(named.function, cls.source, project),
        )
