"""KC101: a class that saved models name is gone."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.contract.comparison import Comparison, at_lock
from scaffold.contract.promise import ClassPromise, saved_name
from scaffold.errors import nearest
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KC101",
    name="class-removed",
    severity=Severity.ERROR,
    summary="A class that saved models name was removed or renamed.",
    why="""A saved model names its classes, and Keras looks for them under these names alone. A class that was
        renamed is not found, and loading ends with "Could not locate class". Moving a registered class to another
        module does no harm. See https://github.com/keras-team/keras-hub/pull/1839.""",
    remedy="Keep the class, or register the one that takes its place under the old name as well.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="shop")
class Scale(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2.0


# --- the next release ---
import keras


@keras.saving.register_keras_serializable(package="shop")
class Multiply(keras.layers.Layer):
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


@keras.saving.register_keras_serializable(package="shop")
@keras.saving.register_keras_serializable(package="shop", name="Scale")
class Multiply(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2.0
""",
)


def check(comparison: Comparison) -> Iterator[Finding]:
    """Speak about each class of the contract that is nowhere, unless a source file still answers to its name."""
    for name, old in comparison.missing.items():
        saved = saved_name(name, old)
        class_name = name.rpartition(".")[2]
        # A class whose bases cannot be told any more is still there.
        still_there = comparison.mentions(f"class {class_name}(") or comparison.has_custom_object(class_name)
        if still_there or (saved and comparison.mentions(saved)):
            continue
        shown = f"'{saved}'" if saved else f"'{class_name}'"
        yield at_lock(
            RULE,
            comparison,
            name,
            f"{old.role} '{class_name}' is gone: models saved with it name {shown}, which nothing answers to",
            _remedy(comparison, name, old),
        )


def _remedy(comparison: Comparison, name: str, old: ClassPromise) -> str:
    renamed = _successor(comparison, name, old)
    if renamed is None:
        return "Keep the class; or, if no saved model uses it any more, write the lock file again."
    if not old.registered:
        class_name = name.rpartition(".")[2]
        return f"Was it renamed to {renamed}? Old models then load with custom_objects={{'{class_name}': {renamed}}}."
    package, _, registered = old.registered[0].partition(">")
    return (
        f"Was it renamed to {renamed}? Register it under its old name as well, with a second decorator below its "
        f'own: @keras.saving.register_keras_serializable(package="{package}", name="{registered}").'
    )


def _successor(comparison: Comparison, name: str, old: ClassPromise) -> str | None:
    """Return the new class that takes the same arguments, or is named alike."""
    new = {
        current.cls.name: current.promise
        for qualified_name, current in comparison.current.items()
        if qualified_name not in comparison.contract.classes
    }
    alike = [
        class_name for class_name, promise in new.items() if promise.arguments.keys() == old.arguments.keys()
    ]
    return alike[0] if len(alike) == 1 else nearest(name.rpartition(".")[2], new)
