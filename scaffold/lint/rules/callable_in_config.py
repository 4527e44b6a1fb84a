"""KS210: a function in the config that nothing turns back."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.kinds import kind_of_parameter
from scaffold.lint.annotation import only_type
from scaffold.lint.found import found
from scaffold.lint.held import calls_each, carried_entries, is_called, settled
from scaffold.lint.nested import goes_elsewhere, raw_layer_parameters
from scaffold.lint.stored import OBJECT_KINDS
from scaffold.lint.subjects import own_lineage
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo, EffectiveParameter
from scaffold.source.method_facts import ConfigEntry
from scaffold.source.project import Project
from scaffold.source.values import Constant, Lambda, Parameter, Reference, SelfAttribute, attributes_in

RULE = Rule(
    code="KS210",
    name="callable-in-config",
    severity=Severity.ERROR,
    summary="The config holds a function, and nothing makes a function of it again.",
    why="""Keras writes a function as a dict with its name and does not turn it back for a layer of your own: the
        constructor gets the dict, and calling it fails. A lambda cannot be loaded at all without unsafe
        settings. See https://github.com/keras-team/keras/issues/21088.""",
    remedy="Write keras.saving.serialize_keras_object(...) into the config, deserialize it in from_config, and "
    "register the function.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, transform=keras.activations.relu, **kwargs):
        super().__init__(**kwargs)
        self.transform = transform

    def call(self, inputs):
        return self.transform(inputs)

    def get_config(self):
        return {**super().get_config(), "transform": self.transform}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, transform=keras.activations.relu, **kwargs):
        super().__init__(**kwargs)
        self.transform = transform

    def call(self, inputs):
        return self.transform(inputs)

    def get_config(self):
        return {**super().get_config(), "transform": keras.saving.serialize_keras_object(self.transform)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["transform"] = keras.saving.deserialize_keras_object(config["transform"])
        return cls(**config)
""",
)


_SEVERAL = "callables"
# Modules of Keras and TensorFlow whose lower-case names are functions.
_FUNCTIONS = ("keras.ops.", "keras.activations.", "tensorflow.nn.", "tensorflow.math.", "numpy.", "jax.nn.")


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about an argument that certainly is a function, kept and written down as it was passed."""
    layers = raw_layer_parameters(cls)
    for entry, parameter in carried_entries(cls):
        if settled(cls, entry.value) != Parameter(entry.key):
            continue
        if _is_function(cls, parameter):
            what = "a function"
        elif entry not in layers and (called := _called(cls, entry, parameter)):
            what = called
        else:
            continue
        if _is_handed_on(cls, entry):
            continue
        yield found(
            RULE,
            cls,
            entry.value_span,
            f"config key '{entry.key}' of '{cls.name}' holds {what} as {'they are' if what == _SEVERAL else 'it is'}: "
            f"a loaded layer gets a dict that describes {'each' if what == _SEVERAL else 'it'}, and cannot call that",
            argument=entry.key,
        )


def _called(cls: ClassInfo, entry: ConfigEntry, parameter: EffectiveParameter) -> str:
    """Return what the argument is that the class calls just as it was passed; empty if it does not, or asks first."""
    kind = kind_of_parameter(entry.key)
    if not isinstance(entry.value, SelfAttribute) or (kind is not None and kind.name in OBJECT_KINDS):
        return ""
    if isinstance(parameter.default, Constant) and parameter.default.value is not None:
        return ""
    if is_called(cls, entry.value.name):
        return "a callable"
    return _SEVERAL if calls_each(cls, entry.value.name) else ""


def _is_handed_on(cls: ClassInfo, entry: ConfigEntry) -> bool:
    """Whether others are made with the function, and the class itself does not call it.

    `Dense(activation=activation)` takes the dict as well as the function.
    """
    attributes = attributes_in(entry.value)
    called = any("__call__" in owner.uses.get(name, ()) for owner in own_lineage(cls) for name in attributes)
    return not called and goes_elsewhere(cls, entry.key, attributes)


def _is_function(cls: ClassInfo, parameter: EffectiveParameter) -> bool:
    declared, default = parameter.declared, parameter.default
    if declared is None:
        return False
    if only_type(declared.annotation) == "Callable" or isinstance(default, Lambda):
        return True
    return isinstance(default, Reference) and default.name.startswith(_FUNCTIONS) and _is_lower(default.name)


def _is_lower(name: str) -> bool:
    return name.rpartition(".")[2][:1].islower() and name.count(".") >= 2
