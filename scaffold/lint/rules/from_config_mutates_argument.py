"""KS401: a from_config that changes the config it was given."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Edit, Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.places import above_comments, begins_line, indentation
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS401",
    name="from-config-mutates-argument",
    severity=Severity.ERROR,
    summary="from_config changes the config that its caller keeps.",
    why="""The caller may use the config again: to build a second layer, to compare, to write it down. A
        from_config that pops or replaces keys makes the second use fail with KeyError, or share an object
        that was deserialized once. See https://github.com/tensorflow/tensorflow/issues/35683 and
        https://github.com/keras-team/keras/pull/7903.""",
    remedy="Begin from_config with config = dict(config).",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Residual(keras.layers.Layer):
    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs):
        return inputs + self.inner(inputs)

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}

    @classmethod
    def from_config(cls, config):
        inner = keras.saving.deserialize_keras_object(config.pop("inner"))
        return cls(inner, **config)
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Residual(keras.layers.Layer):
    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs):
        return inputs + self.inner(inputs)

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        inner = keras.saving.deserialize_keras_object(config.pop("inner"))
        return cls(inner, **config)
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak once about a from_config with a change of its argument before any copy.

    A change that happens only sometimes, or only adds a key, usually leaves a config that works as well: a warning.
    """
    facts = cls.from_config
    if cls.role is None or facts is None or not facts.mutations:
        return
    harmful = [change for change in facts.mutations if not change.conditional and change.how != "setdefault"]
    first = (harmful or list(facts.mutations))[0]
    argument = facts.argument or "config"
    key = f" (key '{first.key}')" if first.key else ""
    # A flat copy does not protect what lies inside.
    nested = any(change.how == "nested" for change in facts.mutations)
    yield found(
        RULE,
        cls,
        first.span,
        f"from_config of '{cls.name}' changes its argument '{argument}'{key}: "
        "the caller's config is another one afterwards, and cannot be used twice",
        argument=argument,
        remedy=f"Begin from_config with {argument} = {'copy.deepcopy' if nested else 'dict'}({argument}).",
        severity=None if harmful else Severity.WARNING,
        fix=None if nested else repair("Copy the config first", _copy_first(cls)),
    )


def _copy_first(cls: ClassInfo) -> tuple[Edit, ...] | None:
    facts = cls.from_config
    if facts is None or facts.argument is None:
        return None
    text, first = cls.source.text, cls.bodies.first_statement("from_config")
    if first is None or not begins_line(text, first.start):
        return None
    at = above_comments(text, first.start)
    line = f"{facts.argument} = dict({facts.argument}){cls.source.newline}{indentation(text, at)}"
    return (Edit(at, at, line),)
