"""The GatedDense layer."""

from collections.abc import Callable
from typing import Any

import keras


@keras.saving.register_keras_serializable(package="my_layers")
class GatedDense(keras.layers.Layer):
    """A layer that projects the last axis of its inputs.

    Args:
        units: Integer, size of the outputs' last axis.
        gate_activation: Activation (its name, its config or the object), applied to the
            gate, which the outputs are multiplied by.
        rate: Float, fraction of the outputs that is dropped in training.
        **kwargs: Arguments of every Keras layer, such as `name` and `dtype`.

    Input shape:
        `(batch, ..., features)`.

    Output shape:
        `(batch, ..., units)`.

    Example:
        >>> layer = GatedDense(units=4)
        >>> outputs = layer(keras.ops.ones((2, 3)))
        >>> tuple(outputs.shape)
        (2, 4)
    """

    def __init__(
        self,
        units: int,
        gate_activation: str | Callable[..., Any] | None = "sigmoid",
        rate: float = 0.1,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.units = int(units)
        self.gate_activation = keras.activations.get(gate_activation)
        self.rate = float(rate)
        self.dropout = keras.layers.Dropout(self.rate, dtype=self.dtype_policy)
        self.supports_masking = True

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units),
            initializer="glorot_uniform",
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units,), initializer="zeros"
        )
        self.gate_kernel = self.add_weight(
            name="gate_kernel",
            shape=(input_shape[-1], self.units),
            initializer="glorot_uniform",
        )

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        # Your own computation goes here.
        outputs = keras.ops.matmul(inputs, self.kernel)
        outputs = keras.ops.add(outputs, self.bias)
        outputs = keras.ops.multiply(
            outputs, self.gate_activation(keras.ops.matmul(inputs, self.gate_kernel))
        )
        return self.dropout(outputs, training=training)

    def compute_output_shape(
        self, input_shape: tuple[int | None, ...]
    ) -> tuple[int | None, ...]:
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, Any]:
        return {
            **super().get_config(),
            "units": self.units,
            "gate_activation": keras.activations.serialize(self.gate_activation),
            "rate": self.rate,
        }
