"""KS509: an unregistered function in a layer of a model, called like one of Keras's, which is loaded in its place."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.by_name import replaced
from scaffold.lint.found import found_in_model
from scaffold.lint.given import is_saved
from scaffold.lint.named_function import ACTIVATION, taken_by
from scaffold.rule import Rule
from scaffold.source.located import Answer
from scaffold.source.model_facts import ModelLayer
from scaffold.source.project import Project

RULE = Rule(
    code="KS509",
    name="function-replaced-in-model",
    severity=Severity.ERROR,
    summary="A layer of a model is given a function that is called like one of Keras's, which is loaded in its place.",
    why="""A function that is not registered is written down by its name, and Keras looks for that among its own
        functions: the model that is loaded has `keras.activations.gelu` where it had a `gelu` of yours, without a
        word and with other outputs. `clone_model` does the same. Of an activation the file holds nothing but the
        word, and then not even custom_objects help. See
        https://github.com/keras-team/keras/blob/v3.15.1/keras/src/activations/__init__.py.

        The rule is silent about a function that computes what Keras's does. Where that cannot be told, the finding
        is a warning. It speaks of models that scripts, functions and plain classes build.""",
    remedy='Put @keras.saving.register_keras_serializable(package="...") above the function, or use the one of '
    "Keras if it does the same.",
    bad="""
import keras


def gelu(x):
    return x * keras.ops.sigmoid(1.702 * x)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation=gelu)])
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
def gelu(x):
    return x * keras.ops.sigmoid(1.702 * x)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation=gelu)])
""",
)


def check_model_layer(layer: ModelLayer, project: Project) -> Iterator[Finding]:
    """Speak about every such function that the config of the layer names."""
    for given in layer.given:
        function = given.function
        if function is None or function.registered is not Answer.NO:
            continue
        taker = taken_by(given.name)
        instead = replaced(function, taker, layer.source, project, as_word=taker == ACTIVATION)
        if instead is None or not is_saved(layer, project):
            continue
        cls = layer.layer.name.rpartition(".")[2]
        yield found_in_model(
            RULE,
            layer,
            given,
            f"function '{function.name}' is not registered, and '{given.name}' of this {cls} layer is given it: "
            f"a saved model names it, and loading gives {instead.built_in} in its place",
            argument=function.name,
            remedy=instead.remedy,
            severity=instead.severity,
        )
