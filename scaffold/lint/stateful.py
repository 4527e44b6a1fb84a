"""Which classes of Keras make layers with weights of their own."""

from __future__ import annotations

from scaffold.pattern import pattern
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Span

_WITH_WEIGHTS = frozenset({
    "BatchNormalization", "Bidirectional", "Conv1D", "Conv1DTranspose", "Conv2D", "Conv2DTranspose", "Conv3D",
    "Conv3DTranspose", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Dense", "DepthwiseConv1D", "DepthwiseConv2D",
    "EinsumDense", "Embedding", "GRU", "GRUCell", "GroupNormalization", "GroupQueryAttention", "LSTM",
    "LSTMCell", "LayerNormalization", "MultiHeadAttention", "PReLU", "RMSNormalization", "SeparableConv1D",
    "SeparableConv2D", "SimpleRNN", "SimpleRNNCell", "SpectralNormalization",
})  # fmt: skip

# What is in none of these is in none of those: most of the names have one of the others in them.
_PARTS = tuple(
    sorted(name for name in _WITH_WEIGHTS if not any(part in name for part in _WITH_WEIGHTS - {name}))
)
# Only the beginnings: a name may stand for the class, as `Conv = layers.Conv2D` does, but hardly any other does.
_CALLS = pattern("(?:" + "|".join(sorted(_WITH_WEIGHTS)) + r")\b")

BUILT_IN = "keras.layers."


def has_weights(function: str | None) -> bool:
    """Tell whether calling a thing of this canonical name makes a layer that has weights once it is built.

    Example:
        >>> has_weights("keras.layers.Dense"), has_weights("keras.layers.Flatten")
        (True, False)
    """
    return (
        function is not None and function.startswith(BUILT_IN) and function[len(BUILT_IN) :] in _WITH_WEIGHTS
    )


def may_make_weights(cls: ClassInfo, span: Span) -> bool:
    """Tell from the text alone whether a stretch of source may make a layer that has weights."""
    text = cls.source.text
    for name in _PARTS:
        if text.find(name, span.start, span.end) >= 0:
            return _CALLS.search(text, span.start, span.end) is not None
    return False
