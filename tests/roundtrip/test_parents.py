"""A layer class with parents of the author's own: what is checked, and where the remedy belongs."""

from __future__ import annotations

import sys
from types import ModuleType

import keras

from scaffold import check_roundtrip, layers_in


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
