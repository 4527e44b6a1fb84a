"""KS214: a member of an enumeration in the config."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.held import settled
from scaffold.lint.repair.entries import wrap
from scaffold.lint.unsaveable import Unsaveable, objects
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.plain_classes import Plain
from scaffold.source.project import Project
from scaffold.source.values import ItemOf, Parameter, SelfAttribute

RULE = Rule(
    code="KS214",
    name="enum-in-config",
    severity=Severity.ERROR,
    summary="The config holds a member of an enumeration.",
    why="""Keras writes numbers, text, lists and dicts, and what has a get_config. A member of an Enum is none of these:
        saving fails with "Cannot serialize object Mode.FAST of type <enum 'Mode'>". Members of a StrEnum or an IntEnum
        are text and numbers, and are written as such. See
        https://keras.io/guides/customizing_saving_and_serialization/.""",
    remedy="Put the value of the member into the config, and make the member of it in the constructor: Mode(mode).",
    bad="""
import enum

import keras


class Mode(enum.Enum):
    FAST = "fast"
    EXACT = "exact"


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, mode="fast", **kwargs):
        super().__init__(**kwargs)
        self.mode = Mode(mode)

    def call(self, inputs):
        return inputs

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}
""",
    good="""
import enum

import keras


class Mode(enum.Enum):
    FAST = "fast"
    EXACT = "exact"


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, mode="fast", **kwargs):
        super().__init__(**kwargs)
        self.mode = Mode(mode)

    def call(self, inputs):
        return inputs

    def get_config(self):
        return {**super().get_config(), "mode": self.mode.value}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each entry that certainly holds a member of an enumeration that is neither text nor number."""
    for unsaveable in objects(cls, project, Plain.ENUM):
        entry = unsaveable.entry
        written = cls.source.text[entry.value_span.start : entry.value_span.end]
        part = _part(cls, unsaveable)
        yield found(
            RULE,
            cls,
            entry.value_span,
            f"config key '{entry.key}' of '{cls.name}' holds a member of an enumeration, which no file can carry: "
            f"found {written}",
            argument=entry.key,
            remedy=f'Write "{entry.key}": {written}.{part or "value"}, and make the member of it in the constructor.'
            if not unsaveable.inside
            else "",
            fix=repair(
                f"Put the {part} of the member into the config",
                wrap(cls, entry, "", f".{part}") if part else None,
            ),
        )


def _part(cls: ClassInfo, unsaveable: Unsaveable) -> str:
    """Return what the constructor makes the member of again: ``Mode(mode)`` the value, ``Mode[mode]`` the name."""
    entry = unsaveable.entry
    if not isinstance(entry.value, SelfAttribute):
        return ""
    held = settled(cls, entry.value)
    if isinstance(held, ItemOf) and held.key == Parameter(entry.key):
        return "name"
    return "value" if unsaveable.made_again else ""
