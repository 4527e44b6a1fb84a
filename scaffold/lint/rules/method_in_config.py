"""KS111: a method in the config that was meant to be called."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.held import is_method, keeps
from scaffold.lint.repair.entries import put_attribute
from scaffold.lint.subjects import CONFIGURED
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project
from scaffold.source.values import options

RULE = Rule(
    code="KS111",
    name="method-in-config",
    severity=Severity.ERROR,
    summary="The config holds a method in place of what it returns.",
    why="""Without its parentheses a method is put into the config as it is. No file can carry it: saving fails, or
        the rebuilt layer gets a description of a function, which counts as true. See
        https://github.com/keras-team/keras-rs/pull/207.""",
    remedy="Put the attribute that holds the argument into the config, or call the method.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, scored=True, **kwargs):
        super().__init__(**kwargs)
        self._scored = scored

    def scored(self):
        return self._scored

    def call(self, inputs):
        return inputs if self._scored else -inputs

    def get_config(self):
        return {**super().get_config(), "scored": self.scored}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, scored=True, **kwargs):
        super().__init__(**kwargs)
        self._scored = scored

    def scored(self):
        return self._scored

    def call(self, inputs):
        return inputs if self._scored else -inputs

    def get_config(self):
        return {**super().get_config(), "scored": self._scored}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each entry that is certainly a bound method of the class."""
    if cls.role not in CONFIGURED or cls.get_config is None:
        return
    for entry in cls.get_config.entries:
        name = next((name for value in options(entry.value) if (name := is_method(cls, value))), None)
        if name is None:
            continue
        right = keeps(cls, entry.key)
        fix = (
            repair(f"Put self.{right} under '{entry.key}'", put_attribute(cls, entry, right))
            if right
            else None
        )
        yield found(
            RULE,
            cls,
            entry.value_span,
            f"config key '{entry.key}' of '{cls.name}' holds the method '{name}' itself, not what it returns",
            argument=entry.key,
            remedy=f'Write "{entry.key}": self.{right}.' if right else f"Call it: self.{name}().",
            fix=fix,
        )
