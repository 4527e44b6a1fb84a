"""KS207: a set in the config."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.entries import wrap
from scaffold.lint.unsaveable import sets
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS207",
    name="set-in-config",
    severity=Severity.ERROR,
    summary="The config holds a set.",
    why="""JSON has no sets: saving the model fails with "Cannot serialize object of type set", usually in a
        checkpoint after the first epoch. See https://github.com/keras-team/keras/issues/2333.""",
    remedy="Put a sorted list into the config, and make a set of it in the constructor.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, axes=(1,), **kwargs):
        super().__init__(**kwargs)
        self.axes = set(axes)

    def call(self, inputs):
        return keras.ops.sum(inputs, tuple(self.axes))

    def get_config(self):
        return {**super().get_config(), "axes": self.axes}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, axes=(1,), **kwargs):
        super().__init__(**kwargs)
        self.axes = set(axes)

    def call(self, inputs):
        return keras.ops.sum(inputs, tuple(self.axes))

    def get_config(self):
        return {**super().get_config(), "axes": sorted(self.axes)}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each entry that certainly holds a set."""
    for unsaveable in sets(cls):
        entry = unsaveable.entry
        written = cls.source.text[entry.value_span.start : entry.value_span.end]
        fix = wrap(cls, entry, "sorted(", ")") if unsaveable.made_again else None
        yield found(
            RULE,
            cls,
            entry.value_span,
            f"config key '{entry.key}' of '{cls.name}' holds a set, which no file can carry: found {written}",
            argument=entry.key,
            remedy=f'Write "{entry.key}": sorted({written}), and make a set of it in the constructor.'
            if not unsaveable.inside
            else "",
            fix=repair("Put a sorted list into the config", fix),
        )
