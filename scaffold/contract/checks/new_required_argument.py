"""KC103: the constructor requires an argument that no old config carries."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.contract.comparison import Comparison, at_class, refused_keys
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KC103",
    name="new-required-argument",
    severity=Severity.ERROR,
    summary="The constructor requires an argument that old configs do not carry.",
    why="""A layer is rebuilt by passing its saved config to the constructor. Configs written before the argument was
        there lack it, and loading ends with "missing 1 required positional argument". A default that keeps the old
        behaviour, or a from_config that supplies one, keeps old models loading.""",
    remedy="Give the argument a default that keeps the old behaviour.",
    bad="""
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


# --- the next release ---
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor, offset, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
        self.offset = offset

    def get_config(self):
        return {**super().get_config(), "factor": self.factor, "offset": self.offset}
""",
    good="""
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


# --- the next release ---
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor, offset=0.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
        self.offset = offset

    def get_config(self):
        return {**super().get_config(), "factor": self.factor, "offset": self.offset}
""",
)


def check(comparison: Comparison) -> Iterator[Finding]:
    """Speak where the old config is known as a whole, and nothing in from_config could supply the argument."""
    for pair in comparison.pairs:
        if not pair.old.config_complete or not pair.new.from_config_known:
            continue
        # An argument under a new name is one fault: the check of the old name speaks.
        known = {*pair.old.config, *pair.new.handled, *refused_keys(pair).values()}
        for name, argument in pair.new.promise.arguments.items():
            was = pair.old.arguments.get(name)
            if argument.required and (was is None or not was.required) and name not in known:
                yield at_class(
                    RULE,
                    pair,
                    f"'{pair.new.cls.name}' requires the argument '{name}', which saved configs do not carry",
                    f"Give '{name}' a default that keeps the old behaviour, or supply it in from_config where the "
                    "config lacks it.",
                    argument=name,
                )
