"""KS605: an attribute that Keras keeps for itself."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.subjects import own_lineage
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS605",
    name="reserved-attribute",
    severity=Severity.ERROR,
    summary="An attribute is set that Keras uses for something else.",
    why="""What is put into self._layers is tracked as a weight and never saved: loading gives no error and random
        weights. Others, such as self.variables, cannot be set at all. See
        https://github.com/keras-team/keras/issues/20260.""",
    remedy="Give the attribute another name. Models saved before keep their weights under the old one.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Block(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self._layers = [keras.layers.Dense(3)]

    def call(self, inputs):
        return self._layers[0](inputs)
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Block(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.blocks = [keras.layers.Dense(3)]

    def call(self, inputs):
        return self.blocks[0](inputs)
""",
)


# Layer keeps its sublayers and metrics in these; what a class puts there itself is not saved.
_NEVER_SAVED = ("_layers", "_metrics")
# Properties of Layer that have no setter: the assignment raises AttributeError.
_READ_ONLY = (
    "compute_dtype", "dtype", "input", "losses", "metrics_variables", "metrics", "non_trainable_variables",
    "non_trainable_weights", "output", "path", "quantization_mode", "trainable_variables", "trainable_weights",
    "variable_dtype", "variables", "weights",
)  # fmt: skip
_READ_ONLY_OF_MODELS = ("layers", "metrics_names", "distribute_strategy")
# Lists of weights, which layers of Keras 1 set by themselves.
_LISTS_OF_WEIGHTS = frozenset({"non_trainable_weights", "trainable_weights", "weights"})
_FOR_WEIGHTS = "Make the weights with self.add_weight(...), which keeps these lists."
# Methods that every layer runs before or in its first call.
_RUN = ("__init__", "build", "call")


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each assignment to a name that Layer has for itself and the class does not define anew."""
    if cls.role not in ("layer", "model"):
        return
    read_only = _READ_ONLY if cls.role == "layer" else _READ_ONLY + _READ_ONLY_OF_MODELS
    defined = {name for owner in own_lineage(cls) for name in owner.methods}
    for name, places in cls.attributes.items():
        first = next((place for place in places if place.method in _RUN and place.how == "assign"), None)
        if first is None or name in defined:
            continue
        if name in _NEVER_SAVED and _is_made(cls, name):
            consequence = "what is put there is never saved"
        elif name in read_only:
            consequence = "it cannot be set"
        else:
            continue
        yield found(
            RULE,
            cls,
            first.span,
            f"'{cls.name}' sets self.{name}, which Keras keeps for itself: {consequence}",
            argument="",
            remedy=_FOR_WEIGHTS if name in _LISTS_OF_WEIGHTS else "",
        )


def _is_made(cls: ClassInfo, attribute: str) -> bool:
    return any(made.attribute == attribute for method in cls.methods for made in cls.bodies.made(method))
