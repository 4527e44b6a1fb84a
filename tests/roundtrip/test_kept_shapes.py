"""A shape that build() keeps has the batch size of the call it was built by; that is no loss."""

from __future__ import annotations

import keras

from scaffold import check_roundtrip


@keras.saving.register_keras_serializable(package="kept_shapes")
class KeepsItsShape(keras.layers.Layer):
    """Remembers what it was built for, as many layers do."""

    def __init__(self, units=4, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.shape_seen = tuple(input_shape)
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")

    def call(self, inputs):
        return keras.ops.matmul(inputs, self.kernel)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable(package="kept_shapes")
class KeepsAnotherShape(KeepsItsShape):
    """Remembers a size that it makes up anew each time it is made of a config."""

    def build(self, input_shape):
        super().build(input_shape)
        self.shape_seen = (*self.shape_seen[:-1], self.offset)

    def __init__(self, units=4, offset=1, **kwargs):
        super().__init__(units, **kwargs)
        self.offset = offset


def test_the_batch_size_in_a_kept_shape_is_no_difference():
    """A functional model builds for a batch of any size, a call for that of its data."""
    report = check_roundtrip(KeepsItsShape(3), checks="quick")
    assert not [found for found in report.warnings if found.code == "KR304"], str(report)


def test_another_size_in_a_kept_shape_is_one():
    """Only the first axis is left out."""
    report = check_roundtrip(KeepsAnotherShape(3, offset=2), checks="quick", on_fail="return")
    assert not report.ok
