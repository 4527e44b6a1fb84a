"""KS104: a get_config that returns None."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.get_config import return_config
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import Returns
from scaffold.source.project import Project

RULE = Rule(
    code="KS104",
    name="get-config-returns-nothing",
    severity=Severity.ERROR,
    summary="get_config returns None.",
    why="""dict.update changes the dict and returns None, so `return config.update(...)` returns nothing; a forgotten
        `return config` does the same. Saving then fails with "get_config() should return a dict. It returned:
        None". See https://github.com/xuannianz/EfficientDet/pull/27.""",
    remedy="Update the config in one statement and return it in the next: config.update({...}); return config.",
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
        config = super().get_config()
        return config.update({"factor": self.factor})
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
        config = super().get_config()
        config.update({"factor": self.factor})
        return config
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a get_config with a path that certainly returns None."""
    get_config = cls.get_config
    if cls.role is None or get_config is None or get_config.returns is not Returns.NOTHING:
        return
    yield found(
        RULE,
        cls,
        get_config.nothing_span or get_config.name_span,
        f"get_config of '{cls.name}' should return a dict; here it returns None",
        argument="",
        fix=repair("Return the config", return_config(cls)),
    )
