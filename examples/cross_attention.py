"""The CrossAttention layer."""

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="my_layers")
class CrossAttention(keras.layers.Layer):
    """A layer that attends from a query to a value, with masks.

    Args:
        num_heads: Integer of at least 1, number of attention heads.
        key_dim: Integer of at least 1, size of each head for query and key.
        rate: Float between 0 and 1, fraction of the attention weights that is dropped
            in training.
        **kwargs: Arguments of every Keras layer, such as `name` and `dtype`.

    Input shape:
        `query` of `(batch, queries, features)` and `value` of `(batch, values,
        features)`.

    Output shape:
        `(batch, queries, features)`.

    Example:
        >>> layer = CrossAttention(key_dim=4)
        >>> outputs = layer(keras.ops.ones((2, 5, 3)), value=keras.ops.ones((2, 7, 3)))
        >>> tuple(outputs.shape)
        (2, 5, 3)
    """

    def __init__(
        self, num_heads: int = 4, key_dim: int = 16, rate: float = 0.0, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if num_heads < 1:
            raise ValueError(f"`num_heads` must be at least 1. Received: {num_heads=}")
        self.num_heads = int(num_heads)
        if key_dim < 1:
            raise ValueError(f"`key_dim` must be at least 1. Received: {key_dim=}")
        self.key_dim = int(key_dim)
        if not 0 <= rate <= 1:
            raise ValueError(f"`rate` must be between 0 and 1. Received: {rate=}")
        self.rate = float(rate)
        self.attention = keras.layers.MultiHeadAttention(
            self.num_heads, self.key_dim, dropout=self.rate, dtype=self.dtype_policy
        )
        self.norm = keras.layers.LayerNormalization(dtype=self.dtype_policy)
        self.supports_masking = True

    def build(
        self, query_shape: tuple[int | None, ...], value_shape: tuple[int | None, ...]
    ) -> None:
        self.attention.build(query_shape, value_shape)
        self.norm.build(query_shape)

    def call(
        self,
        query: Any,
        value: Any,
        query_mask: Any = None,
        value_mask: Any = None,
        training: bool | None = None,
    ) -> Any:
        # Your own computation goes here.
        outputs = self.attention(
            query,
            value,
            query_mask=query_mask,
            value_mask=value_mask,
            training=training,
        )
        return self.norm(keras.ops.add(query, outputs))

    def compute_output_shape(
        self, query_shape: tuple[int | None, ...], value_shape: tuple[int | None, ...]
    ) -> tuple[int | None, ...]:
        return tuple(self.attention.compute_output_shape(query_shape, value_shape))

    def get_config(self) -> dict[str, Any]:
        return {
            **super().get_config(),
            "num_heads": self.num_heads,
            "key_dim": self.key_dim,
            "rate": self.rate,
        }
