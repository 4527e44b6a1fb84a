"""KS109: a config key that holds another argument."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.held import carried_entries, keeps, settled
from scaffold.lint.repair.entries import put_attribute
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project
from scaffold.source.values import Parameter

RULE = Rule(
    code="KS109",
    name="argument-under-wrong-key",
    severity=Severity.ERROR,
    summary="A config key holds the value of another argument.",
    why="""The rebuilt layer gets one argument in place of the other: silently where both take such values. Keys
        get swapped when a get_config is copied and edited. See
        https://github.com/keras-team/keras/pull/5810.""",
    remedy="Give each key the attribute that holds its own argument.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, shift=0.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
        self.shift = shift

    def call(self, inputs):
        return inputs * self.factor + self.shift

    def get_config(self):
        return {**super().get_config(), "factor": self.shift, "shift": self.factor}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, shift=0.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
        self.shift = shift

    def call(self, inputs):
        return inputs * self.factor + self.shift

    def get_config(self):
        return {**super().get_config(), "factor": self.factor, "shift": self.shift}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a key whose attribute holds another argument, while the class keeps the right one as well."""
    for entry, parameter in carried_entries(cls):
        held = settled(cls, entry.value)
        if not isinstance(held, Parameter) or held.name == entry.key or parameter.origin is not cls:
            continue
        right = keeps(cls, entry.key)
        if right is None:
            continue
        yield found(
            RULE,
            cls,
            entry.span,
            f"config key '{entry.key}' of '{cls.name}' holds the argument '{held.name}': "
            f"a rebuilt layer gets it as '{entry.key}'",
            argument=entry.key,
            remedy=f'Write "{entry.key}": self.{right}.',
            fix=repair(f"Put self.{right} under '{entry.key}'", put_attribute(cls, entry, right)),
        )
