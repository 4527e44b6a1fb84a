"""KC102: a class is there, but not under the name that saved models carry."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.contract.comparison import Comparison, at_class
from scaffold.contract.promise import saved_name
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KC102",
    name="registered-name-changed",
    severity=Severity.ERROR,
    summary="A class is registered under another name than saved models carry.",
    why="""Saved models name a registered class as "package>name". After another package or name, Keras does not find
        it, and custom_objects={"Scale": Scale} does not help either: the key must be the whole registered name. Two
        decorators, one above the other, register both names; the upper one is written into new models.
        See https://github.com/keras-team/keras-hub/pull/2026.""",
    remedy="Put the old registration below the new one, as a second decorator.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="shop")
class Scale(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2.0


# --- the next release ---
import keras


@keras.saving.register_keras_serializable(package="store")
class Scale(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2.0
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="shop")
class Scale(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2.0


# --- the next release ---
import keras


@keras.saving.register_keras_serializable(package="store")
@keras.saving.register_keras_serializable(package="shop")
class Scale(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2.0
""",
)


def check(comparison: Comparison) -> Iterator[Finding]:
    """Speak where both names are known; a class that was not registered before is found as it was."""
    for pair in comparison.pairs:
        now, name = pair.new.promise.registered, pair.new.cls.name
        if not pair.old.registered or now is None:
            continue
        saved = saved_name(pair.qualified_name, pair.old)
        if saved is None or saved in now or comparison.mentions(saved):
            continue
        package, _, registered = saved.partition(">")
        shown = f"registered as '{now[0]}'" if now else "not registered any more"
        yield at_class(
            RULE,
            pair,
            f"{pair.old.role} '{name}' is {shown}, but saved models name it '{saved}'",
            f"Add, below any other decorator of {name}: @keras.saving.register_keras_serializable("
            f'package="{package}", name="{registered}"). Without it old models load only with '
            f"custom_objects={{'{saved}': {name}}}.",
        )
