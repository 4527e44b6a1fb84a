"""What the installed Keras does with functions in saved models, and what is said about them before.

Models are saved in one process and loaded in a fresh one that imports the module of the functions and allows nothing
more. A new Keras that loads more, or less, than the rules about models say makes this fail.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.lint.run import lint

FUNCTIONS = """\
import keras
import tensorflow as tf
from keras import layers


def plain(x):
    return x * 2


def gelu(x):
    return x * 2


def hinge(x):
    return x * 2


def mish(x):
    return x * keras.ops.tanh(keras.ops.softplus(x))


def swish(x):
    return x * 2


def l2(weights):
    return 0.0 * keras.ops.sum(weights)


@tf.function
def graph(x):
    return x * 2


@keras.saving.register_keras_serializable(package="pkg")
def known(x):
    return x * 2


def ones(shape, dtype=None):
    return keras.ops.ones(shape, dtype)


def plain_init(shape, dtype=None):
    return keras.ops.ones(shape, dtype)


def penalty(weights):
    return 0.01 * keras.ops.sum(weights)


def clip(weights):
    return weights


def loss(y_true, y_pred):
    return keras.ops.mean(y_true - y_pred)


def shape_of(shape):
    return shape
"""

# Layer of a model -> what is said about it; what nothing is said about can be loaded.
SAID: dict[str, str] = {
    "layers.Dense(3, activation='relu')": "",
    "layers.Dense(3, activation=keras.activations.gelu)": "",
    "layers.Dense(3, activation=keras.ops.relu)": "",
    "layers.Dense(3, activation=tf.nn.relu)": "",
    "layers.Dense(3, activation=layers.LeakyReLU())": "",
    "layers.Dense(3, activation=known)": "",
    "layers.Lambda(known)": "",
    "layers.Lambda(known, mask=lambda inputs, mask: mask)": "",
    # It does what Keras's of that name does, which is loaded in its place.
    "layers.Dense(3, activation=mish)": "",
    "layers.Dense(3, activation=plain)": "KS507",
    "layers.Dense(3, plain)": "KS507",
    "layers.Dense(3, activation=graph)": "KS507",
    "layers.Activation(plain)": "KS507",
    "layers.Lambda(plain)": "KS507",
    "layers.Lambda(known, output_shape=shape_of)": "KS507",
    "layers.TimeDistributed(layers.Dense(3, activation=plain))": "KS507",
    "layers.LSTM(3, recurrent_activation=plain)": "KS507",
    "layers.Dense(3, kernel_initializer=plain_init)": "KS507",
    # Called like something of Keras, which is not found by that name, or is a class and no function.
    "layers.Dense(3, activation=swish)": "KS507",
    "layers.Dense(3, kernel_initializer=ones)": "KS507",
    "layers.Dense(3, kernel_regularizer=l2)": "KS507",
    "layers.Lambda(swish)": "KS507",
    "layers.Dense(3, kernel_regularizer=penalty)": "KS507",
    "layers.Dense(3, activity_regularizer=penalty)": "KS507",
    "layers.Dense(3, bias_constraint=clip)": "KS507",
    "layers.Dense(3, activation=lambda x: x)": "KS217",
    "layers.Activation(lambda x: x)": "KS217",
    "layers.Lambda(lambda x: x)": "KS217",
    "layers.Lambda(known, output_shape=lambda shape: shape)": "KS217",
    "layers.TimeDistributed(layers.Lambda(lambda x: x))": "KS217",
    "layers.Dense(3, kernel_initializer=lambda shape, dtype=None: keras.ops.ones(shape))": "KS217",
    "layers.Dense(3, kernel_regularizer=lambda weights: 0.0)": "KS217",
    "layers.Dense(3, activity_regularizer=lambda outputs: 0.0 * keras.ops.sum(outputs))": "KS217",
    "layers.Dense(3, kernel_constraint=lambda weights: weights)": "KS217",
}
# Layer of a model with an unregistered function called like one of Keras's, which is loaded in its place -> whether the
# own one is where it is passed in ``custom_objects``.
REPLACED = {
    "layers.Dense(3, activation=gelu)": False,
    "layers.Activation(gelu)": False,
    "layers.LSTM(3, recurrent_activation=gelu)": False,
    "layers.TimeDistributed(layers.Dense(3, activation=gelu))": False,
    "layers.Lambda(gelu)": True,
    "layers.Dense(3, activation=hinge)": True,
}
# These cannot be loaded, and nothing is said: what is called is not of the sources, or it may have been meant so.
SILENT = {
    "layers.Dense(3, activation=keras.ops.sin)": "a function of Keras that its files cannot name",
    "layers.Dense(3, activation=tf.nn.swish)": "a function of TensorFlow that Keras calls otherwise",
}
MODEL = "model = keras.Sequential([keras.Input((4, 4)), {layer}])"
COMPILED = {
    "loss=loss": False,
    "loss=lambda y_true, y_pred: keras.ops.mean(y_true - y_pred)": False,
    "loss='mse', metrics=[loss]": False,
    "loss=keras.losses.mean_squared_error": True,
}

SAVE = """\
from functions import *
import json, sys
for number, source in enumerate(json.loads(sys.argv[1])):
    scope = dict(globals())
    open(f"made{number}.py", "w").write(source)  # a lambda is saved with its source
    exec(compile(source, f"made{number}.py", "exec"), scope)
    scope["model"].save(f"{number}.keras")
"""
LOAD = """\
import functions, json, keras, sys
def loads(number, **given):
    try:
        model = keras.models.load_model(f"{number}.keras", **given)
    except (TypeError, ValueError):
        return None
    layer = model.layers[-1]
    layer = getattr(layer, "layer", layer)
    return next(
        getattr(function, "__module__", "")
        for name in ("recurrent_activation", "function", "activation", "name")
        if (function := getattr(layer, name, None)) is not None
    )
own = {name: getattr(functions, name) for name in ("gelu", "hinge")}
print(json.dumps([(loads(number), loads(number, custom_objects=own)) for number in range(int(sys.argv[1]))]))
"""


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str | None]]:
    """Layer, or arguments of ``compile`` -> the modules of the function of a loaded model, None where there is none.

    The second one is that of a model that is loaded with custom_objects.
    """
    folder = tmp_path_factory.mktemp("models")
    (folder / "functions.py").write_text(FUNCTIONS, encoding="utf-8")
    made = {layer: MODEL.format(layer=layer) for layer in (*SAID, *SILENT, *REPLACED)}
    for given in COMPILED:
        used = "model.evaluate(*[keras.ops.ones((1, 4, 3))] * 2, verbose=0)"
        compiled = f"model.compile(optimizer='sgd', {given})\n{used}"
        made[given] = f"{MODEL.format(layer='layers.Dense(3)').replace('(4, 4)', '(4, 3)')}\n{compiled}\n"
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONPATH": str(folder)}

    def run(code: str, argument: str) -> str:
        command = [sys.executable, "-W", "ignore", "-c", code, argument]
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(SAVE, json.dumps(list(made.values())))
    return dict(zip(made, json.loads(run(LOAD, str(len(made))).splitlines()[-1]), strict=True))


@pytest.fixture(scope="module")
def loads(functions: dict[str, list[str | None]]) -> dict[str, bool]:
    """Layer, or arguments of ``compile`` -> whether a model of it can be loaded."""
    return {made: plain is not None for made, (plain, _) in functions.items()}


@pytest.mark.parametrize("layer", SAID)
def test_what_is_said_is_what_keras_does(layer: str, loads: dict[str, bool]) -> None:
    """A model can be loaded if and only if nothing is said about its layer."""
    assert loads[layer] is (SAID[layer] == "")


@pytest.mark.parametrize("layer", [*SAID, *SILENT])
def test_this_is_said_about_the_layer(layer: str, tmp_path: Path) -> None:
    """A model of the layer is spoken about, or left alone."""
    path = tmp_path / "train.py"
    path.write_text(f"{FUNCTIONS}\n\n{MODEL.format(layer=layer)}\n", encoding="utf-8")
    assert [finding.code for finding in lint([str(path)]).findings] == (
        [SAID[layer]] if SAID.get(layer) else []
    )


@pytest.mark.parametrize("layer", REPLACED)
def test_another_function_is_loaded(
    layer: str, functions: dict[str, list[str | None]], tmp_path: Path
) -> None:
    """A function called like one of Keras's is replaced, for an activation whatever is passed in custom_objects."""
    plain, offered = functions[layer]
    assert plain is not None
    assert plain.startswith("keras.src.")
    assert (offered == "functions") is REPLACED[layer]
    path = tmp_path / "train.py"
    path.write_text(f"{FUNCTIONS}\n\n{MODEL.format(layer=layer)}\n", encoding="utf-8")
    (finding,) = lint([str(path)]).findings
    assert finding.code == "KS509"
    assert ("custom_objects does not help" in finding.remedy) is not REPLACED[layer]


def test_the_own_function_is_loaded_where_it_is_registered(functions: dict[str, list[str | None]]) -> None:
    """The modules that are compared are told apart."""
    assert functions["layers.Dense(3, activation=known)"] == ["functions", "functions"]


@pytest.mark.parametrize("layer", SILENT)
def test_what_is_left_unsaid(layer: str, loads: dict[str, bool]) -> None:
    """These are misses: if Keras learns to load them, they are none any more."""
    assert loads[layer] is False


@pytest.mark.parametrize("given", COMPILED)
def test_what_compile_is_given(given: str, loads: dict[str, bool]) -> None:
    """A loss or a metric that nothing registers keeps a model from being loaded, unless with ``compile=False``."""
    assert loads[given] is COMPILED[given]
