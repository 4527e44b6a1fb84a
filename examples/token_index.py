"""The TokenIndex layer."""

import enum
from collections.abc import Sequence
from typing import Any

import keras


class MergeMode(enum.Enum):
    """What `merge_mode` may be."""

    FIRST = "first"
    LAST = "last"


@keras.saving.register_keras_serializable(package="my_layers")
class TokenIndex(keras.layers.Layer):
    """A layer that turns texts into numbers by a vocabulary.

    Args:
        vocabulary: List of strings, or None, the texts that are known.
        merge_mode: Member of `MergeMode`, or its value.
        **kwargs: Arguments of every Keras layer, such as `name` and `dtype`.

    Input shape:
        Texts of `(batch, ...)`.

    Output shape:
        The input shape.

    Example:
        >>> layer = TokenIndex(vocabulary=["a", "b", "c"])
        >>> layer.lookup.vocabulary_size()
        4
    """

    def __init__(
        self,
        vocabulary: Sequence[str] | None = None,
        merge_mode: MergeMode | str = "first",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.vocabulary = None if vocabulary is None else list(vocabulary)
        self.merge_mode = MergeMode(merge_mode)
        self.lookup = keras.layers.StringLookup(vocabulary=self.vocabulary)
        self.supports_jit = False

    def adapt(self, data: Any) -> None:
        """Learn the vocabulary from an array or a dataset of texts.

        Needed where none was given. What it learned is saved as an asset.
        """
        self.lookup.adapt(data)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.lookup.build(input_shape)

    def call(self, inputs: Any) -> Any:
        # Your own computation goes here: `self.merge_mode` is stored for it.
        return self.lookup(inputs)

    def compute_output_shape(
        self, input_shape: tuple[int | None, ...]
    ) -> tuple[int | None, ...]:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        return {
            **super().get_config(),
            "vocabulary": None if self.vocabulary is None else list(self.vocabulary),
            "merge_mode": self.merge_mode.value,
        }
