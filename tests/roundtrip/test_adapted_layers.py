"""Layers that learn from data: what their adapt() raises is told, and scripts adapt them."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from scaffold import check_roundtrip
from scaffold.roundtrip import reproduce
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.inputs import Inputs
from scaffold.roundtrip.route import Medium, routes


@keras.saving.register_keras_serializable("adapted")
class AdaptsOnce(keras.layers.Layer):
    """Its config says that it was adapted, so that a rebuilt one refuses data, and has no mean."""

    def __init__(self, adapted=False, scale=1.0, **kwargs):
        super().__init__(**kwargs)
        self.adapted, self.scale, self.mean = adapted, scale, None

    def adapt(self, data):
        if self.adapted:
            raise ValueError("adapted already")
        self.adapted, self.mean = True, float(np.mean(np.asarray(data)))

    def call(self, inputs):
        if self.mean is None:
            raise ValueError("adapt it first")
        return (inputs - self.mean) * self.scale

    def get_config(self):
        return {**super().get_config(), "adapted": self.adapted, "scale": self.scale}


@keras.saving.register_keras_serializable("adapted")
class LosesItsScale(keras.layers.Layer):
    """Cannot be called before it is adapted, and loses an argument."""

    def __init__(self, scale=1.0, **kwargs):
        super().__init__(**kwargs)
        self.scale, self.mean = scale, None

    def adapt(self, data):
        self.mean = float(np.mean(np.asarray(data)))

    def call(self, inputs):
        if self.mean is None:
            raise ValueError("adapt it first")
        return (inputs - self.mean) * self.scale

    def get_config(self):
        return super().get_config()


def failures(cls):
    report = check_roundtrip(cls, inputs=(4, 3), checks="quick", on_fail="return")
    return [found for found in report.results if found.status == "failed" and found.severity == "error"]


def test_what_adapt_raised_of_the_rebuilt_layer_is_told() -> None:
    """The rebuilt layer cannot be called because it was not adapted: both are said."""
    told = " ".join(found.reason for found in failures(AdaptsOnce))
    assert "adapt() raised ValueError: adapted already" in told


@pytest.mark.parametrize("cls", [LosesItsScale, AdaptsOnce])
def test_scripts_adapt_the_layer_and_fail_by_themselves(cls) -> None:
    """Every script runs without the kit, and ends with an exception that is not "adapt it first" of the original."""
    scripts = [found.reproduction for found in failures(cls) if found.reproduction]
    assert scripts
    for script in scripts:
        assert "scaffold" not in script.replace("scaffold_input", "").replace("registered", "")
        with pytest.raises(Exception):  # noqa: B017, PT011  # any: the fault shows itself
            exec(compile(script, "reproduction", "exec"), {"__name__": "reproduction"})
        assert "\nlayer.adapt(" in script


def test_a_script_of_an_adapted_layer_ends_well_once_the_fault_is_mended(monkeypatch) -> None:
    """The rebuilt layer is adapted as well, so that nothing but the fault makes it fail."""
    scripts = [found.reproduction for found in failures(LosesItsScale) if found.code == "KR201"]
    assert scripts
    config = LosesItsScale.get_config
    monkeypatch.setattr(LosesItsScale, "get_config", lambda self: {**config(self), "scale": self.scale})
    for script in scripts:
        exec(compile(script, "reproduction", "exec"), {"__name__": "reproduction"})


@keras.saving.register_keras_serializable("adapted")
class Centers(LosesItsScale):
    """The same without the fault; what it has learnt is a weight."""

    def __init__(self, scale=1.0, **kwargs):
        super().__init__(scale, **kwargs)
        self.center = self.add_weight(shape=(), initializer="zeros", trainable=False, name="center")

    def adapt(self, data):
        self.mean = float(np.mean(np.asarray(data)))
        self.center.assign(self.mean)

    def call(self, inputs):
        return (inputs - self.center) * self.scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@pytest.mark.parametrize(
    "way",
    [
        *(route.script for route in routes() if route.script and route.medium < Medium.FILE and route.called),
        "other = {call}\nrebuilt = other",
    ],
)
def test_a_script_adapts_every_layer_that_is_made_without_a_file(way, tmp_path, monkeypatch) -> None:
    """A layer rebuilt from a config alone, and a second one of the same call, learn from the same data."""
    monkeypatch.chdir(tmp_path)
    data = np.ones((4, 3), "float32")
    call = ConstructorCall(Centers, {"scale": 2.0}, adapted_to=data)
    compared = "np.testing.assert_allclose(called(layer), called(rebuilt))"
    text = reproduce.script(
        call, f"{way.format(call=call) if '{call}' in way else way}\n{compared}", Inputs(data)
    )
    exec(compile(text, "reproduction", "exec"), {"__name__": "reproduction"})


class NeverAdapts(LosesItsScale):
    def adapt(self, data):
        raise ValueError("no such data")


def test_what_adapt_raised_is_told_of_a_layer_that_cannot_be_called() -> None:
    """It is the cause that the layer is not ready."""
    assert any(
        "its adapt() raised ValueError: no such data" in found.reason for found in failures(NeverAdapts)
    )


class TakesNoNumbers(LosesItsScale):
    """Its adapt() learns the words anew, so that those that the constructor took make no difference."""

    def __init__(self, vocabulary=None, **kwargs):
        super().__init__(**kwargs)
        if any(not isinstance(word, str) for word in vocabulary or ()):
            raise TypeError("expected texts\n\nnumbers of any kind are refused")
        self.vocabulary = list(vocabulary or ())

    def adapt(self, data):
        super().adapt(data)
        self.vocabulary = ["learned"]

    def get_config(self):
        return {**keras.layers.Layer.get_config(self), "vocabulary": list(self.vocabulary)}


def test_a_value_that_adapt_replaced_is_not_told_as_refused() -> None:
    """The constructor took texts and refused numbers: not every value was refused, and none counted."""
    report = check_roundtrip(TakesNoNumbers, inputs=(4, 3), checks="quick", on_fail="return")
    assert report.not_exercised["vocabulary"].startswith("no value that the constructor took changed")


class TakesNothing(LosesItsScale):
    def __init__(self, vocabulary=None, **kwargs):
        super().__init__(**kwargs)
        if vocabulary is not None:
            raise TypeError("no words\n\n  and why not, over many lines")

    def get_config(self):
        return {**keras.layers.Layer.get_config(self), "vocabulary": None}


def test_a_refusal_of_many_lines_is_told_in_one() -> None:
    """What is not exercised is one line for each argument."""
    report = check_roundtrip(TakesNothing, inputs=(4, 3), checks="quick", on_fail="return")
    reason = report.not_exercised["vocabulary"]
    assert reason == "the constructor refused every value that was tried: TypeError: no words"


class NoTable(LosesItsScale):
    """What adapt() makes is an object, and None after a rebuild: nothing of it is in the config."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.table = None

    def adapt(self, data):
        super().adapt(data)
        self.table = np.full(3, self.mean, "float32")

    def call(self, inputs):
        return inputs - keras.ops.convert_to_tensor(self.table.copy())


def test_a_none_in_the_rebuilt_layer_is_no_nested_object_to_deserialize() -> None:
    """The remedy speaks of what is missing; no lint rule of nested objects is named."""
    (found,) = [found for found in failures(NoTable) if "NoneType" in found.reason]
    assert "load_assets" in found.fix
    assert "eserialize" not in found.fix
    assert found.lint_rule == ""
