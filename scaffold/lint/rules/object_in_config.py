"""KS215: an object in the config whose class has no config."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.unsaveable import objects
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.plain_classes import Plain
from scaffold.source.project import Project

RULE = Rule(
    code="KS215",
    name="object-in-config",
    severity=Severity.ERROR,
    summary="The config holds an object of a class that has no config.",
    why="""Keras writes numbers, text, lists and dicts, and what has a get_config. A dataclass, or any other class of
        your own, has none: saving fails with "Cannot serialize object ... To be serializable, a class must
        implement the get_config() method". See https://keras.io/guides/customizing_saving_and_serialization/.""",
    remedy="Put dataclasses.asdict(...) into the config and make the object of it in the constructor, or give the "
    "class get_config and from_config and register it.",
    bad="""
import dataclasses

import keras


@dataclasses.dataclass
class Window:
    size: int = 3


@keras.saving.register_keras_serializable(package="my_package")
class Pool(keras.layers.Layer):
    def __init__(self, window: Window, **kwargs):
        super().__init__(**kwargs)
        self.window = window

    def call(self, inputs):
        return inputs

    def get_config(self):
        return {**super().get_config(), "window": self.window}
""",
    good="""
import dataclasses

import keras


@dataclasses.dataclass
class Window:
    size: int = 3


@keras.saving.register_keras_serializable(package="my_package")
class Pool(keras.layers.Layer):
    def __init__(self, window, **kwargs):
        super().__init__(**kwargs)
        self.window = window if isinstance(window, Window) else Window(**window)

    def call(self, inputs):
        return inputs

    def get_config(self):
        return {**super().get_config(), "window": dataclasses.asdict(self.window)}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each entry that certainly holds an object of a dataclass or of another class without a config."""
    for kind, remedy in (
        (
            Plain.DATACLASS,
            'Write "{key}": dataclasses.asdict({written}), and make the object of it in the constructor.',
        ),
        (Plain.OBJECT, ""),
    ):
        for unsaveable in objects(cls, project, kind):
            entry = unsaveable.entry
            written = cls.source.text[entry.value_span.start : entry.value_span.end]
            yield found(
                RULE,
                cls,
                entry.value_span,
                f"config key '{entry.key}' of '{cls.name}' holds an object whose class has no config, which no file "
                f"can carry: found {written}",
                argument=entry.key,
                remedy="" if unsaveable.inside else remedy.format(key=entry.key, written=written),
            )
