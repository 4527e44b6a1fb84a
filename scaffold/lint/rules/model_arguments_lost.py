"""KS116: a subclassed model with arguments of its own and no get_config."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.repair.whole_config import write_all
from scaffold.lint.subjects import BASE_ARGUMENTS, is_base, own_lineage
from scaffold.lint.uncarried import uncarried
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import may_be_functional
from scaffold.source.method_facts import ConstructorParameter
from scaffold.source.project import Project

RULE = Rule(
    code="KS116",
    name="model-arguments-lost",
    severity=Severity.ERROR,
    summary="A model without get_config loses the arguments that it was given.",
    why="""Of a layer Keras writes the constructor's arguments down by itself; of a model it does not, because
        Model.__new__ keeps them to itself. The automatic config holds the defaults whatever was given, so
        the loaded model is another one, without a warning; where an argument has no default, saving
        fails with NotImplementedError.
        See https://github.com/keras-team/keras/blob/v3.15.1/keras/src/models/model.py.""",
    remedy="Give the model a get_config that adds its arguments to super().get_config().",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Net(keras.Model):
    def __init__(self, scale=1.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale
        self.dense = keras.layers.Dense(3)

    def call(self, inputs):
        return self.dense(inputs) * self.scale
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Net(keras.Model):
    def __init__(self, scale=1.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale
        self.dense = keras.layers.Dense(3)

    def call(self, inputs):
        return self.dense(inputs) * self.scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}
""",
)


# Before Keras 3 no model of this kind had a config at all.
_SINCE = (3,)
_OTHER_WAYS = frozenset({"get_config", "from_config", "__new__", "__init_subclass__", "save"})


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak once about a model whose config is certainly the one that Keras makes without its arguments."""
    version = project.settings.keras_version
    if cls.role != "model" or cls.in_function or (version and version < _SINCE):
        return
    own = _own_arguments(cls)
    if not own or not _is_left_to_keras(cls) or is_base(cls, project) or uncarried(cls):
        return
    names = ", ".join(f"'{known.name}'" for known in own)
    required = [known.name for known in own if not known.has_default]
    consequence = (
        f"saving it fails with NotImplementedError, as '{required[0]}' has no default"
        if required
        else "the loaded model is built from the defaults"
    )
    yield found(
        RULE,
        cls,
        own[0].span,
        f"'{cls.name}' is a model without get_config, and of a model Keras keeps no argument: {names} not in its "
        f"config; {consequence}",
        argument=own[0].name,
        fix=write_all(cls, own, project),
    )


def _own_arguments(cls: ClassInfo) -> list[ConstructorParameter]:
    """Return what the constructor is certainly given by name or place, and uses."""
    constructor = cls.constructor
    if constructor is None or constructor.decorated or constructor.var_positional is not None:
        return []
    return [
        known
        for known in constructor.parameters
        if known.kind in ("positional", "keyword_only")
        and known.name not in BASE_ARGUMENTS
        and known.name in constructor.used
    ]


def _is_left_to_keras(cls: ClassInfo) -> bool:
    """Whether nothing but Keras's plain model makes the config, and the objects."""
    if not cls.ancestry_known or may_be_functional(cls) or "tf_keras" in cls.source.text:
        return False
    keras = next((ancestor for ancestor in cls.ancestors if isinstance(ancestor, KerasClass)), None)
    if keras is None or keras.name != "keras.models.Model":
        return False
    return not any(
        _OTHER_WAYS & (owner.methods.keys() | owner.attributes.keys()) for owner in own_lineage(cls)
    )
