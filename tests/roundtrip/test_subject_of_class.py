"""A class is made with the values that the author gives; a model that Keras makes is no layer to check."""

from __future__ import annotations

import keras
import pytest
from hypothesis import strategies as st

from scaffold import check_roundtrip
from scaffold.errors import ScaffoldError


@keras.saving.register_keras_serializable(package="subjects")
class Residual(keras.layers.Layer):
    """Adds its inputs to what a layer of the same width makes of them."""

    def __init__(self, body, **kwargs):
        super().__init__(**kwargs)
        self.body = body

    def build(self, input_shape):
        if not self.body.built:
            self.body.build(input_shape)

    def call(self, inputs):
        return inputs + self.body(inputs)

    def get_config(self):
        return {**super().get_config(), "body": keras.saving.serialize_keras_object(self.body)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["body"] = keras.saving.deserialize_keras_object(config["body"])
        return super().from_config(config)


def test_a_class_is_made_with_values_of_the_given_strategies() -> None:
    """`args=` is the remedy that is offered for an argument nothing is known about, so it must do."""
    body = st.builds(keras.layers.Dense, st.just(8), use_bias=st.booleans())
    report = check_roundtrip(Residual, inputs=(None, 8), args={"body": body}, checks="quick")
    assert report.exercised["body"] == 2


def test_a_class_that_cannot_be_made_is_not_said_to_lose_anything() -> None:
    """Without a value for the argument the verdict is that nothing could be checked."""
    report = check_roundtrip(Residual, inputs=(None, 8), checks="quick", on_fail="return")
    assert not report.ok
    assert str(report).startswith("Residual could not be checked")


@pytest.mark.parametrize(
    "model",
    [
        lambda: keras.Sequential([keras.layers.Dense(2)]),
        lambda: keras.Model(x := keras.Input((3,)), keras.layers.Dense(2)(x)),
    ],
    ids=["sequential", "functional"],
)
def test_models_of_keras_are_sent_elsewhere(model) -> None:
    """A functional model has no constructor of its own to vary; its layers' classes have."""
    with pytest.raises(ScaffoldError, match=r"found a .* model"):
        check_roundtrip(model())


def test_a_shape_without_batch_size_is_told_apart() -> None:
    """`keras.Input` takes shapes without the batch size; the habit gets a message, not a guess."""
    with pytest.raises(ScaffoldError, match=r"Write \(None, 8\)"):
        check_roundtrip(keras.layers.Dense(3), inputs=(8,))


@keras.saving.register_keras_serializable(package="subjects")
class Vocabulary(keras.layers.Layer):
    """A table as large as people's tables are."""

    def __init__(self, words=50_000, features=512, **kwargs):
        super().__init__(**kwargs)
        self.words = words
        self.features = features

    def build(self, input_shape):
        self.table = self.add_weight(shape=(self.words, self.features), name="table")

    def call(self, inputs):
        return inputs + keras.ops.mean(self.table)

    def get_config(self):
        return {**super().get_config(), "words": self.words, "features": self.features}


def test_a_class_with_large_defaults_is_not_built_many_times_over() -> None:
    """Nobody asked for that size: the message says how large it is and what to pass."""
    report = check_roundtrip(Vocabulary, checks="quick", on_fail="return")
    (failure,) = report.failures
    assert failure.code == "KR002"
    assert "97 MB" in failure.reason
    assert "small arguments" in failure.reason
    assert check_roundtrip(Vocabulary(8, 4), checks="quick").ok
