"""KS302: base arguments that the constructor swallows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.constructor import forward_kwargs
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Answer
from scaffold.source.method_facts import SuperInit
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

# Roles whose base constructor takes arguments that are worth keeping.
_ROLES = frozenset({"layer", "model", "loss", "metric"})
_BASE = ("name", "trainable", "dtype")


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a constructor that has **kwargs, hands them to nobody and reads nothing out of them."""
    constructor = cls.constructor
    if (
        cls.role not in _ROLES
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
    lost = [argument for argument in _BASE if argument not in explicit]
    if not lost or not all(_swallows(call) for call in calls) or _is_looked_at(cls, name):
        return
    yield found(
        RULE,
        cls,
        calls[0].span,
        f"the constructor of '{cls.name}' accepts **{name} and does not pass them on: "
        f"{', '.join(lost)} of a saved {cls.role} {'is' if len(lost) == 1 else 'are'} lost without an error",
        argument="",
        remedy=f"Write **{name} into this call.",
        fix=repair(f"Pass **{name} on", forward_kwargs(cls)),
    )


def _swallows(call: SuperInit) -> bool:
    return call.forwards_var_keyword is Answer.NO and not call.open and not call.args


def _is_looked_at(cls: ClassInfo, name: str) -> bool:
    """Whether the constructor asks what is in its **kwargs, to complain about it for example."""
    assert cls.constructor is not None
    body = cls.source.text[cls.constructor.body_span.start : cls.constructor.body_span.end]
    return re.search(rf"\b{re.escape(name)}\b(?!\.(?:pop|get)\([\"'])", body) is not None
