"""KS105: get_config reads what nobody has set."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.errors import nearest
from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.subjects import descendants, is_abstract, own_lineage
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import may_be_functional
from scaffold.source.project import Project

RULE = Rule(
    code="KS105",
    name="unset-attribute-in-config",
    severity=Severity.ERROR,
    summary="get_config reads an attribute that nothing sets.",
    why="""get_config runs when the model is saved, often for the first time after hours of training. Reading an
        attribute that neither the class nor a parent sets raises AttributeError there; the usual causes are a typo,
        a renamed attribute, or a constructor that keeps the value under another name.
        See https://github.com/keras-team/keras/pull/5810 (several such typos in Keras itself).""",
    remedy="Set the attribute in the constructor, or read the one that holds the value.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self._factor = factor

    def call(self, inputs):
        return inputs * self._factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self._factor = factor

    def call(self, inputs):
        return inputs * self._factor

    def get_config(self):
        return {**super().get_config(), "factor": self._factor}
""",
)

# Keras asks nothing else for its config, and saves no callback.
_NEVER_ASKED = (None, "callback")

# Methods that make attributes appear which no assignment shows.
_DYNAMIC = frozenset({"__getattr__", "__getattribute__"})

# What a model has as well that hands inputs and outputs to its parent, as Keras makes it a functional one.
# https://github.com/keras-team/keras/blob/v3.15.1/keras/src/models/functional.py
_FUNCTIONAL = frozenset(
    {"input", "input_names", "input_shape", "inputs", "operations"}
    | {"output", "output_names", "output_shape", "outputs"}
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each attribute that the class's own get_config reads without provision and nobody provides."""
    if cls.role in _NEVER_ASKED or cls.get_config is None or not cls.ancestry_known or is_abstract(cls):
        return
    owners = own_lineage(cls)
    if any(_sets_more_than_shown(owner) for owner in owners):
        return
    provided = _provided(cls, owners)
    unset = [
        read
        for read in cls.get_config.reads
        if not (read.guarded or read.name in provided or read.name.startswith("__"))
    ]
    if not unset or _calls_what_no_parent_has(cls, owners, provided):
        return
    reported: set[str] = set()
    for read in unset:
        if read.name in reported:
            continue
        if any(
            read.name in child.attributes or child.attributes_unknown for child in descendants(cls, project)
        ):
            continue
        reported.add(read.name)
        guess = nearest(read.name, sorted(own for owner in owners for own in owner.attributes))
        yield found(
            RULE,
            cls,
            read.span,
            f"get_config of '{cls.name}' reads 'self.{read.name}', which nothing sets: saving fails",
            argument=f"self.{read.name}",
            remedy=(f"Did you mean 'self.{guess}'? " if guess else "")
            + f"Set self.{read.name} in the constructor, or read the attribute that holds the value.",
        )


def _sets_more_than_shown(owner: ClassInfo) -> bool:
    decorated = owner.constructor is not None and owner.constructor.decorated
    return owner.attributes_unknown or decorated or bool(_DYNAMIC & set(owner.methods))


def _provided(cls: ClassInfo, owners: tuple[ClassInfo, ...]) -> set[str]:
    names = {name for owner in owners for name in (*owner.attributes, *owner.methods)}
    for ancestor in cls.ancestors:
        if isinstance(ancestor, KerasClass):
            names |= ancestor.attributes
            # What Keras takes, some version of it keeps under a private name: _activity_regularizer.
            names |= {f"_{parameter.name}" for parameter in ancestor.parameters}
    return names | _FUNCTIONAL if may_be_functional(cls) else names


def _calls_what_no_parent_has(cls: ClassInfo, owners: tuple[ClassInfo, ...], provided: set[str]) -> bool:
    """Whether methods of the class call methods of self that nothing known has.

    Then a parent has more than is known of it, in another version of Keras for example: ``self._set_hyper(...)``.
    """
    called = {name for owner in owners for name, used in owner.uses.items() if "__call__" in used}
    reads = {read.name for read in cls.get_config.reads} if cls.get_config is not None else set()
    return not called <= provided | reads
