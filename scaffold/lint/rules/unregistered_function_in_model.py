"""KS507: a function in a layer of a model that nothing registers."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found_in_model
from scaffold.lint.given import is_saved
from scaffold.rule import Rule
from scaffold.source.keras_names import canonical_name, known_names
from scaffold.source.located import Answer
from scaffold.source.model_facts import GivenArgument, ModelLayer
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
        layer calls, in tests, about functions that are called like one of Keras's, and wherever the package may pass
        the function in custom_objects.""",
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

# Where Keras looks for a function before it gives up; what it finds there by its name is another function.
# https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/serialization_lib.py
_LOOKED_THROUGH = (
    "activations",
    "constraints",
    "initializers",
    "losses",
    "metrics",
    "optimizers",
    "regularizers",
)


def check_model_layer(layer: ModelLayer, project: Project) -> Iterator[Finding]:
    """Speak about every function that the config of the layer names and that certainly nothing registers."""
    unknown = [
        (given, name) for given in layer.given if (name := _unregistered(given)) and not _is_of_keras(name)
    ]
    unknown = [(given, name) for given, name in unknown if not project.models.may_offer(name, layer.source)]
    if not unknown or not is_saved(layer, project):
        return
    cls = layer.layer.name.rpartition(".")[2]
    for given, name in unknown:
        yield found_in_model(
            RULE,
            layer,
            given,
            f"function '{name}' is not registered, and '{given.name}' of this {cls} layer is given it: "
            "a saved model names it, and loading cannot find it",
            argument=name,
            remedy=f"Put @keras.saving.register_keras_serializable(package=\"...\") above '{name}', or pass "
            f'custom_objects={{"{name}": {name}}} wherever a model is loaded.',
        )


def _unregistered(given: GivenArgument) -> str | None:
    function = given.function
    return function.name if function is not None and function.registered is Answer.NO else None


def _is_of_keras(name: str) -> bool:
    return any(canonical_name(f"keras.{module}.{name}") in known_names() for module in _LOOKED_THROUGH)
