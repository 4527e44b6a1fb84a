"""Which arguments of a class without get_config no automatic config can carry."""

from __future__ import annotations

import re

from scaffold.lint.annotation import only_type
from scaffold.lint.held import settled
from scaffold.lint.nested import used_as_layer
from scaffold.lint.subjects import CONFIGURED, is_abstract, own_lineage
from scaffold.source.facts import ClassInfo, EffectiveParameter, KerasClass
from scaffold.source.inheritance import effective_config, effective_parameters
from scaffold.source.located import Answer
from scaffold.source.method_facts import Constructor
from scaffold.source.values import Call, Constant, Lambda, Parameter, Reference, SelfAttribute

# What an automatic config refuses, by annotation.
# https://github.com/keras-team/keras/blob/v3.15.1/keras/src/ops/operation.py
_REFUSED = frozenset({
    "Layer", "Model", "Callable", "ndarray", "NDArray", "Initializer", "Regularizer", "Constraint", "Optimizer", "Loss",
    "Metric", "Path", "set", "Set", "frozenset", "bytes", "complex", "Tensor",
})  # fmt: skip
_FUNCTIONS = ("keras.ops.", "keras.activations.", "tensorflow.nn.", "tensorflow.math.", "numpy.", "jax.nn.")
_OBJECTS = ("keras.initializers.", "keras.regularizers.", "keras.constraints.", "keras.layers.")
# Keras's roots whose get_config only raises.
_ABSTRACT_ROOTS = {
    "regularizer": "keras.regularizers.Regularizer",
    "schedule": "keras.optimizers.schedules.LearningRateSchedule",
}


def uncarried(cls: ClassInfo) -> dict[str, str]:
    """Return the arguments that make saving fail, each with the reason.

    The one key of the result is empty where the class as a whole has no config.
    """
    if cls.role not in CONFIGURED or cls.in_function or not cls.ancestry_known or is_abstract(cls):
        return {}
    if any(owner.get_config is not None or "get_config" in owner.attributes for owner in own_lineage(cls)):
        return {}
    root = next((ancestor for ancestor in cls.ancestors if isinstance(ancestor, KerasClass)), None)
    if root is not None and root.name == _ABSTRACT_ROOTS.get(cls.role or ""):
        return {"": f"a {cls.role} has no automatic config"} if "__call__" in cls.methods else {}
    if (
        effective_config(cls).automatic is not Answer.YES
        or cls.constructor is None
        or cls.constructor.decorated
    ):
        return {}
    parameters = effective_parameters(cls).parameters
    refused: dict[str, str] = {}
    for own in cls.constructor.parameters:
        if own.kind == "positional_only":
            refused[own.name] = "is positional-only, which an automatic config cannot pass"
        elif own.kind not in ("popped", "peeked") and own.name in parameters:
            reason = _reason(cls, parameters[own.name])
            if reason:
                refused[own.name] = reason
    several = cls.constructor.var_positional
    if several in cls.constructor.used and _is_read(cls.constructor, several, cls.source.text):
        refused[f"*{several}"] = "are given by position, which an automatic config cannot pass"
    return refused


def _is_read(constructor: Constructor, several: str, text: str) -> bool:
    """Whether the constructor does more with ``*args`` than to pass them on as ``*args``."""
    span = constructor.body_span
    return (
        re.search(rf"(?<![*\w.]){re.escape(several)}\b(?!\s*=[^=])", text[span.start : span.end]) is not None
    )


def _reason(cls: ClassInfo, parameter: EffectiveParameter) -> str:
    declared, default = parameter.declared, parameter.default
    if declared is None or declared.name not in (cls.constructor.used if cls.constructor is not None else ()):
        return ""
    kind = only_type(declared.annotation)
    by_name = isinstance(default, Constant) and isinstance(default.value, (str, int, float))
    if kind in _REFUSED and not by_name:
        article = "an" if kind.startswith(("I", "O", "ndarray", "NDArray")) else "a"
        return f"is {article} {kind}, which no automatic config can carry"
    if isinstance(default, Lambda) or (
        isinstance(default, Reference) and default.name.startswith(_FUNCTIONS) and _is_function(default.name)
    ):
        return "has a function as its default, which no automatic config can carry"
    if isinstance(default, Call) and (default.function or "").startswith(_OBJECTS):
        return "has an object as its default, which no automatic config can carry"
    for attribute in cls.uses.keys() & cls.attributes.keys():
        held = settled(cls, SelfAttribute(attribute))
        if held == Parameter(declared.name) and used_as_layer(cls, attribute):
            return "is used as a layer, which no automatic config can carry"
    return ""


def _is_function(name: str) -> bool:
    module, _, last = name.rpartition(".")
    return last[:1].islower() and not (
        module == "numpy" and last in ("pi", "e", "inf", "nan", "float32", "int32")
    )
