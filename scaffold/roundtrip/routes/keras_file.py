"""A .keras file with the layer in a functional model, loaded again in this process."""

from __future__ import annotations

from typing import Any

from scaffold.roundtrip.functional import IN_FUNCTIONAL_MODEL, layer_in
from scaffold.roundtrip.route import WITH_VALUES, Journey, Medium, Route, rebuilt_by


def _rebuild(journey: Journey) -> Any:
    import keras

    return layer_in(keras.models.load_model(journey.keras_file, compile=False))


ROUTE = Route(
    name="keras_file",
    summary="a .keras file with the layer in a functional model, loaded in the same process",
    medium=Medium.FILE,
    moments=WITH_VALUES,
    travel=rebuilt_by(_rebuild, with_values=True),
    script=f"{IN_FUNCTIONAL_MODEL}\nmodel.save('model.keras')\n"
    "scope = {type(layer).__name__: type(layer)}\n"
    "rebuilt = keras.models.load_model('model.keras', custom_objects=scope).layers[-1]",
    requires=("KR102",),
)
