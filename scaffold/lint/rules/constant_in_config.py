"""KS110: a config that holds a constant in place of an argument."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.held import carried_entries, keeps
from scaffold.lint.repair.entries import put_attribute
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project
from scaffold.source.values import Constant

RULE = Rule(
    code="KS110",
    name="constant-in-config",
    severity=Severity.ERROR,
    summary="The config holds a constant in place of an argument.",
    why="""Whatever the layer was constructed with, the rebuilt one gets the constant. A literal name makes two
        layers of one model collide, so that it cannot be built again. See
        https://github.com/keras-team/keras/issues/11210.""",
    remedy="Put the attribute that holds the argument into the config.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": 2.0}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a key with a literal under which the class keeps an argument."""
    for entry, parameter in carried_entries(cls):
        if not isinstance(entry.value, Constant) or entry.conditional:
            continue
        right = keeps(cls, entry.key)
        if right is None or parameter.origin is not cls:
            continue
        # A None is often put there on purpose, in place of what a config cannot carry: a table, a model.
        written = put_attribute(cls, entry, right) if entry.value.value is not None else None
        yield found(
            RULE,
            cls,
            entry.span,
            f"config key '{entry.key}' of '{cls.name}' always holds {entry.value.value!r}: "
            f"a rebuilt layer gets this in place of the argument '{entry.key}'",
            argument=entry.key,
            remedy=f'Write "{entry.key}": self.{right}.',
            fix=repair(f"Put self.{right} under '{entry.key}'", written),
        )
