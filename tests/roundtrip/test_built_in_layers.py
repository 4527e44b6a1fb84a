"""The layers of Keras itself survive every route, but for faults that are Keras's own."""

from __future__ import annotations

import json

import keras
import numpy as np
import pytest

from scaffold import check_roundtrip
from scaffold.roundtrip.construction import NotConstructedError
from scaffold.roundtrip.report import Status
from scaffold.roundtrip.scope import global_state_kept
from scaffold.roundtrip.use import find_use

LAYERS = keras.layers

# How each is made, and what it is called with.
BUILT_IN = {
    "Dense": (lambda: LAYERS.Dense(3, activation="relu", kernel_regularizer="l2"), (None, 5)),
    "EinsumDense": (lambda: LAYERS.EinsumDense("abc,cd->abd", (None, 4), bias_axes="d"), (None, 3, 5)),
    "Embedding": (lambda: LAYERS.Embedding(9, 4, mask_zero=True), np.array([[1, 2], [3, 0]])),
    "Conv2D": (lambda: LAYERS.Conv2D(2, (3, 2), padding="same", use_bias=False), (None, 8, 8, 3)),
    "Conv1DTranspose": (lambda: LAYERS.Conv1DTranspose(2, 3, strides=2), (None, 6, 3)),
    "SeparableConv1D": (lambda: LAYERS.SeparableConv1D(2, 3), (None, 8, 3)),
    "Bidirectional": (lambda: LAYERS.Bidirectional(LAYERS.SimpleRNN(3)), (None, 4, 5)),
    "RNN": (lambda: LAYERS.RNN([LAYERS.GRUCell(3), LAYERS.LSTMCell(2)]), (None, 4, 5)),
    "BatchNormalization": (lambda: LAYERS.BatchNormalization(momentum=0.5), (None, 6, 5)),
    "GroupNormalization": (lambda: LAYERS.GroupNormalization(groups=2), (None, 6, 4)),
    "LayerNormalization": (lambda: LAYERS.LayerNormalization(epsilon=0.01), (None, 5)),
    "MultiHeadAttention": (
        lambda: LAYERS.MultiHeadAttention(2, 3, dropout=0.1),
        {"query": (None, 4, 6), "value": (None, 5, 6)},
    ),
    "Attention": (lambda: LAYERS.Attention(use_scale=True), [(None, 4, 6), (None, 5, 6)]),
    "Normalization": (lambda: adapted(LAYERS.Normalization()), (None, 5)),
    "Hashing": (lambda: LAYERS.Hashing(4, salt=7), np.array([[11, 2], [3, 0]])),
    "TimeDistributed": (lambda: LAYERS.TimeDistributed(LAYERS.Dense(3)), (None, 4, 5)),
    "Concatenate": (lambda: LAYERS.Concatenate(axis=1), [(None, 4, 5), (None, 2, 5)]),
    "Dropout": (lambda: LAYERS.Dropout(0.3, seed=1), (None, 5)),
    "PReLU": (lambda: LAYERS.PReLU(shared_axes=[1]), (None, 4, 5)),
    "Permute": (lambda: LAYERS.Permute((2, 1)), (None, 4, 5)),
    "RandomCrop": (lambda: LAYERS.RandomCrop(4, 4, seed=2), (None, 8, 8, 3)),
}


def adapted(layer):
    layer.adapt(np.random.default_rng(1).normal(3.0, 2.0, size=(20, 5)))
    return layer


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_a_built_in_layer_survives_every_route(name):
    """No error on any route; the file in a fresh process is among them."""
    make, inputs = BUILT_IN[name]
    report = check_roundtrip(make, inputs=inputs, on_fail="return")
    assert report.ok, str(report)
    fresh = [found for found in report.results if found.route == "fresh_process" and found.code == "KR501"]
    assert [found.status for found in fresh] == ["passed"], str(report)


def lost(layer, argument):
    """Whether the value of an argument is gone after a trip through the config."""
    rebuilt = type(layer).from_config(json.loads(json.dumps(layer.get_config())))
    return getattr(rebuilt, argument) != getattr(layer, argument)


def frozen(layer):
    layer.trainable = False
    return layer


def raises(layer):
    try:
        type(layer).from_config(layer.get_config())
    except TypeError:
        return True
    return False


def dtype_lost(layer):
    return type(layer).from_config(layer.get_config()).dtype_policy.name != layer.dtype_policy.name


def seed_lost(layer):
    """Whether a rebuilt layer draws its dropout from another seed."""
    rebuilt = type(layer).from_config(layer.get_config())
    states = [[np.array(v).tolist() for v in each.variables if "seed" in v.name] for each in (layer, rebuilt)]
    return states[0] != states[1]


# Faults of Keras 3.15: layer, what it is called with, code that finds it, the same seen without the kit.
FAULTS = {
    "AdditiveAttention(score_mode)": (
        lambda: LAYERS.AdditiveAttention(score_mode="concat"),
        [(None, 4, 6), (None, 5, 6)],
        "KR201",
        lambda layer: lost(layer, "score_mode"),
    ),
    "RandomGrayscale(seed)": (
        lambda: LAYERS.RandomGrayscale(seed=3),
        (None, 8, 8, 3),
        "KR201",
        lambda layer: lost(layer, "seed"),
    ),
    "MaxNumBoundingBoxes(fill_value)": (
        lambda: LAYERS.MaxNumBoundingBoxes(3, fill_value=-2),
        (None, 8, 8, 3),
        "KR201",
        lambda layer: lost(layer, "fill_value"),
    ),
    "LSTM(use_cudnn)": (
        lambda: LAYERS.LSTM(2, use_cudnn=False),
        (None, 4, 5),
        "KR201",
        lambda layer: lost(layer, "use_cudnn"),
    ),
    "SpatialDropout1D(dtype)": (
        lambda: LAYERS.SpatialDropout1D(0.5, dtype="mixed_float16"),
        (None, 4, 5),
        "KR303",
        dtype_lost,
    ),
    "HashedCrossing(trainable)": (
        lambda: LAYERS.HashedCrossing(4),
        [np.array([1, 2]), np.array([3, 4])],
        "KR303",
        lambda layer: lost(frozen(layer), "trainable"),
    ),
    "Discretization(dtype)": (
        lambda: LAYERS.Discretization(bin_boundaries=[0.2, 0.5], dtype="mixed_float16"),
        (None, 5),
        "KR303",
        dtype_lost,
    ),
    "StringLookup(trainable)": (
        lambda: LAYERS.StringLookup(vocabulary=["red", "green"]),
        np.array([["red"], ["blue"]]),
        "KR303",
        lambda layer: lost(frozen(layer), "trainable"),
    ),
    "SimpleRNN(seed)": (
        lambda: LAYERS.SimpleRNN(2, dropout=0.5, seed=3),
        (None, 4, 5),
        "KR204",
        seed_lost,
    ),
    "CategoryEncoding(sparse)": (
        lambda: LAYERS.CategoryEncoding(4, sparse=True),
        np.array([[1, 2], [3, 0]]),
        "KR201",
        lambda layer: lost(layer, "sparse"),
    ),
    "RandomShear(x_factor)": (
        lambda: LAYERS.RandomShear(x_factor=0.5),
        (None, 8, 8, 3),
        "KR103",
        raises,
    ),
    "RandomShear(y_factor)": (
        lambda: LAYERS.RandomShear(y_factor=0.5),
        (None, 8, 8, 3),
        "KR103",
        raises,
    ),
    "GRU(use_cudnn)": (
        lambda: LAYERS.GRU(2, use_cudnn=False),
        (None, 4, 5),
        "KR201",
        lambda layer: lost(layer, "use_cudnn"),
    ),
    "SpatialDropout2D(dtype)": (
        lambda: LAYERS.SpatialDropout2D(0.5, dtype="mixed_float16"),
        (None, 8, 8, 3),
        "KR303",
        dtype_lost,
    ),
    "SpatialDropout3D(dtype)": (
        lambda: LAYERS.SpatialDropout3D(0.5, dtype="mixed_float16"),
        (None, 4, 4, 4, 3),
        "KR303",
        dtype_lost,
    ),
    "IntegerLookup(trainable)": (
        lambda: LAYERS.IntegerLookup(vocabulary=[3, 5]),
        np.array([[3], [5]]),
        "KR303",
        lambda layer: lost(frozen(layer), "trainable"),
    ),
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_fault_of_keras_is_found_and_is_one(name):
    """The checker reports it, and Keras has it without the checker: when Keras mends it, this test says so."""
    make, inputs, code, seen_without_the_kit = FAULTS[name]
    assert seen_without_the_kit(make()), (
        f"{name} is mended in Keras {keras.__version__}: take it off the list"
    )
    report = check_roundtrip(make, inputs=inputs, checks="quick", on_fail="return")
    assert {found.code for found in report.failures} == {code}, str(report)


# What no machine can make or call without more than Keras: why, in the words of the report.
NOT_TO_BE_CHECKED = {
    "FlaxLayer": "No module named 'flax'",
    "InputLayer": "takes no inputs",
    "JaxLayer": "requires the jax module",
    "Layer": "is a base class",
    "TFSMLayer": "SavedModel file does not exist",
    "TorchModuleWrapper": "No module named 'torch'",
    "Wrapper": "is a base class",
}


def public_layers():
    found = {}
    for name in dir(LAYERS):
        value = getattr(LAYERS, name)
        if isinstance(value, type) and issubclass(value, LAYERS.Layer):
            # `Convolution2D` is `Conv2D`.
            found.setdefault(value, name)
    return {name: cls for cls, name in found.items()}


def known_faults(name):
    return {code for fault, (_, _, code, _) in FAULTS.items() if fault.partition("(")[0] == name}


def test_at_least_95_percent_of_the_classes_can_be_called_without_hints():
    """Constructor call and inputs are found for the class alone, by means that know no class by its name."""
    classes = public_layers()
    unused = {}
    for name, cls in classes.items():
        with global_state_kept():
            try:
                unused[name] = find_use(cls, {}, None).problem
            except NotConstructedError as failure:
                unused[name] = str(failure)
    unused = {name: reason for name, reason in unused.items() if reason}
    assert unused.keys() <= NOT_TO_BE_CHECKED.keys(), unused
    assert len(classes) > 140
    assert len(unused) <= 0.05 * len(classes)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(public_layers().keys() - NOT_TO_BE_CHECKED.keys()))
def test_a_public_class_survives_every_route_or_has_a_proven_fault(name):
    """No hints, all default routes: every error is one of those that are proven without the kit."""
    report = check_roundtrip(public_layers()[name], on_fail="return")
    assert {found.code for found in report.failures} == known_faults(name), str(report)
    if "KR103" in known_faults(name):
        # What its own from_config refuses is blocked on every route, and said to be.
        return
    travelled = {found.route for found in report.results if found.status is Status.PASSED}
    assert {"config", "json", "keras_object"} <= travelled, str(report)


@pytest.mark.parametrize("name", sorted(NOT_TO_BE_CHECKED))
def test_what_cannot_be_checked_is_said_with_the_reason(name):
    """A layer that is not constructed or called is an error, never a pass; the reason is Keras's own."""
    report = check_roundtrip(getattr(LAYERS, name), checks="quick", on_fail="return")
    reasons = [found.reason for found in report.failures if found.code in ("KR001", "KR002")]
    assert any(NOT_TO_BE_CHECKED[name] in reason for reason in reasons), str(report)
