"""KS303: a base argument that the constructor names and does not pass on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.super_init import pass_by_name
from scaffold.lint.subjects import is_abstract, own_lineage
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Answer
from scaffold.source.method_facts import Constructor, ConstructorParameter
from scaffold.source.project import Project
from scaffold.source.values import Constant, Parameter, Value

RULE = Rule(
    code="KS303",
    name="base-argument-not-forwarded",
    severity=Severity.ERROR,
    summary="The constructor names a base argument and does not pass it on.",
    why="""name, trainable and dtype are in every config. A constructor that lists one of them takes it out of
        **kwargs; where it is not handed to super().__init__ it is gone: the layer gets a new name, can
        be trained again, computes in another precision. See
        https://github.com/tensorflow/tensorflow/issues/45537.""",
    remedy="Pass it on: super().__init__(name=name, **kwargs).",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, name=None, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, name=None, **kwargs):
        super().__init__(name=name, **kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
""",
)


_BASE = ("name", "trainable", "dtype")


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about base arguments of a layer that its constructor takes and never looks at."""
    constructor = cls.constructor
    if (
        cls.role not in ("layer", "model")
        or constructor is None
        or constructor.decorated
        or not cls.ancestry_known
    ):
        return
    if len(constructor.super_inits) != 1 or constructor.super_inits[0].open or is_abstract(cls):
        return
    call = constructor.super_inits[0]
    given = dict((*call.keywords, *call.overrides))
    lost = [
        known
        for known in constructor.parameters
        if known.name in _BASE
        and known.kind in ("positional", "keyword_only")
        and (known.name not in constructor.mentioned or _is_only_kept(cls, constructor, known.name))
        and (known.name not in given or _is_fixed(known, given[known.name]))
    ]
    if not lost or constructor.var_positional is not None or call.forwards_var_keyword is Answer.UNKNOWN:
        return
    if call.args:
        return
    names = [known.name for known in lost]
    shown = ", ".join(f"'{name}'" for name in names)
    yield found(
        RULE,
        cls,
        lost[0].span,
        f"the constructor of '{cls.name}' takes {shown} and does not pass it on: "
        "it is lost for the layer itself and for every layer rebuilt from its config",
        argument=names[0],
        remedy=f"Pass it on: super().__init__({', '.join(f'{name}={name}' for name in names)}, ...).",
        fix=repair(
            f"Pass {shown} on", pass_by_name(cls, call, names) if given.keys().isdisjoint(names) else None
        ),
    )


def _is_fixed(parameter: ConstructorParameter, given: Value) -> bool:
    """Tell whether the parent is given a constant that the argument does not stand for.

    One that is the argument's default may be the only value there is: the argument takes what the config carries. But
    any layer may be frozen later, and any has a name.
    """
    if parameter.name == "name" or (parameter.name == "trainable" and given == Constant(True)):
        return isinstance(given, Constant)
    return isinstance(given, Constant) and given != parameter.default


def _is_only_kept(cls: ClassInfo, constructor: Constructor, name: str) -> bool:
    """Tell whether all that is done with an argument is to keep it in an attribute of which Keras knows nothing."""
    if name in cls.attributes or f"_{name}" in cls.attributes or f"{name}_policy" in cls.attributes:
        return False
    if any(owner.get_config is not None and owner.get_config.entry(name) for owner in own_lineage(cls)):
        return False
    kept = [place for places in cls.attributes.values() for place in places if place.value == Parameter(name)]
    body = cls.source.text[constructor.body_span.start : constructor.body_span.end]
    return bool(kept) and len(re.findall(rf"(?<![\w.]){name}\b", body)) == len(kept)
