"""keras.models.clone_model of a functional model with the layer in it."""

from __future__ import annotations

from typing import Any

from scaffold.roundtrip.functional import IN_FUNCTIONAL_MODEL, layer_in
from scaffold.roundtrip.route import Journey, Medium, Route, rebuilt_by


def _rebuild(journey: Journey) -> Any:
    import keras

    return layer_in(keras.models.clone_model(journey.functional_model))


ROUTE = Route(
    name="clone_model",
    summary="keras.models.clone_model of a functional model with the layer in it",
    medium=Medium.MODEL,
    travel=rebuilt_by(_rebuild),
    script=f"{IN_FUNCTIONAL_MODEL}\nrebuilt = keras.models.clone_model(model).layers[-1]",
)
