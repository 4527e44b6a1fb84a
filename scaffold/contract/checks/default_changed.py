"""KC105: a default changed, and old configs do not say what the value was."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scaffold.contract.comparison import Comparison, at_class
from scaffold.contract.promise import UNKNOWN_DEFAULT
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KC105",
    name="default-changed",
    severity=Severity.ERROR,
    summary="The default of an argument changed that old configs do not carry.",
    why="""An argument that is not in the config comes back as its default when a model is loaded. With another
        default, every old model silently becomes another model. The default of an argument that is in the config
        may change freely: old configs say what the value was.""",
    remedy="Keep the default, or put the argument into the config first and change the default a release later.",
    bad="""
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def get_config(self):
        return super().get_config()


# --- the next release ---
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor=3.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def get_config(self):
        return super().get_config()
""",
    good="""
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


# --- the next release ---
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor=3.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
""",
)


def check(comparison: Comparison) -> Iterator[Finding]:
    """Speak where both defaults are literals and the old config is known as a whole."""
    for pair in comparison.pairs:
        if not pair.old.config_complete or not pair.new.from_config_known:
            continue
        for name, was in pair.old.arguments.items():
            now = pair.new.promise.arguments.get(name)
            if now is None or name in pair.old.config or name in pair.new.handled:
                continue
            if UNKNOWN_DEFAULT not in (was.default, now.default) and not _equal(was.default, now.default):
                yield at_class(
                    RULE,
                    pair,
                    f"the default of '{name}' of '{pair.new.cls.name}' was {was.default} and is {now.default}, and "
                    f"saved configs do not carry '{name}': old models load with the new value",
                    f"Keep {was.default}, or supply it in from_config where the config lacks '{name}'.",
                    argument=name,
                )


def _equal(first: str, second: str) -> bool:
    """Whether two literals are the same value; a lock file that was edited by hand may hold anything."""
    try:
        return bool(ast.literal_eval(first) == ast.literal_eval(second))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return first == second
