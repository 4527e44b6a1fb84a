"""KS403: a from_config that Keras cannot call on the class."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Edit, Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.places import begins_line, indentation
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS403",
    name="from-config-not-classmethod",
    severity=Severity.ERROR,
    summary="from_config is no classmethod.",
    why="""Keras calls from_config on the class, with the config as its only argument. A plain method takes the config
        for self and fails with "missing 1 required positional argument: 'config'" when the model is loaded.
        See https://keras.io/guides/serialization_and_saving/.""",
    remedy="Put @classmethod above from_config.",
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
        return {**super().get_config(), "factor": self.factor}

    def from_config(cls, config):
        return cls(**config)
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

    @classmethod
    def from_config(cls, config):
        return cls(**config)
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a from_config without any decorator."""
    facts = cls.from_config
    if cls.role is None or facts is None or facts.is_classmethod or facts.is_staticmethod:
        return
    method = cls.methods.get("from_config")
    if (
        method is None or method.decorators or method.abstract
    ):  # one that only raises says what Keras would say
        return
    yield found(
        RULE,
        cls,
        facts.name_span,
        f"from_config of '{cls.name}' is no classmethod: Keras calls it on the class, and loading fails",
        argument="",
        fix=repair("Make it a classmethod", _decorate(cls)),
    )


def _decorate(cls: ClassInfo) -> tuple[Edit, ...] | None:
    facts = cls.from_config
    if facts is None or facts.first_argument != "cls":
        return None
    text, start = cls.source.text, facts.span.start
    if not begins_line(text, start):
        return None
    return (Edit(start, start, f"@classmethod{cls.source.newline}{indentation(text, start)}"),)
