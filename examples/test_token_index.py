"""Tests of TokenIndex: it survives serialization, and it can be trained."""

import tempfile
from pathlib import Path

import keras
import numpy as np
from hypothesis import strategies as st
from scaffold import check_roundtrip

from token_index import TokenIndex


def make_layer() -> TokenIndex:
    """Return a new layer: change it here, and every test follows."""
    return TokenIndex(vocabulary=["a", "b", "c"])


def test_survives_serialization() -> None:
    """Config, weights and outputs stay the same, by every route."""
    check_roundtrip(
        make_layer,
        inputs=np.array([["a"], ["d"]]),
        args={
            "vocabulary": st.lists(
                st.sampled_from(["a", "b", "c", "d"]), min_size=1, unique=True
            ),
        },
    )


def test_output_shape_is_as_announced() -> None:
    """`compute_output_shape` says what `call` returns."""
    layer = make_layer()
    outputs = layer(np.array([["a"], ["d"]]))
    announced = layer.compute_output_shape((2, 1))
    assert tuple(outputs.shape) == tuple(announced)


def test_can_be_trained() -> None:
    """A training step gives a finite loss and changes the weights."""
    keras.utils.set_random_seed(0)
    x = np.array([["a"], ["b"], ["c"], ["d"]])
    y = np.arange(4.0).reshape(4, 1, 1)
    layer = make_layer()
    inputs = keras.Input((1,), dtype="string")
    embedded = keras.layers.Embedding(8, 2)(layer(inputs))
    model = keras.Model(inputs, keras.layers.Dense(1)(embedded))
    model.compile(optimizer="sgd", loss="mse")
    before = model.get_weights()
    loss = model.train_on_batch(x, y)
    after = model.get_weights()
    assert np.isfinite(loss)
    assert any(not np.array_equal(*pair) for pair in zip(before, after, strict=True))


def test_learned_vocabulary_is_saved() -> None:
    """What `adapt` learned comes back from a file."""
    layer = TokenIndex.from_config({**make_layer().get_config(), "vocabulary": None})
    layer.adapt(np.array(["b", "a", "b"]))
    inputs = keras.Input((1,), dtype="string")
    model = keras.Model(inputs, layer(inputs))
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "model.keras")
        model.save(path)
        loaded = keras.models.load_model(path)
    lookup = loaded.layers[-1].lookup
    assert lookup.get_vocabulary() == ["[UNK]", "b", "a"]
