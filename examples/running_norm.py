"""The RunningNorm layer."""

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="my_layers")
class RunningNorm(keras.layers.Layer):
    """A layer with state that is not trained, like a moving mean.

    Args:
        momentum: Float between 0 and 1, how much of the moving mean and variance is
            kept at a training step.
        epsilon: Float of at least 0, added to the variance, so that nothing is divided
            by zero.
        **kwargs: Arguments of every Keras layer, such as `name` and `dtype`.

    Input shape:
        `(batch, ..., features)`.

    Output shape:
        The input shape.

    Example:
        >>> layer = RunningNorm()
        >>> outputs = layer(keras.ops.ones((2, 3)))
        >>> tuple(outputs.shape)
        (2, 3)
    """

    def __init__(
        self, momentum: float = 0.99, epsilon: float = 0.001, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if not 0 <= momentum <= 1:
            raise ValueError(
                f"`momentum` must be between 0 and 1. Received: {momentum=}"
            )
        self.momentum = float(momentum)
        if epsilon < 0:
            raise ValueError(f"`epsilon` must be at least 0. Received: {epsilon=}")
        self.epsilon = float(epsilon)
        self.supports_masking = True

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.moving_mean = self.add_weight(
            name="moving_mean",
            shape=(input_shape[-1],),
            initializer="zeros",
            trainable=False,
            autocast=False,
        )
        self.moving_variance = self.add_weight(
            name="moving_variance",
            shape=(input_shape[-1],),
            initializer="ones",
            trainable=False,
            autocast=False,
        )

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        # Your own computation goes here.
        inputs = keras.ops.cast(inputs, self.variable_dtype)
        mean, variance = self.moving_mean, self.moving_variance
        if training:
            axes = tuple(range(len(inputs.shape) - 1))
            mean, variance = keras.ops.moments(inputs, axes=axes)
            new = 1.0 - self.momentum
            self.moving_mean.assign(self.moving_mean * self.momentum + mean * new)
            self.moving_variance.assign(
                self.moving_variance * self.momentum + variance * new
            )
        scale = keras.ops.rsqrt(variance + self.epsilon)
        return keras.ops.cast((inputs - mean) * scale, self.compute_dtype)

    def compute_output_shape(
        self, input_shape: tuple[int | None, ...]
    ) -> tuple[int | None, ...]:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        return {
            **super().get_config(),
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }
