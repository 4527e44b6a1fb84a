"""Tests of GatedDense: it survives serialization, and it can be trained."""

import keras
import numpy as np
from scaffold import check_roundtrip

from gated_dense import GatedDense


def make_layer() -> GatedDense:
    """Return a new layer: change it here, and every test follows."""
    return GatedDense(units=4)


def test_survives_serialization() -> None:
    """Config, weights and outputs stay the same, by every route."""
    check_roundtrip(make_layer, inputs=(8, 3))


def test_output_shape_is_as_announced() -> None:
    """`compute_output_shape` says what `call` returns."""
    layer = make_layer()
    outputs = layer(keras.ops.ones((8, 3)))
    announced = layer.compute_output_shape((8, 3))
    assert tuple(outputs.shape) == tuple(announced)


def test_can_be_trained() -> None:
    """A training step gives a finite loss and changes the weights."""
    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(8, 3)).astype("float32")
    y = x.sum(axis=1, keepdims=True)
    layer = make_layer()
    model = keras.Sequential([layer, keras.layers.Dense(1)])
    model.build(x.shape)
    model.compile(optimizer="sgd", loss="mse")
    before = layer.get_weights()
    loss = model.train_on_batch(x, y)
    after = layer.get_weights()
    assert np.isfinite(loss)
    assert any(not np.array_equal(*pair) for pair in zip(before, after, strict=True))
