"""A functional model around a layer."""

from __future__ import annotations

from typing import Any

from scaffold.roundtrip.diagnosis import told
from scaffold.roundtrip.inputs import Inputs

# The same in a script, which has ``called`` and ``data`` (see ``reproduce.script``).
IN_FUNCTIONAL_MODEL = (
    "inputs = keras.tree.map_structure(lambda x: keras.Input(x.shape[1:], dtype=str(x.dtype)), data)\n"
    "model = keras.Model(inputs, called(layer, inputs))"
)


class NotSymbolicError(Exception):
    """The layer cannot be part of a functional model; the message says why."""


def in_functional_model(layer: Any, inputs: Inputs | None) -> Any:
    """Call the layer on symbolic inputs, and return the model of that.

    Args:
        layer: The layer.
        inputs: Data of the shapes to call it with; None where it could not be called.

    Raises:
        NotSymbolicError: Where the layer cannot be called on symbolic inputs.
    """
    import keras

    if inputs is None:
        raise NotSymbolicError("the layer could not be called, and only a called layer is part of a model")
    flat, positional, keywords = inputs.symbolic()
    try:
        outputs = layer(**keywords) if keywords else layer(positional)
        return keras.Model(flat, outputs)
    except Exception as error:
        reason = f"the layer cannot be part of a functional model: {told(error)}"
        raise NotSymbolicError(reason) from error


def layer_in(model: Any) -> Any:
    """Return the one layer of a model that ``in_functional_model`` made.

    Not by its name: a layer that loses its name must still be found.
    """
    import keras

    return next(layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer))
