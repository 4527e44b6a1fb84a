"""KS609: a number that call counts up in a plain attribute."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project
from scaffold.source.values import Constant

RULE = Rule(
    code="KS609",
    name="counter-in-call",
    severity=Severity.WARNING,
    summary="call changes a plain number that no file keeps.",
    why="""A plain attribute is neither a weight nor in the config: the loaded layer counts from the beginning. In
        a compiled call it is not even changed, because the code runs once, when it is traced. See
        https://keras.io/guides/making_new_layers_and_models_via_subclassing/.""",
    remedy="Make it a weight: self.add_weight(shape=(), trainable=False), and assign to it.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Count(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.calls = 0

    def call(self, inputs):
        self.calls += 1
        return inputs * self.calls
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Count(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.calls = self.add_weight(shape=(), initializer="zeros", trainable=False, name="calls")

    def call(self, inputs):
        self.calls.assign(self.calls + 1)
        return inputs * self.calls
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a number of the constructor that call counts up or down."""
    if cls.role not in ("layer", "model"):
        return
    for name, places in cls.attributes.items():
        counted = [place for place in places if place.method == "call" and place.how == "augmented"]
        others = [place for place in places if place not in counted]
        numbers = all(
            place.method == "__init__"
            and isinstance(place.value, Constant)
            and isinstance(place.value.value, (int, float))
            for place in others
        )
        if counted and others and numbers and name not in cls.methods:
            yield found(
                RULE,
                cls,
                counted[0].span,
                f"call of '{cls.name}' counts in the plain attribute self.{name}: no file keeps it",
                argument="",
            )
