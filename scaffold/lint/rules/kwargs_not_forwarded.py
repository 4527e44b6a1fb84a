"""KS302: base arguments that the constructor swallows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.constructor import forward_kwargs
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import effective_config, effective_parameters
from scaffold.source.located import Answer
from scaffold.source.method_facts import Constructor, SuperInit
from scaffold.source.project import Project

RULE = Rule(
    code="KS302",
    name="kwargs-not-forwarded",
    severity=Severity.ERROR,
    summary="The constructor accepts **kwargs and does not pass them on.",
    why="""name, trainable and dtype reach a layer through **kwargs. A constructor that swallows them loads without an
        error and gives another layer: a frozen one can be trained again, mixed precision becomes float32, and
        get_layer no longer finds the name. Misspelt arguments disappear as silently.
        See https://github.com/huggingface/transformers/pull/3103.""",
    remedy="Pass **kwargs to super().__init__.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__()
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
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
""",
)

# Role -> what its config holds by itself.
_BASE = {
    "layer": ("name", "trainable", "dtype"),
    "model": ("name", "trainable", "dtype"),
    "loss": ("name", "reduction"),
    "metric": ("name", "dtype"),
}


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a constructor that has **kwargs, hands them to nobody and reads nothing out of them."""
    constructor = cls.constructor
    if (
        cls.role not in _BASE
        or not cls.ancestry_known
        or constructor is None
        or constructor.var_keyword is None
    ):
        return
    calls = constructor.super_inits
    if (
        constructor.decorated
        or constructor.var_keyword_used
        or not calls
        or constructor.super_call is not Answer.YES
    ):
        return
    name = constructor.var_keyword
    taken_out = {known.name for known in constructor.parameters}
    explicit = taken_out | {keyword for call in calls for keyword, _ in call.keywords}
    lost = [argument for argument in _BASE[cls.role] if argument not in explicit]
    if not lost or not all(_swallows(call) for call in calls) or _is_looked_at(cls, name):
        return
    refused = _refused(cls, constructor, calls[0])
    also = f", and take out of them first, or out of the config: {', '.join(refused)}" if refused else ""
    yield found(
        RULE,
        cls,
        calls[0].span,
        f"the constructor of '{cls.name}' accepts **{name} and does not pass them on: "
        f"{', '.join(lost)} of a saved {cls.role} {'is' if len(lost) == 1 else 'are'} lost without an error",
        argument="",
        remedy=f"Write **{name} into this call{also}.",
        fix=repair(f"Pass **{name} on", forward_kwargs(cls)) if not refused else None,
    )


def _refused(cls: ClassInfo, constructor: Constructor, call: SuperInit) -> list[str]:
    """Return the keys of the config that ``**kwargs`` swallows today, and that the parent would refuse."""
    parent = cls.ancestors[0]
    accepted = (
        {known.name for known in parent.parameters}
        if isinstance(parent, KerasClass)
        else effective_parameters(parent).parameters.keys()
    )
    given = dict(call.keywords)
    taken = {
        known.name
        for known in constructor.parameters
        if known.kind != "peeked" and (known.kind != "popped" or known.span.start < call.span.start)
    }
    config = effective_config(cls).entries
    return [key for key in config if key not in taken and (key in given or key not in accepted)]


def _swallows(call: SuperInit) -> bool:
    return call.forwards_var_keyword is Answer.NO and not call.open and not call.args


def _is_looked_at(cls: ClassInfo, name: str) -> bool:
    """Whether the constructor asks what is in its **kwargs, to complain about it for example."""
    assert cls.constructor is not None
    body = cls.source.text[cls.constructor.body_span.start : cls.constructor.body_span.end]
    return re.search(rf"\b{re.escape(name)}\b(?!\.(?:pop|get)\([\"'])", body) is not None
