"""A layer that projects the last axis of its inputs to `units` features."""

from collections.abc import Callable
from typing import Any

import keras


@keras.saving.register_keras_serializable(package="my_layers")
class GatedDense(keras.layers.Layer):
    """A layer that projects the last axis of its inputs to `units` features.

    Args:
        units: A whole number. Size of the outputs' last axis.
        activation: A Keras activation: its name, its config or the object itself.
            Applied to the outputs.
        rate: A finite number. Fraction of the outputs that is dropped in training.
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
        activation: str | Callable[..., Any] | None = "relu",
        rate: float = 0.1,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.units = int(units)
        self.activation = keras.activations.get(activation)
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

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        outputs = keras.ops.matmul(inputs, self.kernel)
        outputs = keras.ops.add(outputs, self.bias)
        outputs = self.activation(outputs)
        return self.dropout(outputs, training=training)

    def compute_output_shape(
        self, input_shape: tuple[int | None, ...]
    ) -> tuple[int | None, ...]:
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, Any]:
        return {
            **super().get_config(),
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
            "rate": self.rate,
        }
