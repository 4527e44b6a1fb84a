"""KS106: a get_config that takes the parent's automatic config away."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.forgotten import forgotten_arguments
from scaffold.lint.found import found, repair
from scaffold.lint.repair.get_config import add_entries
from scaffold.lint.stored import config_expression
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.inheritance import effective_config
from scaffold.source.located import Answer
from scaffold.source.project import Project

RULE = Rule(
    code="KS106",
    name="automatic-config-switched-off",
    severity=Severity.ERROR,
    summary="Overriding get_config switches off the automatic config that the parent relied on.",
    why="""Keras makes the config of a layer from the arguments it was constructed with, as long as no class overrides
        get_config. A subclass that does, even one that calls super().get_config(), switches this off for its parent
        too: the parent's arguments are no longer in the config and fall back to their defaults without a word.
        See Operation.get_config in
        https://github.com/keras-team/keras/blob/v3.15.1/keras/src/ops/operation.py.""",
    remedy="Give the parent a get_config of its own, or add its arguments to the config of the subclass.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor


@keras.saving.register_keras_serializable(package="my_package")
class ShiftedScale(Scale):
    def __init__(self, shift=1.0, **kwargs):
        super().__init__(**kwargs)
        self.shift = shift

    def call(self, inputs):
        return super().call(inputs) + self.shift

    def get_config(self):
        return {**super().get_config(), "shift": self.shift}
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


@keras.saving.register_keras_serializable(package="my_package")
class ShiftedScale(Scale):
    def __init__(self, shift=1.0, **kwargs):
        super().__init__(**kwargs)
        self.shift = shift

    def call(self, inputs):
        return super().call(inputs) + self.shift

    def get_config(self):
        return {**super().get_config(), "shift": self.shift}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak once about a class whose get_config drops arguments of parents that have none of their own."""
    if cls.get_config is None:
        return
    missing = [
        argument
        for argument in forgotten_arguments(cls, project)
        if argument.owner is not cls and effective_config(argument.owner).automatic is Answer.YES
    ]
    if not missing:
        return
    expressions = {
        argument.parameter.name: expression
        for argument in missing
        if (expression := config_expression(cls, argument.owner, argument.parameter)) is not None
    }
    names = ", ".join(f"'{argument.parameter.name}'" for argument in missing)
    parents = ", ".join(sorted({f"'{argument.owner.name}'" for argument in missing}))
    complete = len(expressions) == len(missing)
    yield found(
        RULE,
        cls,
        cls.get_config.name_span,
        f"get_config of '{cls.name}' switches off the automatic config of {parents}: {names} "
        "no longer in the config, so a rebuilt layer falls back to the default",
        argument=missing[0].owner.name,
        remedy=f"Give {parents} a get_config that adds {names}, or add {names} here.",
        fix=repair(f"Put {names} into the config", add_entries(cls, expressions)) if complete else None,
    )
