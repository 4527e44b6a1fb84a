"""KS103: a config without what every layer has."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Edit, Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.constructor import add_kwargs
from scaffold.lint.repair.parent_config import add_super
from scaffold.lint.subjects import is_abstract, nearest_from_config
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.inheritance import accepted_through_kwargs, effective_config, effective_parameters
from scaffold.source.located import Answer
from scaffold.source.method_facts import Returns
from scaffold.source.project import Project

RULE = Rule(
    code="KS103",
    name="no-super-get-config",
    severity=Severity.ERROR,
    summary="get_config does not extend super().get_config().",
    why="""The base config carries name, trainable, dtype and the activity regularizer. Without it a saved layer loads
        with no error and is another one: its name changes, so get_layer fails; trainable=False becomes True;
        mixed precision becomes float32. See https://github.com/Bihaqo/t3f/issues/177 and
        https://keras.io/guides/serialization_and_saving/.""",
    remedy="Start from the parent's config: config = super().get_config(), then config.update({...}).",
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
        return {"factor": self.factor}
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

_BASE = ("name", "trainable", "dtype")


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a layer whose own get_config is understood, and certainly lacks base arguments."""
    get_config = cls.get_config
    if cls.role != "layer" or get_config is None or not cls.ancestry_known or is_abstract(cls):
        return
    if (
        get_config.super_call is not Answer.NO
        or not get_config.complete
        or get_config.returns is not Returns.DICT
    ):
        return
    nearest = nearest_from_config(cls)
    if nearest is not None and nearest[1] is not None and not nearest[1].complete:
        return
    lacking = [name for name in _BASE if get_config.entry(name) is None]
    if len(lacking) < len(_BASE):
        # Written by hand: then what the constructor does not take is left out on purpose.
        accepted = effective_parameters(cls)
        lacking = [name for name in lacking if name in accepted.parameters]
    if not lacking:
        return
    names = ", ".join(f"'{name}'" for name in lacking)
    yield found(
        RULE,
        cls,
        get_config.name_span,
        f"get_config of '{cls.name}' does not extend super().get_config(): {names} of a saved layer "
        f"{'is' if len(lacking) == 1 else 'are'} lost",
        argument=lacking[0],
        fix=repair("Put super().get_config() below the class's own keys", _extended(cls)),
    )


def _extended(cls: ClassInfo) -> tuple[Edit, ...] | None:
    """Return the edits that put the parent's config below the own keys, and let the constructor take what it brings."""
    extended, brought = add_super(cls), _brought(cls)
    accepted = effective_parameters(cls)
    if extended is None or brought is None or not accepted.complete:
        return None
    if accepted.accepts_any or brought <= set(accepted.parameters):
        return extended
    through = accepted_through_kwargs(cls)
    if not through.complete or not (
        through.accepts_any or brought <= {*accepted.parameters, *through.parameters}
    ):
        return None
    taking = add_kwargs(cls) if cls.constructor is not None and cls.constructor.var_keyword is None else None
    return None if taking is None else taking + extended


def _brought(cls: ClassInfo) -> set[str] | None:
    """Return the keys that the parent's config would bring."""
    if not cls.ancestors:
        return None
    parent = cls.ancestors[0]
    return set(effective_config(parent).entries) if isinstance(parent, ClassInfo) else set(parent.config_keys)
