"""KS404: a from_config that returns nothing."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.from_config import return_built
from scaffold.lint.subjects import CONFIGURED
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS404",
    name="from-config-returns-nothing",
    severity=Severity.ERROR,
    summary="from_config returns nothing.",
    why="""What from_config returns is the rebuilt layer. Without a return it is None: the layer is missing from
        the loaded model, and the error speaks of something else. See
        https://keras.io/api/models/model_saving_apis/serialization_utils/.""",
    remedy="Return what was built: return cls(**config).",
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
        return {**super().get_config(), "factor": self.factor}

    @classmethod
    def from_config(cls, config):
        cls(**config)
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

    @classmethod
    def from_config(cls, config):
        return cls(**config)
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a from_config with a path that certainly returns None."""
    facts = cls.from_config
    if cls.role not in CONFIGURED or facts is None or facts.nothing_span is None:
        return
    yield found(
        RULE,
        cls,
        facts.nothing_span,
        f"from_config of '{cls.name}' returns nothing: expected the rebuilt object",
        argument="",
        fix=repair("Return what was built", return_built(cls)),
    )
