"""A layer class with parents of the author's own: what is checked, and where the remedy belongs."""

from __future__ import annotations

import sys
from types import ModuleType

import keras
import pytest

from scaffold import check_roundtrip, layers_in
from scaffold.roundtrip.canonical import canonical
from scaffold.roundtrip.keras_inside import keras_object_inside

from .sound_layers import NestedLayer

QUICK = {"checks": "quick", "on_fail": "return"}
KERAS_OBJECT = {"module": "keras.layers", "class_name": "Dense", "config": {"axis": -1}}
OWN_OBJECT = {"module": "mine.layers", "class_name": "Mine", "config": {"axis": -1}}


class Base(keras.layers.Layer):
    """Computes nothing; its config is right."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


class Child(Base):
    """Forgets its own argument, and has no get_config to put it into."""

    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate * self.units


class Renamed(keras.layers.Layer):
    """Keeps its argument under another name, and puts it into the config as it is."""

    def __init__(self, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.act = keras.activations.get(activation)

    def call(self, inputs):
        return self.act(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": self.act}


def failure(cls: type, code: str):
    report = check_roundtrip(cls, checks="quick", on_fail="return")
    (found,) = (found for found in report.failures if found.code == code)
    return found


def test_a_base_whose_heirs_are_there_is_not_checked_itself() -> None:
    """It cannot be called, and no fault of it would stay unseen: its heirs have its config."""
    module = sys.modules[__name__]
    assert layers_in(module) == [Child, Renamed]


def test_a_base_alone_is_a_layer_that_cannot_be_called() -> None:
    """Silence about the only class of a module would look like a pass."""
    module = ModuleType("lonely")
    module.Base = type("Base", (Base,), {"__module__": "lonely"})
    assert [cls.__name__ for cls in layers_in(module)] == ["Base"]


def test_the_remedy_for_an_argument_of_a_child_is_a_get_config_of_the_child() -> None:
    """The parent's get_config must not read what only the child has."""
    found = failure(Child, "KR201")
    assert found.fix == 'Write get_config in Child: return {**super().get_config(), "rate": self.rate}.'
    line = Child.__init__.__code__.co_firstlineno
    assert abs(int(found.source.rpartition(":")[2]) - line) <= 3


def test_the_remedy_names_the_attribute_that_keeps_the_value() -> None:
    """An attribute may be named otherwise than the argument."""
    assert "keras.activations.serialize(self.act)" in failure(Renamed, "KR102").fix


def test_a_change_inside_a_layer_of_keras_is_not_blamed_on_the_layer_around_it():
    """keras.layers.LayerNormalization turns its axis into a list when it is built; the wrapper has no part in that."""
    report = check_roundtrip(lambda: NestedLayer(keras.layers.LayerNormalization()), **QUICK)
    (found,) = [found for found in report.results if found.code == "KR106" and found.status == "failed"]
    assert report.ok
    assert (
        "keras LayerNormalization inside the layer does so by itself, no code of NestedLayer" in found.reason
    )
    assert not found.source
    assert "Nothing in your code" in found.fix


@pytest.mark.parametrize(
    ("before", "after", "whose"),
    [
        ({"axis": -1, **KERAS_OBJECT}, {"axis": -1, **KERAS_OBJECT, "config": {"axis": [1]}}, "keras Dense"),
        ({"a": [KERAS_OBJECT]}, {"a": [{**KERAS_OBJECT, "config": {}}]}, "keras Dense"),
        ({"a": KERAS_OBJECT, "b": 1}, {"a": {**KERAS_OBJECT, "config": {}}, "b": 2}, ""),
        ({"a": OWN_OBJECT}, {"a": {**OWN_OBJECT, "config": {}}}, ""),
        ({"a": 1}, {"a": 2}, ""),
        ({"a": [1]}, {"a": [1, 2]}, ""),
    ],
)
def test_whose_the_change_is(before, after, whose):
    """Only where every change lies within objects of Keras is it theirs."""
    assert keras_object_inside(canonical(before), canonical(after)) == whose
