"""KS112: a class without get_config whose arguments no automatic config can carry."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.whole_config import write_config
from scaffold.lint.uncarried import uncarried
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS112",
    name="no-get-config",
    severity=Severity.ERROR,
    summary="The class has no get_config, and nothing else can carry its arguments.",
    why="""Without a get_config Keras writes down the constructor's arguments by itself, but only numbers, text,
        None, and lists and dicts of them. A layer, a function, an array or an initializer among them
        makes saving fail with NotImplementedError, often in a checkpoint after the first epoch; so does
        a positional-only argument. Regularizers and learning rate schedules have no automatic config at
        all. See https://github.com/thatbrguy/Hyperspectral-Image-Segmentation/issues/2.""",
    remedy="Write get_config, and from_config where an argument has to be made an object again.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Residual(keras.layers.Layer):
    def __init__(self, inner: keras.layers.Layer, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs):
        return inputs + self.inner(inputs)
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Residual(keras.layers.Layer):
    def __init__(self, inner: keras.layers.Layer, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs):
        return inputs + self.inner(inputs)

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["inner"] = keras.saving.deserialize_keras_object(config["inner"])
        return cls(**config)
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak once about a class that certainly cannot be saved for lack of a get_config."""
    reasons = uncarried(cls)
    if not reasons:
        return
    name, reason = next(iter(reasons.items()))
    parameter = cls.constructor.parameter(name) if cls.constructor is not None else None
    several = any(name.startswith("*") for name in reasons)
    what = f"the {'arguments' if name.startswith('*') else 'argument'} '{name}' {reason}" if name else reason
    yield found(
        RULE,
        cls,
        parameter.span if parameter is not None else cls.name_span,
        f"'{cls.name}' has no get_config, and {what}: saving it fails with NotImplementedError",
        argument=name,
        fix=repair("Write get_config and from_config", write_config(cls) if not several else None),
    )
