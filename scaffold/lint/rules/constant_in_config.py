"""KS110: a config that holds a constant in place of an argument."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.annotation import is_plain, is_plain_list
from scaffold.lint.found import found, repair
from scaffold.lint.held import carried_entries, keeps, reaches_constructor
from scaffold.lint.repair.entries import put_attribute
from scaffold.lint.subjects import is_abstract, own_lineage
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo, EffectiveParameter, KerasClass
from scaffold.source.inheritance import effective_parameters
from scaffold.source.method_facts import ConfigEntry
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
    for entry, right in _fixed_entries(cls):
        assert isinstance(entry.value, Constant)
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


def _fixed_entries(cls: ClassInfo) -> Iterator[tuple[ConfigEntry, str]]:
    """Yield the entries that hold a literal, each with the attribute that holds the argument."""
    for entry, parameter in carried_entries(cls):
        if isinstance(entry.value, Constant) and not entry.conditional and parameter.origin is cls:
            right = keeps(cls, entry.key)
            if right is not None and not _is_an_object(parameter):
                yield entry, right
    name = cls.get_config.entry("name") if cls.get_config is not None else None
    if name is not None and isinstance(name.value, Constant) and _may_be_named(cls, name):
        yield name, "name"


def _may_be_named(cls: ClassInfo, entry: ConfigEntry) -> bool:
    """Whether Keras gets the name that the constructor is given, and the config another one."""
    if cls.role not in ("layer", "model") or entry.conditional or entry.parent_wins or is_abstract(cls):
        return False
    parameter = effective_parameters(cls).parameters.get("name")
    if parameter is None or not isinstance(parameter.origin, KerasClass):
        return False
    calls = [
        call for owner in own_lineage(cls) if owner.constructor for call in owner.constructor.super_inits
    ]
    fixed = any("name" in dict((*call.keywords, *call.overrides)) for call in calls)
    return not fixed and reaches_constructor(cls, "name")


def _is_an_object(parameter: EffectiveParameter) -> bool:
    """Whether an argument is said to be what no config carries: then the constant stands for it on purpose."""
    annotation = parameter.declared.annotation if parameter.declared is not None else ""
    return bool(annotation) and not is_plain(annotation) and not is_plain_list(annotation)
