"""The FeedForward layer."""

from collections.abc import Callable
from typing import Any

import keras


@keras.saving.register_keras_serializable(package="my_layers")
class FeedForward(keras.layers.Layer):
    """A layer made of other layers, which are built in build, ready to load.

    Args:
        units: Size of the outputs' last axis.
        activation: Activation (its name, its config or the object), applied by the
            dense layer.
        kernel_initializer: Initializer (its name, its config or the object), for the
            kernel of the dense layer.
        rate: Float between 0 and 1, fraction of the outputs that is dropped in
            training.
        **kwargs: Arguments of every Keras layer, such as `name` and `dtype`.

    Input shape:
        `(batch, ..., features)`.

    Output shape:
        `(batch, ..., units)`.

    Example:
        >>> layer = FeedForward(units=4)
        >>> outputs = layer(keras.ops.ones((2, 3)))
        >>> tuple(outputs.shape)
        (2, 4)
    """

    def __init__(
        self,
        units: int,
        activation: str | Callable[..., Any] | None = "gelu",
        kernel_initializer: str | keras.Initializer | None = "he_normal",
        rate: float = 0.1,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if units < 1:
            raise ValueError(f"`units` must be at least 1. Received: {units=}")
        self.units = int(units)
        self.activation = keras.activations.get(activation)
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        if not 0 <= rate <= 1:
            raise ValueError(f"`rate` must be between 0 and 1. Received: {rate=}")
        self.rate = float(rate)
        self.dense = keras.layers.Dense(
            self.units,
            activation=self.activation,
            kernel_initializer=self.kernel_initializer,
            dtype=self.dtype_policy,
        )
        self.norm = keras.layers.LayerNormalization(dtype=self.dtype_policy)
        self.dropout = keras.layers.Dropout(self.rate, dtype=self.dtype_policy)
        self.supports_masking = True

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.dense.build(input_shape)
        self.norm.build(self.dense.compute_output_shape(input_shape))

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        # Your own computation goes here.
        outputs = self.norm(self.dense(inputs))
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
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
            "rate": self.rate,
        }
