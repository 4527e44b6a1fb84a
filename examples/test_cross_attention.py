"""Tests of CrossAttention: it survives serialization, and it can be trained."""

import keras
import numpy as np
from hypothesis import strategies as st
from scaffold import check_roundtrip

from cross_attention import CrossAttention


def make_layer() -> CrossAttention:
    """Return a new layer: change it here, and every test follows."""
    return CrossAttention(key_dim=4)


def test_survives_serialization() -> None:
    """Config, weights and outputs stay the same, by every route."""
    check_roundtrip(
        make_layer,
        inputs={"query": (8, 5, 3), "value": (8, 7, 3)},
        args={
            "num_heads": st.integers(1, 8),
            "key_dim": st.integers(1, 8),
            "rate": st.floats(0, 1),
        },
    )


def test_output_shape_is_as_announced() -> None:
    """`compute_output_shape` says what `call` returns."""
    layer = make_layer()
    outputs = layer(keras.ops.ones((8, 5, 3)), value=keras.ops.ones((8, 7, 3)))
    announced = layer.compute_output_shape((8, 5, 3), (8, 7, 3))
    assert tuple(outputs.shape) == tuple(announced)


def test_can_be_trained() -> None:
    """A training step gives a finite loss and changes the weights."""
    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(8, 5, 3)).astype("float32")
    y = x.sum(axis=2, keepdims=True)
    layer = make_layer()
    inputs = keras.Input((5, 3))
    model = keras.Model(inputs, keras.layers.Dense(1)(layer(inputs, value=inputs)))
    model.compile(optimizer="sgd", loss="mse")
    before = model.get_weights()
    loss = model.train_on_batch(x, y)
    after = model.get_weights()
    assert np.isfinite(loss)
    assert any(not np.array_equal(*pair) for pair in zip(before, after, strict=True))
