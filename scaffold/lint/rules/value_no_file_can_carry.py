"""KS209: bytes, a path, a range or another value that JSON has no form for in the config."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.entries import wrap
from scaffold.lint.unsaveable import others
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS209",
    name="value-no-file-can-carry",
    severity=Severity.ERROR,
    summary="The config holds a value that JSON has no form for.",
    why="""Bytes and slices come back as a dict that describes them; a complex number, a path, a range, a Decimal,
        a date or a partial makes saving fail. See
        https://keras.io/guides/customizing_saving_and_serialization/.""",
    remedy="Put text or numbers into the config, and make the value of them in the constructor.",
    bad="""
import pathlib

import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, file='a.txt', **kwargs):
        super().__init__(**kwargs)
        self.file = pathlib.Path(file)

    def call(self, inputs):
        return inputs

    def get_config(self):
        return {**super().get_config(), "file": self.file}
""",
    good="""
import pathlib

import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, file='a.txt', **kwargs):
        super().__init__(**kwargs)
        self.file = pathlib.Path(file)

    def call(self, inputs):
        return inputs

    def get_config(self):
        return {**super().get_config(), "file": str(self.file)}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each entry that certainly holds bytes, a complex number, a path or the like."""
    for unsaveable in others(cls):
        entry = unsaveable.entry
        written = cls.source.text[entry.value_span.start : entry.value_span.end]
        fix = wrap(cls, entry, "str(", ")") if unsaveable.path else None
        yield found(
            RULE,
            cls,
            entry.value_span,
            f"config key '{entry.key}' of '{cls.name}' holds what no file can carry: found {written}",
            argument=entry.key,
            remedy=f'Put text or numbers under "{entry.key}", and make the value of them in the constructor.',
            fix=repair("Put the path into the config as text", fix),
        )
