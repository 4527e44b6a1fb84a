"""KS115: a functional model subclass with arguments of its own and no get_config."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.repair.whole_config import write_all
from scaffold.lint.subjects import BASE_ARGUMENTS, nearest_from_config, own_lineage
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import SuperInit
from scaffold.source.project import Project

RULE = Rule(
    code="KS115",
    name="functional-model-arguments-lost",
    severity=Severity.ERROR,
    summary="A model made from inputs and outputs loses its own arguments and its layers.",
    why="""A subclass that hands inputs and outputs to its parent is a functional model. With a constructor of its
        own Keras can write down neither its layers nor its arguments: the config holds name, trainable
        and dtype alone, and the loaded model is built from the defaults, without a warning. See
        https://github.com/keras-team/keras/issues/21546.""",
    remedy="Give the model a get_config that adds its arguments to super().get_config().",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Net(keras.Model):
    def __init__(self, units=3, **kwargs):
        inputs = keras.Input((4,))
        outputs = keras.layers.Dense(units)(inputs)
        super().__init__(inputs=inputs, outputs=outputs, **kwargs)
        self.units = units
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Net(keras.Model):
    def __init__(self, units=3, **kwargs):
        inputs = keras.Input((4,))
        outputs = keras.layers.Dense(units)(inputs)
        super().__init__(inputs=inputs, outputs=outputs, **kwargs)
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units}
""",
)


_MODEL = "keras.models.Model"
_GIVEN = BASE_ARGUMENTS | {"inputs", "outputs"}


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a model that certainly is functional and whose own arguments nothing writes down."""
    constructor = cls.constructor
    if cls.role != "model" or not cls.ancestry_known or constructor is None or constructor.decorated:
        return
    if any(owner.get_config is not None or "get_config" in owner.attributes for owner in own_lineage(cls)):
        return
    if nearest_from_config(cls) is not None and any(owner.from_config for owner in own_lineage(cls)):
        return
    functional = any(_hands_over_graph(cls, call) for call in constructor.super_inits)
    own = [
        known
        for known in constructor.parameters
        if known.name not in _GIVEN and known.name in constructor.used
    ]
    if not functional or not own or constructor.var_positional is not None:
        return
    names = ", ".join(f"'{known.name}'" for known in own)
    required = next((known.name for known in own if not known.has_default), None)
    consequence = f"loading it fails, as '{required}' has no default"
    if required is None:
        consequence = "the loaded model is built from the defaults"
    yield found(
        RULE,
        cls,
        own[0].span,
        f"'{cls.name}' is a functional model with arguments of its own: neither {names} nor its layers are in its "
        f"config; {consequence}",
        argument=own[0].name,
        fix=write_all(cls, own, project),
    )


def _hands_over_graph(cls: ClassInfo, call: SuperInit) -> bool:
    """Tell whether a parent's constructor is called with inputs and outputs: by name, or as keras.Model takes them."""
    if {"inputs", "outputs"} <= {key for key, _ in call.keywords}:
        return True
    by_position = len(call.args) == 2 and not call.open
    return by_position and (call.parent or cls.ancestors[0].name) == _MODEL
