"""KS206: a nested layer that goes into the config and never comes out."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.nested import never_deserialized
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS206",
    name="nested-layer-never-deserialized",
    severity=Severity.ERROR,
    summary="A nested object is serialized in get_config, and nothing deserializes it.",
    why="""A serialized layer is a dict. If neither from_config nor the constructor turns it back, the rebuilt layer
        holds the dict: loading succeeds and the first call fails with "'TrackedDict' object is not callable".
        Keras did this by itself until 2.12 and has not since.
        See https://github.com/keras-team/keras-io/pull/1461 and https://github.com/tensorflow/gnn/pull/923.""",
    remedy='Write a from_config that copies the config and deserializes the key: config["layer"] = '
    'keras.saving.deserialize_keras_object(config["layer"]).',
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Residual(keras.layers.Layer):
    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs):
        return inputs + self.inner(inputs)

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Residual(keras.layers.Layer):
    def __init__(self, inner, **kwargs):
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
        return super().from_config(config)
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each serialized entry that reaches the constructor, is kept there as it is, and stays a dict."""
    for entry in never_deserialized(cls):
        yield found(
            RULE,
            cls,
            entry.span,
            f"config key '{entry.key}' of '{cls.name}' is serialized here, and neither from_config nor the "
            "constructor deserializes it: the rebuilt layer holds a dict",
            argument=entry.key,
            remedy="Write a from_config that copies the config (config = dict(config)) and sets "
            f'config["{entry.key}"] = keras.saving.deserialize_keras_object(config["{entry.key}"]).',
        )
