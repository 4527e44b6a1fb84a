"""A legacy .h5 file with the layer in a functional model; taken only where it is asked for."""

from __future__ import annotations

from typing import Any

from scaffold.roundtrip.functional import IN_FUNCTIONAL_MODEL, layer_in
from scaffold.roundtrip.route import WITH_VALUES, Journey, Medium, Route, rebuilt_by


def _rebuild(journey: Journey) -> Any:
    import keras

    file = journey.directory / "functional.h5"
    journey.functional_model.save(file)
    return layer_in(keras.models.load_model(file, compile=False))


ROUTE = Route(
    name="h5",
    summary="a legacy .h5 file with the layer in a functional model, loaded in the same process",
    medium=Medium.FILE,
    moments=WITH_VALUES,
    travel=rebuilt_by(_rebuild, with_values=True),
    script=f"{IN_FUNCTIONAL_MODEL}\nmodel.save('model.h5')\n"
    "scope = {type(layer).__name__: type(layer)}\n"
    "rebuilt = keras.models.load_model('model.h5', custom_objects=scope).layers[-1]",
    requires=("KR102",),
    optional=True,
)
