"""KC104: old configs carry an argument that the constructor takes no more."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.contract.comparison import Comparison, Pair, at_class, refused_keys
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KC104",
    name="argument-removed",
    severity=Severity.ERROR,
    summary="Old configs carry an argument that the constructor does not take any more.",
    why="""A layer is rebuilt by passing every entry of its saved config to the constructor. An argument that was
        removed or renamed is still in the configs of old models, and loading ends with "Unrecognized keyword
        arguments". A from_config that renames or drops the entry keeps old models loading.
        See https://github.com/keras-team/keras/issues/19151.""",
    remedy="Rename or drop the entry in from_config, in a copy of the config.",
    bad="""
import keras


class Scale(keras.layers.Layer):
    def __init__(self, outputs, **kwargs):
        super().__init__(**kwargs)
        self.outputs = outputs

    def get_config(self):
        return {**super().get_config(), "outputs": self.outputs}


# --- the next release ---
import keras


class Scale(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units}
""",
    good="""
import keras


class Scale(keras.layers.Layer):
    def __init__(self, outputs, **kwargs):
        super().__init__(**kwargs)
        self.outputs = outputs

    def get_config(self):
        return {**super().get_config(), "outputs": self.outputs}


# --- the next release ---
import keras


class Scale(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        if "outputs" in config:
            config["units"] = config.pop("outputs")
        return super().from_config(config)
""",
)


def check(comparison: Comparison) -> Iterator[Finding]:
    """Speak where every argument of today is known, and from_config does nothing that is not understood."""
    for pair in comparison.pairs:
        refused = refused_keys(pair)
        dropped = [key for key, renamed in refused.items() if renamed is None]
        if dropped:
            shown = ", ".join(f"config.pop('{key}', None)" for key in dropped)
            remedy = f"Take what is missing back, or drop it in from_config: config = dict(config); {shown}."
            yield at_class(RULE, pair, _message(pair, dropped), remedy, argument=dropped[0], now="")
        for key, renamed in refused.items():
            if renamed is not None:
                remedy = (
                    f"Was it renamed to '{renamed}'? Rename it in from_config too: config = dict(config); "
                    f"if '{key}' in config: config['{renamed}'] = config.pop('{key}')."
                )
                yield at_class(RULE, pair, _message(pair, [key]), remedy, argument=key, now=renamed)


def _message(pair: Pair, keys: list[str]) -> str:
    listed = " and ".join(", ".join(f"'{key}'" for key in keys).rsplit(", ", 1))
    arguments, them = ("argument", "it") if len(keys) == 1 else ("arguments", "them")
    return f"'{pair.new.cls.name}' takes no {arguments} {listed} any more, but saved configs carry {them}"
