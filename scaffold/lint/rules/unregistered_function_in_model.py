"""KS507: a function in a layer of a model that nothing registers."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.by_name import loaded_in_its_place
from scaffold.lint.found import found_in_model
from scaffold.lint.given import is_saved
from scaffold.lint.named_function import may_be_offered, taken_by
from scaffold.lint.repair.functions import register_function
from scaffold.rule import Rule
from scaffold.source.located import Answer
from scaffold.source.model_facts import ModelLayer
from scaffold.source.project import Project

RULE = Rule(
    code="KS507",
    name="unregistered-function-in-model",
    severity=Severity.WARNING,
    summary="A layer of a model is given a function that is not registered.",
    why="""A saved model names the functions that its layers were given. Keras finds its own functions and registered
        ones by their names, and no others, even where the module that defines them was imported: loading ends with
        "Could not locate function". See https://github.com/awsaf49/tensorflow_extra/issues/1.

        The rule speaks of models that scripts, functions and plain classes build. It is silent about what a custom
        layer calls, in tests, about functions that are called like one of Keras's (see KS509), and wherever the package
        may pass the function in custom_objects.""",
    remedy='Put @keras.saving.register_keras_serializable(package="...") above the function, or pass it in '
    "custom_objects wherever a model is loaded.",
    bad="""
import keras


def triple(x):
    return x * 3


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation=triple)])
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
def triple(x):
    return x * 3


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation=triple)])
""",
)


def check_model_layer(layer: ModelLayer, project: Project) -> Iterator[Finding]:
    """Speak about every function that the config of the layer names and that certainly nothing registers."""
    unknown = [
        (given, function)
        for given in layer.given
        if (function := given.function) is not None
        and function.registered is Answer.NO
        and not loaded_in_its_place(function.name, taken_by(given.name))
        and not may_be_offered(function, layer.source, project)
    ]
    if not unknown or not is_saved(layer, project):
        return
    cls = layer.layer.name.rpartition(".")[2]
    for given, function in unknown:
        name = function.name
        yield found_in_model(
            RULE,
            layer,
            given,
            f"function '{name}' is not registered, and '{given.name}' of this {cls} layer is given it: "
            "a saved model names it, and loading cannot find it",
            argument=name,
            remedy=f"Put @keras.saving.register_keras_serializable(package=\"...\") above '{name}', or pass "
            f'custom_objects={{"{name}": {name}}} wherever a model is loaded.',
        ).but(fix=register_function(function, layer.source, project))
