"""KS217: a lambda in a layer of a model."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found_in_model
from scaffold.lint.given import is_saved
from scaffold.rule import Rule
from scaffold.source.model_facts import ModelLayer
from scaffold.source.project import Project
from scaffold.source.values import Lambda

RULE = Rule(
    code="KS217",
    name="lambda-in-model",
    severity=Severity.WARNING,
    summary="A layer of a model is given a lambda.",
    why="""Keras writes the byte code of a lambda into the file of a model. Loading the file ends with "Requested the
        deserialization of a Lambda layer whose function is a Python lambda", because it would run whatever the file
        holds; with safe_mode=False it runs it, and another version of Python may not be able to. See
        https://github.com/keras-team/keras/issues/14875.

        The rule speaks of models that scripts, functions and plain classes build. It is silent about what a custom
        layer calls, in tests, and wherever a file of the package names safe_mode.""",
    remedy="Define a function at the top of the module, register it with "
    '@keras.saving.register_keras_serializable(package="..."), and use that; or write a layer of your own.',
    bad="""
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Lambda(lambda x: x * 2), keras.layers.Dense(3)])
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
def twice(x):
    return x * 2


model = keras.Sequential([keras.Input((4,)), keras.layers.Lambda(twice), keras.layers.Dense(3)])
""",
)

# Older releases load whatever a file holds. https://keras.io/api/models/model_saving_apis/model_saving_and_loading/
_SINCE = (2, 13)


def check_model_layer(layer: ModelLayer, project: Project) -> Iterator[Finding]:
    """Speak about every lambda that the config of the layer carries."""
    version = project.settings.keras_version
    lambdas = [given for given in layer.given if isinstance(given.value, Lambda)]
    if (
        not lambdas
        or (version and version < _SINCE)
        or project.models.may_trust(layer.source)
        or not is_saved(layer, project)
    ):
        return
    name = layer.layer.name.rpartition(".")[2]
    for given in lambdas:
        yield found_in_model(
            RULE,
            layer,
            given,
            f"argument '{given.name}' of this {name} layer is a lambda: Keras refuses to load a model with it",
            argument=given.name,
        )
