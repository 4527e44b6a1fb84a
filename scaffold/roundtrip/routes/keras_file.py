"""A .keras file with the layer in a functional model, loaded again in this process."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from scaffold.roundtrip.functional import layer_in, save_in_functional_model
from scaffold.roundtrip.route import Medium, Route, rebuilt_by
from scaffold.roundtrip.trial import Original


def _rebuild(original: Original) -> Any:
    import keras

    with tempfile.TemporaryDirectory(prefix="scaffold-") as directory:
        file = Path(directory, "model.keras")
        save_in_functional_model(original, file)
        return layer_in(keras.models.load_model(file, compile=False))


ROUTE = Route(
    name="keras_file",
    summary="a .keras file with the layer in a functional model, loaded in the same process",
    medium=Medium.FILE,
    carries_values=True,
    travel=rebuilt_by(_rebuild),
    script="inputs = keras.tree.map_structure(lambda x: keras.Input(x.shape[1:], dtype=str(x.dtype)), data)\n"
    "model = keras.Model(inputs, called(layer, inputs))\n"
    "model.save('model.keras')\n"
    "scope = {type(layer).__name__: type(layer)}\n"
    "rebuilt = keras.models.load_model('model.keras', custom_objects=scope).layers[-1]",
    requires=("KR102",),
)
