"""KS102: a config key that the constructor refuses."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.errors import nearest
from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.refused import refused_keys
from scaffold.lint.subjects import BASE_ARGUMENTS
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.inheritance import effective_parameters, given_to_parent
from scaffold.source.method_facts import SuperInit
from scaffold.source.project import Project

RULE = Rule(
    code="KS102",
    name="unknown-config-key",
    severity=Severity.ERROR,
    summary="The config has a key that the constructor does not accept.",
    why="""Keras hands every key of the config to the constructor. One that it does not know makes loading fail with
        "Unrecognized keyword arguments" or "unexpected keyword argument", long after the model was trained; often
        it is a misspelt argument, which is then missing as well.
        See https://github.com/keras-team/keras/pull/5810 and https://github.com/xiph/LPCNet/issues/191.""",
    remedy="Name the key as the constructor argument is named, or take it out in from_config.",
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
        return {**super().get_config(), "factor": self.factor, "kernel": 3}
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
    """Speak about each key that the author's own code brings together with a constructor that refuses it."""
    for key, entry in refused_keys(cls, project):
        if entry is not None:
            guess = nearest(key, sorted(effective_parameters(cls).parameters.keys() - BASE_ARGUMENTS))
            hint = f"Did you mean '{guess}'? " if guess else ""
            yield found(
                RULE,
                cls,
                entry.span,
                f"the config of '{cls.name}' has the key '{key}', which its constructor does not accept: "
                "rebuilding the layer fails",
                argument=key,
                remedy=f"{hint}Name the key as the constructor argument is named, or take it out in from_config.",
            )
        elif (call := _gives_itself(cls, key)) is not None:
            yield found(
                RULE,
                cls,
                call.span,
                f"the config of '{cls.name}' carries its parent's key '{key}', which the constructor passes by "
                'itself: rebuilding fails with "got multiple values"',
                argument=key,
                remedy=f"Take '{key}' out of the config (config.pop(\"{key}\")), or make it an argument.",
            )


def _gives_itself(cls: ClassInfo, key: str) -> SuperInit | None:
    """Return the parent's constructor call that passes ``key`` beside ``**kwargs``."""
    if cls.constructor is None or cls.constructor.var_keyword is None:
        return None
    for call in cls.constructor.super_inits:
        parent = cls.ancestors[0]
        if isinstance(parent, ClassInfo):
            given = given_to_parent(cls, call)
        else:
            # The order of Keras's own arguments differs between its versions, but for those that must be given.
            by_position = zip(parent.parameters, call.args, strict=False)
            given = frozenset(known.name for known, _ in by_position if not known.has_default)
            given |= dict(call.keywords).keys()
        if key in given:
            return call
    return None
