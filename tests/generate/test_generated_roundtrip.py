"""Generated layers survive serialization by every route, learn, and pass the tests written beside them."""

from __future__ import annotations

import doctest
import functools
import importlib
import itertools
import os
import sys
import unittest

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from scaffold.generate.kind_examples import example_of
from scaffold.generate.style import Style
from scaffold.kinds import KINDS
from tests.generate.drawn import LAYERS, TEMPLATES, Words, fits, requests, write

keras = pytest.importorskip("keras")


@pytest.fixture
def import_words(tmp_path, monkeypatch):
    """Write a layer and its test, and import the test from the directory where both are."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def write_and_import(words):
        paths = write(tmp_path, words)
        importlib.invalidate_caches()
        imported.extend(path.stem for path in paths)
        return importlib.import_module(paths[1].stem)

    imported: list[str] = []
    yield write_and_import
    for module in imported:
        sys.modules.pop(module, None)


@pytest.fixture
def import_generated(import_words):
    """The same for arguments alone."""
    return lambda arguments: import_words(Words(arguments))


def _run_all(test, monkeypatch):
    """Run the generated test, where warnings of the checker fail too, and the example of the docstring."""
    monkeypatch.setattr(test, "check_roundtrip", functools.partial(test.check_roundtrip, checks="strict"))
    functions = {name: item for name, item in vars(test).items() if name.startswith("test_")}
    for case in vars(test).values():
        if isinstance(case, type) and issubclass(case, unittest.TestCase):
            functions |= {name: getattr(case(name), name) for name in dir(case) if name.startswith("test_")}
    assert len(functions) >= 3
    for function in functions.values():
        function()
    module = importlib.import_module(test.__name__.removeprefix("test_"))
    outcome = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("arguments", LAYERS.values(), ids=LAYERS.keys())
def test_generated_test_passes(import_generated, monkeypatch, arguments):
    """The test written beside a layer passes at once: all routes, the announced shape, one training step."""
    _run_all(import_generated(arguments), monkeypatch)


# With each template: what it makes of arguments that it has a use for.
USED = [
    "activation:activation=relu", "rate:float[0..1]=0.1", "seed:seed", "kernel_initializer:initializer=he_normal",
    "recurrent_activation:activation=sigmoid", "kernel_regularizer:regularizer=l2",
]  # fmt: skip
each_template = pytest.mark.parametrize("template", TEMPLATES)


@each_template
def test_every_template_works_at_once(import_words, monkeypatch, template):
    """Each template as it is, with what it needs and nothing else."""
    _run_all(import_words(Words([], template)), monkeypatch)


@pytest.mark.slow
@each_template
def test_every_template_uses_what_it_takes(import_words, monkeypatch, template):
    """Each template with arguments that most of them have a use for, spelled in the other ways."""
    style = Style(keras="tf.keras", typed=False, docstrings="numpy", tests="unittest", width=79)
    _run_all(import_words(Words(USED, template, {}, style)), monkeypatch)


@pytest.mark.slow
@each_template
def test_every_template_keeps_every_kind(import_words, monkeypatch, template):
    """Each template with one argument of every kind, with the default it is shown with or without one."""
    texts = [example_of(kind) for kind in KINDS.values()]
    stored = [f"kept_{text}" for text in texts]
    _run_all(import_words(Words(stored, template)), monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
@each_template
def test_every_cell_of_the_table_round_trips(import_words, monkeypatch, template, kind):
    """Each kind alone with each template: the table that `scaffold kinds --table` prints."""
    words = Words([example_of(kind)], template)
    if not fits(words):
        pytest.skip("the template has another use for the name")
    _run_all(import_words(words), monkeypatch)


def _model_of(layer, template):
    """Return a functional model of a layer, and a batch for it."""
    shape = {"attention": (5, 3), "convolution": (6, 6, 3), "rnn_cell": (5, 3), "preprocessing": (1,)}.get(
        template, (3,)
    )
    if template == "preprocessing":
        inputs, batch = keras.Input(shape, dtype="string"), np.array([["a"], ["d"]])
        return keras.Model(inputs, keras.layers.Embedding(8, 2)(layer(inputs))), batch
    inputs = keras.Input(shape)
    batch = np.random.default_rng(0).normal(size=(4, *shape)).astype("float32")
    if template == "rnn_cell":
        layer = keras.layers.RNN(layer)
    if template == "merge":
        return keras.Model(inputs, keras.layers.Dense(2)(layer([inputs, inputs]))), batch
    outputs = layer(inputs, value=inputs) if template == "attention" else layer(inputs)
    return keras.Model(inputs, keras.layers.Dense(2)(outputs)), batch


@pytest.mark.slow
@each_template
def test_every_template_is_exported(import_words, tmp_path, template):
    """`model.export` writes a SavedModel that gives what the model gives."""
    tensorflow = pytest.importorskip("tensorflow")
    model, batch = _model_of(import_words(Words(USED, template)).make_layer(), template)
    model.export(str(tmp_path / "exported"), verbose=False)
    loaded = tensorflow.saved_model.load(str(tmp_path / "exported"))
    served = loaded.serve(tensorflow.constant(batch))
    np.testing.assert_allclose(served, keras.ops.convert_to_numpy(model(batch)), rtol=1e-4, atol=1e-5)


@pytest.mark.slow
@each_template
def test_every_template_is_compiled_and_trained(import_words, template):
    """A training step is compiled by XLA, wherever texts do not forbid it."""
    layer = import_words(Words(USED, template)).make_layer()
    model, batch = _model_of(layer, template)
    targets = np.zeros((len(batch), *model.output_shape[1:]), "float32")
    model.compile(optimizer="sgd", loss="mse", jit_compile="auto" if template == "preprocessing" else True)
    assert np.isfinite(model.train_on_batch(batch, targets))
    assert model.jit_compile == (template != "preprocessing")


@pytest.mark.slow
@each_template
def test_every_template_computes_in_mixed_precision(import_words, template):
    """The dtype policy of a layer reaches its sublayers: weights in float32, outputs in float16."""
    layer = import_words(Words(USED, template)).make_layer()
    if template == "preprocessing":
        pytest.skip("it gives whole numbers")
    layer = type(layer).from_config({**layer.get_config(), "dtype": "mixed_float16"})
    _, batch = _model_of(layer, template)
    calls = {
        "merge": lambda: layer([batch, batch]),
        "attention": lambda: layer(batch, value=batch),
        "rnn_cell": lambda: layer(batch[:, 0], states=layer.get_initial_state(len(batch)))[0],
    }
    outputs = calls.get(template, lambda: layer(batch))()
    assert keras.backend.standardize_dtype(outputs.dtype) == "float16"
    assert np.isfinite(keras.ops.convert_to_numpy(outputs)).all()
    assert {keras.backend.standardize_dtype(weight.dtype) for weight in layer.weights} <= {
        "float32",
        "uint32",
        "int64",
    }


DRAWN = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@DRAWN
@given(words=requests(small=True))
def test_drawn_layer_passes_its_own_test(import_words, monkeypatch, words):
    """The same holds whatever is asked for."""
    _run_all(import_words(words), monkeypatch)


@pytest.mark.slow
@settings(DRAWN, max_examples=int(os.environ.get("SCAFFOLD_DRAWN_LAYERS", "60")))
@given(words=requests(small=True))
def test_many_drawn_layers_pass_their_own_tests(import_words, monkeypatch, words):
    """The same holds for sixty of them, or as many as are asked for."""
    _run_all(import_words(words), monkeypatch)


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


CONVOLUTION = ["filters:int", "kernel_size:int,int"]
STRIDES, PADDING = "strides:int,int=1,1", "padding:choice[valid,same]=same"


@pytest.mark.parametrize("more", [[], [STRIDES], [PADDING], [STRIDES, PADDING]], ids=["", "s", "p", "sp"])
def test_shape_of_a_convolution_is_as_announced(import_generated, more):
    """Whatever the window, its steps and the borders, and for sizes that are not known."""
    layer_class = type(import_generated([*CONVOLUTION, *more]).make_layer())
    choices = itertools.product(
        [(1, 2), (4, 3)],
        [(1, 1), (2, 3)] if STRIDES in more else [None],
        ["same", "valid"] if PADDING in more else [None],
        [(5, 6), (8, 7), (None, 9)],
    )
    for kernel_size, strides, padding, sizes in choices:
        given = {"strides": strides, "padding": padding}
        layer = layer_class(2, kernel_size, **{key: value for key, value in given.items() if value})
        expected = keras.layers.Conv2D(2, kernel_size, strides or 1, padding or "same")
        shape = (None, *sizes, 3)
        assert layer.compute_output_shape(shape) == expected.compute_output_shape(shape)
        if None not in sizes:
            outputs = layer(keras.ops.ones((2, *sizes, 3)))
            assert tuple(outputs.shape) == layer.compute_output_shape((2, *sizes, 3))
    layer = layer_class(2, (4, 3), data_format="channels_first")
    assert layer.compute_output_shape((None, 3, 8, 7)) == (None, 2, 8, 7)


def test_convolution_computes_what_that_of_keras_does(import_generated):
    """With the same weights, outputs are those of `Conv2D`; without a bias there is none."""
    layer_class = type(import_generated([*CONVOLUTION, STRIDES, PADDING, "use_bias:bool=true"]).make_layer())
    inputs = keras.random.normal((2, 7, 8, 3), seed=0)
    given = {"filters": 2, "kernel_size": (3, 2), "strides": (2, 1), "padding": "valid"}
    for use_bias in (True, False):
        layer, known = (made(use_bias=use_bias, **given) for made in (layer_class, keras.layers.Conv2D))
        layer.build(inputs.shape)
        known.build(inputs.shape)
        known.set_weights([np.full_like(weight, 0.5) for weight in known.get_weights()])
        layer.set_weights(known.get_weights())
        np.testing.assert_allclose(layer(inputs), known(inputs), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("axis", [-1, 1, 2])
def test_normalization_normalizes_along_its_axis(import_generated, axis):
    """A training step leaves mean and moving mean as `BatchNormalization` does, along whichever axis."""
    layer = type(import_generated(["momentum:float=0.9", "axis:axis=-1"]).make_layer())(axis=axis)
    known = keras.layers.BatchNormalization(axis, momentum=0.9, center=False, scale=False)
    inputs = keras.random.normal((4, 5, 6), mean=2.0, seed=0)
    np.testing.assert_allclose(
        layer(inputs, training=True), known(inputs, training=True), rtol=1e-4, atol=1e-5
    )
    np.testing.assert_allclose(np.ravel(layer.moving_mean), np.ravel(known.moving_mean), rtol=1e-4, atol=1e-6)
    with pytest.raises(IndexError):
        type(layer)(axis=7).build((4, 5, 6))


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


def test_shared_layers_stay_shared_in_files(import_generated, tmp_path):
    """A layer in several places of two layers is one in a loaded model, with one set of weights."""
    arguments = ["head:layer", "tail:layer?", "blocks:list[layer]", "branches:dict[layer]"]
    layer_class = type(import_generated(arguments).make_layer())
    shared = keras.layers.Dense(3)
    first = layer_class(
        head=shared, tail=shared, blocks=[shared, keras.layers.Dense(3)], branches={"a": shared}
    )
    second = layer_class(head=keras.layers.Dense(3), blocks=[shared], branches={})
    inputs = keras.Input((3,))
    model = keras.Model(inputs, second(first(inputs)))
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    first, second = loaded.layers[1:]
    places = [first.tail, first.blocks[0], first.branches["a"], second.blocks[0]]
    assert all(place is first.head for place in places)
    assert first.blocks[1] is not first.head is not second.head
    assert len(loaded.weights) == len(model.weights) == 6
    np.testing.assert_allclose(loaded(np.ones((1, 3))), model(np.ones((1, 3))), rtol=1e-6)


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
    with pytest.raises(ValueError, match="`mode` must be one of"):
        layer_class(mode="max")


@pytest.mark.parametrize(
    ("arguments", "wrong", "said"),
    [
        (["rate:float[0..1]=0.1"], {"rate": 1.5}, r"`rate` must be between 0 and 1\. Received: rate=1\.5"),
        (["rate:float[0..1]=0.1"], {"rate": float("nan")}, "between 0 and 1"),
        (["depth:int[1..]?"], {"depth": 0}, "at least 1"),
        (["window:int,int=3,3"], {"window": (1, 2, 3)}, "a tuple of 2 items"),
        (["merge:enum[sum,mean]=sum"], {"merge": "max"}, "'max' is not a valid Merge"),
    ],
)
def test_wrong_value_is_refused_by_the_layer(import_generated, arguments, wrong, said):
    """A range, a length and an enum are checked by the generated constructor; what is within passes, None too."""
    layer_class = type(import_generated(arguments).make_layer())
    with pytest.raises(ValueError, match=said):
        layer_class(**wrong)
    if arguments[0].endswith("?"):
        layer_class(**dict.fromkeys(wrong))
