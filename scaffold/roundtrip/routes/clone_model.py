"""keras.models.clone_model of a functional model with the layer in it."""

from __future__ import annotations

from typing import Any

from scaffold.roundtrip.functional import (
    IN_FUNCTIONAL_MODEL,
    NotSymbolicError,
    in_functional_model,
    layer_in,
)
from scaffold.roundtrip.route import Journey, Medium, Route, RouteNotRunError, rebuilt_by


def _rebuild(journey: Journey) -> Any:
    import keras

    model = journey.functional_model
    try:
        return layer_in(keras.models.clone_model(model))
    except Exception:
        # A layer that is built by real data only cannot be built anew in a model; that is no fault of the clone.
        original = journey.original
        try:
            in_functional_model(original.call.plain().make(), original.inputs)
        except NotSymbolicError as refusal:
            raise RouteNotRunError(str(refusal)) from refusal
        raise


ROUTE = Route(
    name="clone_model",
    summary="keras.models.clone_model of a functional model with the layer in it",
    medium=Medium.MODEL,
    travel=rebuilt_by(_rebuild),
    script=f"{IN_FUNCTIONAL_MODEL}\nrebuilt = keras.models.clone_model(model).layers[-1]",
)
