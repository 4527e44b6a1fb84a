"""Generated layers survive serialization by every route, learn, and pass the tests written beside them."""

from __future__ import annotations

import importlib
import itertools
import sys

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.generate.drawn import LAYERS, argument_lists, generated

keras = pytest.importorskip("keras")

_numbers = itertools.count()


@pytest.fixture
def import_generated(tmp_path, monkeypatch):
    """Write a layer and its test, and import the test from the directory where both are."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def write_and_import(arguments):
        files = generated(arguments, f"DrawnLayer{next(_numbers)}")
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        importlib.invalidate_caches()
        test = next(name for name in files if name.startswith("test_")).removesuffix(".py")
        imported.extend([test, test.removeprefix("test_")])
        return importlib.import_module(test)

    imported: list[str] = []
    yield write_and_import
    for module in imported:
        sys.modules.pop(module, None)


def _run_all(test):
    names = [name for name in vars(test) if name.startswith("test_")]
    assert len(names) == 3
    for name in names:
        getattr(test, name)()


@pytest.mark.parametrize("arguments", LAYERS.values(), ids=LAYERS.keys())
def test_generated_test_passes(import_generated, arguments):
    """The test written beside a layer passes at once: all routes, the announced shape, one training step."""
    _run_all(import_generated(arguments))


DRAWN = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@DRAWN
@given(arguments=argument_lists(small=True))
def test_drawn_layer_passes_its_own_test(import_generated, arguments):
    """The same holds whatever the arguments."""
    _run_all(import_generated(arguments))


@pytest.mark.slow
@settings(DRAWN, max_examples=100)
@given(arguments=argument_lists(small=True))
def test_many_drawn_layers_pass_their_own_tests(import_generated, arguments):
    """The same holds for a hundred of them."""
    _run_all(import_generated(arguments))


SEQUENCES = ("LSTM", {"units": 4, "return_sequences": True})
LAST_STEP = ("LSTM", {"units": 4})


@pytest.mark.parametrize(
    ("arguments", "call", "mask_shape"),
    [
        (["units:int", "rate:float=0.1"], {"units": 4}, (None, 5)),
        (["inner:layer"], {"inner": ("Dense", {"units": 4})}, (None, 5)),
        (["inner:layer", "units:int"], {"inner": SEQUENCES, "units": 2}, (None, 5)),
        (["inner:layer", "units:int"], {"inner": LAST_STEP, "units": 2}, None),
        (["inner:layer?"], {}, (None, 5)),
        (["inner:layer?", "more:list[layer]?"], {"inner": ("Conv1D", {"filters": 2, "kernel_size": 2})}, None),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Layer .* was passed an input with a mask")
def test_masks_pass_as_far_as_the_layers_inside_let_them(import_generated, arguments, call, mask_shape):
    """A mask comes out where every step keeps the axes that it masks, and none where a layer ends it."""
    layer_class = type(import_generated(arguments).make_layer())
    made = {
        key: getattr(keras.layers, value[0])(**value[1]) if isinstance(value, tuple) else value
        for key, value in call.items()
    }
    outputs = layer_class(**made)(keras.layers.Masking()(keras.Input((5, 3))))
    mask = getattr(outputs, "_keras_mask", None)
    assert (None if mask is None else tuple(mask.shape)) == mask_shape


def test_layer_that_is_built_elsewhere_keeps_its_weights(import_generated):
    """A layer that two owners share is built once: the second owner does not replace its weights."""
    layer_class = type(import_generated(["inner:layer"]).make_layer())
    shared = keras.layers.Dense(3)
    first, second = layer_class(inner=shared), layer_class(inner=shared)
    first.build((None, 3))
    before = shared.get_weights()[0]
    second.build((None, 3))
    assert len(shared.weights) == 2
    assert (shared.get_weights()[0] == before).all()


def test_from_config_leaves_its_argument_alone_and_layers_too(import_generated):
    """`from_config` works twice on one config, and takes a config that holds layers instead of dicts."""
    layer = import_generated(["inner:layer", "blocks:list[layer]"]).make_layer()
    config = layer.get_config()
    first, second = type(layer).from_config(config), type(layer).from_config(config)
    assert isinstance(config["inner"], dict)
    assert first.get_config() == second.get_config() == config
    inner, block = keras.layers.Dense(2), keras.layers.Dense(3)
    given = type(layer).from_config({**config, "inner": inner, "blocks": [block]})
    assert given.inner is inner
    assert list(given.blocks) == [block]


def test_mixed_precision_reaches_the_layers_inside(import_generated):
    """The dtype policy of the layer is that of the dropout it makes, and of what it returns."""
    layer_class = type(import_generated(["units:int", "rate:float=0.5"]).make_layer())
    layer = layer_class(units=2, dtype="mixed_float16")
    outputs = layer(keras.ops.ones((2, 3)))
    assert keras.backend.standardize_dtype(outputs.dtype) == "float16"
    assert keras.backend.standardize_dtype(layer.kernel.dtype) == "float32"
    assert layer.dropout.dtype_policy == layer.dtype_policy


def test_wrong_choice_is_refused_by_the_layer(import_generated):
    """The generated constructor checks what can be chosen."""
    layer_class = type(import_generated(["mode:choice[sum,mean]"]).make_layer())
    with pytest.raises(ValueError, match="Expected mode in"):
        layer_class(mode="max")
