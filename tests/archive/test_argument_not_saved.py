"""KA205: an argument that the saved config lacks gets its default; silent where that may be right."""

from __future__ import annotations

import importlib.util
import json

import pytest

from .test_doctor import run

SOURCE = """
import keras

class ScaledDense(keras.layers.Layer):
    def __init__(self, units, {argument}, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        {keep}

    def call(self, inputs):
        return inputs
{rest}
"""
FORGETS = """
    def get_config(self):
        return {**super().get_config(), "units": self.units}
"""


def source(argument="rate=0.1", keep="self.rate = rate", rest=FORGETS) -> str:
    return SOURCE.format(argument=argument, keep=keep, rest=rest)


@pytest.fixture(scope="module")
def forgetful(models, tmp_path_factory):
    """A model, and a legacy one, of a layer whose get_config forgets an argument; with its file and its class."""
    import keras

    folder = tmp_path_factory.mktemp("forgetful")
    file = folder / "forgetful_layers.py"
    file.write_text(source())
    spec = importlib.util.spec_from_file_location("forgetful_layers", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    inputs = keras.Input((2,))
    model = keras.Model(inputs, module.ScaledDense(2, rate=0.5, name="scaled")(inputs))
    for name in ("m.keras", "m.h5"):
        model.save(folder / name)
    return folder, module.ScaledDense


def found(forgetful, tmp_path, text: str, name: str = "m.keras") -> list[dict]:
    (tmp_path / "forgetful_layers.py").write_text(text)
    options = ("--source", tmp_path, "--select", "KA205", "--output-format", "json")
    return json.loads(run(forgetful[0] / name, *options).output)


@pytest.mark.parametrize("name", ["m.keras", "m.h5"])
def test_a_forgotten_argument_is_named_with_its_default(forgetful, tmp_path, name):
    """The finding says which layer, which argument and which default; Keras does load it with that one."""
    import keras

    (finding,) = found(forgetful, tmp_path, source(), name)
    assert finding["severity"] == "warning"
    assert finding["message"] == (
        "the saved config of 'scaled' (ScaledDense) has no 'rate', which its constructor takes: "
        "it is loaded with the default 0.1"
    )
    folder, layer = forgetful
    loaded = keras.models.load_model(folder / name, {"ScaledDense": layer})
    assert loaded.get_layer("scaled").rate == 0.1


@pytest.mark.parametrize(
    "changes",
    [
        {"argument": "activation=None", "keep": "self.activation = keras.activations.get(activation)"},
        {"argument": "rate=LIMIT"},
        {"rest": FORGETS.replace('"units"', '"rate": self.rate, "units"')},
        {
            "rest": FORGETS
            + "    @classmethod\n    def from_config(cls, config):\n        return cls(**config)\n"
        },
    ],
    ids=["object", "computed-default", "written-since", "plain-from-config"],
)
def test_it_speaks_of_every_kind_of_default(forgetful, tmp_path, changes):
    """An object, a default that is no literal, an argument that get_config has since learned."""
    assert len(found(forgetful, tmp_path, source(**changes))) == 1


TAKES_OUT = """
    @classmethod
    def from_config(cls, config):
        config = dict(config)
        rate = config.pop("rate", 0.5)
        return cls(rate=rate, **config)
"""
HANDED_ON = "self.drop = keras.layers.Dropout(rate=rate)"


@pytest.mark.parametrize(
    "keep",
    [
        HANDED_ON,
        "self.drops = [keras.layers.Dropout(rate), keras.layers.Dropout(rate)]",
        "self.drop = keras.layers.Dropout(rate) if rate else None",
        "drop = keras.layers.Dropout(rate)\n        self.drop = drop",
    ],
    ids=["keyword", "list", "sometimes", "by-a-name"],
)
def test_an_argument_that_only_a_sublayer_gets_is_lost_as_well(forgetful, tmp_path, keep):
    """No attribute keeps it, but what was made with it is made with the default on load."""
    (finding,) = found(forgetful, tmp_path, source(keep=keep))
    assert (
        "has no 'rate', which its constructor takes: it is loaded with the default 0.1" in finding["message"]
    )


CARRIES = FORGETS.replace('"units"', '"drop": self.drop.get_config(), "units"')
CARRIES_PART = FORGETS.replace('"units": self.units', '"units": self.units, "held": self.held')


@pytest.mark.parametrize(
    "text",
    [
        source(keep=HANDED_ON, rest=CARRIES),
        source(keep="self.held = dict(drop=keras.layers.Dropout(rate))", rest=CARRIES_PART),
        source(
            keep=HANDED_ON + "\n        with more() as held:\n            self.held = held", rest=CARRIES_PART
        ),
        source(keep=HANDED_ON, rest=FORGETS + TAKES_OUT),
        source(keep=HANDED_ON, rest=""),
        source(argument="rate", keep=HANDED_ON),
        source(keep="check(rate)"),
        source(keep="self.drop = MAKERS[units](rate)"),
        source(keep="self.scale = rate * 2"),
        source(keep="rate = 0.3\n        " + HANDED_ON),
    ],
    ids=[
        "its-config-is-saved",
        "part-of-a-key",
        "part-of-a-key-not-known",
        "taken-out",
        "automatic-config",
        "no-default",
        "only-looked-at",
        "given-to-nobody-knows-what",
        "computed",
        "no-longer-the-argument",
    ],
)
def test_it_is_silent_where_a_sublayer_may_bring_the_argument_back(forgetful, tmp_path, text):
    """Where the config may hold the sublayer, and where nothing that is kept was made with the argument."""
    assert found(forgetful, tmp_path, text) == []


SOMETIMES = """
    def get_config(self):
        config = {**super().get_config(), "units": self.units}
        if self.rate != 0.1:
            config["rate"] = self.rate
        return config
"""
SUPPLIES = """
    @classmethod
    def from_config(cls, config):
        return cls(rate=0.5, **config)
"""


@pytest.mark.parametrize(
    "text",
    [
        source(rest=SOMETIMES),
        source(rest=FORGETS + SUPPLIES),
        source(rest=FORGETS + TAKES_OUT),
        source(rest=""),
        source(rest=FORGETS.replace("return {", "return {**more(self), ")),
        source(argument="rate"),
        source(argument="dtype=None", keep="self.kind = dtype"),
        source(argument="scale=1", keep="self.units = units * scale"),
        source().replace("(keras.layers.Layer)", "(elsewhere.Base, keras.layers.Layer)"),
        source().replace("super().__init__(**kwargs)", "super().__init__(**cleaned(kwargs))"),
    ],
    ids=[
        "written-sometimes",
        "supplied",
        "taken-out",
        "automatic-config",
        "config-not-known",
        "no-default",
        "of-the-base",
        "not-kept",
        "base-not-known",
        "arguments-not-known",
    ],
)
def test_it_is_silent_where_the_default_may_be_right_or_nothing_is_certain(forgetful, tmp_path, text):
    """What get_config writes sometimes, from_config supplies, Keras writes itself, or nobody can tell."""
    assert found(forgetful, tmp_path, text) == []


def test_a_key_that_the_config_has_is_not_lost(forgetful, tmp_path):
    """'units' has a default and is in the file."""
    assert (
        found(
            forgetful,
            tmp_path,
            source(argument="units=2").replace("self, units, ", "self, ").replace("self.rate = rate", "pass"),
        )
        == []
    )
