"""KS606: a layer in a place where Keras does not look."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.stateful import has_weights
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project
from scaffold.source.values import Call, Comprehension, Mapping, Sequence, Value

RULE = Rule(
    code="KS606",
    name="sublayer-not-tracked",
    severity=Severity.ERROR,
    summary="A layer with weights is put where Keras does not save it.",
    why="""Keras finds the layers inside a layer in its attributes, in lists and in dicts. In a set they are found
        and not saved; in an object of another kind they are not even trained. Loading gives no error
        and random weights. See https://github.com/keras-team/keras/issues/20598.""",
    remedy="Put the layers into attributes, a list or a dict.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Block(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = {keras.layers.Dense(3)}

    def call(self, inputs):
        return sum(part(inputs) for part in self.parts)
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Block(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = [keras.layers.Dense(3)]

    def call(self, inputs):
        return sum(part(inputs) for part in self.parts)
""",
)


_HOLDERS = ("types.SimpleNamespace",)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each attribute that the constructor makes a set or a plain object that holds layers."""
    if cls.role not in ("layer", "model"):
        return
    for name, places in cls.attributes.items():
        for place in places:
            if place.method == "__init__" and _hides(place.value):
                yield found(
                    RULE,
                    cls,
                    place.span,
                    f"'{cls.name}' keeps layers in self.{name} where Keras does not save them",
                )


def _hides(value: Value) -> bool:
    """Tell whether a value is a set or a plain object with a layer right inside, alone or in lists and dicts."""
    match value:
        case Sequence(kind="set", items=items):
            return any(map(_has_layer, items))
        case Comprehension(kind="set", element=element):
            return _has_layer(element)
        case Call(function=function, args=args, keywords=keywords):
            handed = (*args, *(given for _, given in keywords))
            return function in (*_HOLDERS, "set", "frozenset") and any(map(_has_layer, handed))
    return False


def _has_layer(value: Value) -> bool:
    match value:
        case Call(function=function):
            return has_weights(function)
        case Sequence(items=items):
            return any(map(_has_layer, items))
        case Mapping(items=pairs):
            return any(_has_layer(held) for _, held in pairs)
        case Comprehension(element=element):
            return _has_layer(element)
    return False
