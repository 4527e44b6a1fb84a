"""A functional model around a layer, saved as a .keras file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scaffold.roundtrip.route import RouteNotRunError
from scaffold.roundtrip.trial import Original


def save_in_functional_model(original: Original, file: Path) -> None:
    """Put the layer into a functional model and save that.

    Args:
        original: The layer, built and filled.
        file: Where to; must end in ``.keras``.

    Raises:
        RouteNotRunError: Where the layer cannot be called on symbolic inputs.
    """
    import keras

    if original.inputs is None:
        raise RouteNotRunError("the layer could not be called, and only a called layer is part of a model")
    flat, positional, keywords = original.inputs.symbolic()
    try:
        outputs = original.layer(**keywords) if keywords else original.layer(positional)
        model = keras.Model(flat, outputs)
    except Exception as error:
        reason = f"the layer cannot be part of a functional model: {type(error).__name__}: {error}"
        raise RouteNotRunError(reason) from error
    model.save(file)


def layer_in(model: Any) -> Any:
    """Return the one layer of a model that ``save_in_functional_model`` saved.

    Not by its name: a layer that loses its name must still be found.
    """
    import keras

    return next(layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer))
