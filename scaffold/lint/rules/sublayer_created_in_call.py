"""KS601: a layer with weights that is made anew in every call."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.stateful import has_weights, may_make_weights
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS601",
    name="sublayer-created-in-call",
    severity=Severity.ERROR,
    summary="call makes a layer with weights.",
    why="""Every call makes a new layer with new random weights, which nothing trains and nothing saves. Loading
        gives no error, because there is nothing to load. See
        https://github.com/keras-team/keras/issues/18823.""",
    remedy="Make the layer in __init__ and call it in call.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Block(keras.layers.Layer):
    def call(self, inputs):
        return keras.layers.Dense(3)(inputs)
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Block(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = keras.layers.Dense(3)

    def call(self, inputs):
        return self.dense(inputs)
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each layer with weights that call makes and keeps nowhere."""
    call = cls.methods.get("call")
    if cls.role not in ("layer", "model") or call is None or not may_make_weights(cls, call.span):
        return
    for made in cls.bodies.made("call"):
        if made.attribute is None and has_weights(made.function):
            name = made.function.rpartition(".")[2]
            yield found(
                RULE,
                cls,
                made.span,
                f"call of '{cls.name}' makes a new {name} with new weights every time: it is neither trained nor saved",
                argument="",
            )
