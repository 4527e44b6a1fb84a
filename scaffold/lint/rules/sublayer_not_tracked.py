"""KS606: a layer in a place where Keras does not look."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.stateful import has_weights
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.plain_classes import Plain
from scaffold.source.project import Project
from scaffold.source.values import (
    Call,
    Comprehension,
    Mapping,
    SelfAttribute,
    Sequence,
    Unknown,
    Value,
    walk,
)

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


_HOLDERS = ("types.SimpleNamespace", "set", "frozenset")
_PLAIN = (Plain.OBJECT, Plain.DATACLASS)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each attribute that the constructor makes a set or a plain object that holds layers."""
    if cls.role not in ("layer", "model"):
        return
    for name, places in cls.attributes.items():
        for place in places:
            if place.method != "__init__":
                continue
            hidden = [layer for part in _hiding(cls, project, place.value) for layer in _layers(part)]
            if hidden and not _kept_elsewhere(cls, project, name, hidden):
                yield found(
                    RULE,
                    cls,
                    place.span,
                    f"'{cls.name}' keeps layers in self.{name} where Keras does not save them",
                    argument="",
                )


def _hiding(cls: ClassInfo, project: Project, value: Value) -> tuple[Value, ...]:
    """Return what a set or a plain object is made of; empty where a value is neither."""
    match value:
        case Sequence(kind="set", items=items):
            return items
        case Comprehension(kind="set", element=element):
            return (element,)
        case Call(function=str(function), args=args, keywords=keywords):
            handed = (*args, *(given for _, given in keywords))
            if function in _HOLDERS:
                return handed
            holds = any(True for part in handed for _ in _layers(part))
            # What is given something unknown may be given self, and put the layers there.
            known = not any(isinstance(part, Unknown) for part in handed)
            return handed if holds and known and project.plain_kind(function, cls) in _PLAIN else ()
    return ()


def _layers(value: Value) -> Iterator[Value]:
    """Yield the layers with weights that a value is, or holds in lists and dicts."""
    match value:
        case Call(function=function):
            if has_weights(function):
                yield value
        case Sequence(items=items):
            for item in items:
                yield from _layers(item)
        case Mapping(items=pairs):
            for _, held in pairs:
                yield from _layers(held)
        case Comprehension(element=element):
            yield from _layers(element)


def _kept_elsewhere(cls: ClassInfo, project: Project, name: str, hidden: list[Value]) -> bool:
    """Tell whether another attribute may hold the layers, or the object that they are in: Keras finds them there."""
    others = [place.value for other, places in cls.attributes.items() if other != name for place in places]
    return any(
        not _hiding(cls, project, value)
        and any(part in hidden or part == SelfAttribute(name) for part in walk(value))
        for value in others
    )
