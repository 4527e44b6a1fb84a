"""A failure is shown by the smallest constructor call: what is not needed for it is left out."""

from __future__ import annotations

import keras
import pytest

from scaffold import check_roundtrip

from .broken_layers import registered


@registered
class ManyArguments(keras.layers.Layer):
    """Loses one of its arguments, or raises, as it is told by another one, whose choices nothing tells."""

    def __init__(self, units=2, rate=0.5, label="a", mode="plain", lost=1.0, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate, self.label, self.mode, self.lost = units, rate, label, mode, lost

    def call(self, inputs):
        return inputs * self.rate

    def get_config(self):
        if self.mode.startswith("raising"):
            raise ValueError("no config in this mode")
        config = {"units": self.units, "rate": self.rate, "label": self.label, "mode": self.mode}
        if self.mode.startswith("twice"):
            self.units += 1
        if not self.mode.startswith("losing"):
            config["lost"] = self.lost
        return {**super().get_config(), **config}


@pytest.mark.parametrize(
    ("arguments", "code", "shown"),
    [
        ({"mode": "raising"}, "KR101", "ManyArguments(mode='raising')"),
        ({"mode": "twice"}, "KR104", "ManyArguments(mode='twice')"),
        ({"mode": "losing", "lost": 3.0}, "KR201", "ManyArguments(mode='losing', lost=3.0)"),
    ],
)
def test_arguments_that_the_failure_does_not_need_are_left_out(arguments, code, shown):
    """Units, rate and label have nothing to do with it."""
    layer = ManyArguments(units=7, rate=0.25, label="b", **arguments)
    report = check_roundtrip(layer, checks="quick", on_fail="return")
    first = report.failures[0]
    assert (first.code, first.counterexample) == (code, shown), str(report)
    assert f"layer = {shown}" in first.reproduction


def test_an_argument_that_the_layer_needs_stays():
    """Without units the constructor refuses; the failure keeps it."""

    @registered
    class Needs(ManyArguments):
        def __init__(self, units, **kwargs):
            super().__init__(units, **kwargs)

    report = check_roundtrip(Needs(units=5, label="b", mode="raising"), checks="quick", on_fail="return")
    assert report.failures[0].counterexample == "Needs(units=5, mode='raising')", str(report)
