"""KS213: a lambda that the config carries."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.held import settled
from scaffold.lint.subjects import CONFIGURED, is_abstract
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import effective_config, given_values
from scaffold.source.project import Project
from scaffold.source.values import Call, Constant, Lambda, Parameter, Value, options

RULE = Rule(
    code="KS213",
    name="lambda-in-config",
    severity=Severity.ERROR,
    summary="The config carries a lambda.",
    why="""Keras writes the byte code of a lambda into the file and refuses to load it, because it would run
        whatever the file holds; another version of Python cannot read it at all. See
        https://github.com/keras-team/keras/issues/14875.""",
    remedy="Define a function at the top of the module, register it, and use that.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Shifted(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, activation=lambda x: x + 1, **kwargs)

    @classmethod
    def from_config(cls, config):
        return cls(config["units"], name=config["name"])
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Shifted(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, activation=shift, **kwargs)

    @classmethod
    def from_config(cls, config):
        return cls(config["units"], name=config["name"])


@keras.saving.register_keras_serializable(package="my_package")
def shift(x):
    return x + 1
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about entries that certainly hold a lambda, and about one handed to a parent whose config carries it."""
    if cls.role not in CONFIGURED or is_abstract(cls):
        return
    for entry in cls.get_config.entries if cls.get_config is not None else ():
        held = settled(cls, _inside(entry.value))
        if _is_lambda(held) or _is_lambda_by_default(cls, entry.key, held):
            yield found(
                RULE,
                cls,
                entry.value_span,
                f"config key '{entry.key}' of '{cls.name}' holds a lambda, which cannot be loaded",
                argument=entry.key,
            )
    config = effective_config(cls).entries if cls.constructor is not None and cls.ancestry_known else {}
    for call in cls.constructor.super_inits if cls.constructor is not None else ():
        for key, value in given_values(cls, call).items():
            entry_of = config.get(key)
            if (
                _is_lambda(value)
                and entry_of is not None
                and isinstance(entry_of.origin, KerasClass)
                and not _stays_in_tf_keras(cls, entry_of.origin)
            ):
                yield found(
                    RULE,
                    cls,
                    call.span,
                    f"'{cls.name}' gives its parent a lambda as '{key}', which its config carries",
                    argument=key,
                )


def _stays_in_tf_keras(cls: ClassInfo, parent: KerasClass) -> bool:
    """Tell whether the parent is that of tf_keras, which leaves the function out of the configs of its children.

    https://github.com/keras-team/tf-keras/blob/v2.19.0/tf_keras/src/metrics/base_metric.py
    """
    return parent.name == "keras.metrics.MeanMetricWrapper" and "tf_keras" in cls.source.text


def _inside(value: Value) -> Value:
    """Return what is serialized, or the value itself."""
    return value.args[0] if isinstance(value, Call) and len(value.args) == 1 else value


def _is_lambda_by_default(cls: ClassInfo, key: str, held: Value) -> bool:
    """Tell whether the class keeps an argument, and a lambda where it is left out."""
    own = cls.constructor.parameter(key) if cls.constructor is not None else None
    kept = options(held)
    if own is None or Lambda() not in kept or any(value not in (Lambda(), Parameter(key)) for value in kept):
        return False
    return own.default in (Constant(None), Lambda())


def _is_lambda(value: Value) -> bool:
    return all(isinstance(option, Lambda) for option in options(_inside(value)))
