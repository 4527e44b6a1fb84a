"""What every layer has from Keras: name, trainable, dtype policy and activity regularizer."""

from __future__ import annotations

from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import canonical
from scaffold.roundtrip.observation import Moment, Observation, Seen
from scaffold.rule import Rule

RULE = Rule(
    code="KR303",
    name="base-argument-lost",
    severity=Severity.ERROR,
    summary="Name, trainable, dtype policy or activity regularizer is not what it was.",
    why="A get_config without super().get_config(), or a constructor that keeps **kwargs for itself, drops "
    "what keras.layers.Layer.get_config returns: a frozen layer trains again, mixed precision is gone "
    "(https://github.com/tensorflow/tensorflow/issues/45537).",
    remedy="Begin get_config with `config = super().get_config()`, and pass **kwargs to super().__init__.",
    lint_rules=("KS103", "KS212", "KS302", "KS304"),
)


def _take(seen: Seen) -> dict[str, Any]:
    layer = seen.layer
    return {
        "name": layer.name,
        "trainable": layer.trainable,
        "dtype": canonical(layer.dtype_policy),
        "activity_regularizer": canonical(layer.activity_regularizer),
    }


SCRIPT = (
    "before = layer.name, layer.trainable, layer.dtype_policy.name, layer.activity_regularizer is None\n"
    "after = rebuilt.name, rebuilt.trainable, rebuilt.dtype_policy.name, rebuilt.activity_regularizer is None\n"
    "assert after == before, (before, after)"
)

OBSERVATION = Observation(rule=RULE, moment=Moment.REBUILT, take=_take, label="layer", script=SCRIPT)
