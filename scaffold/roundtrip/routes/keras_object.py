"""keras.saving.deserialize_keras_object(serialize_keras_object())."""

from __future__ import annotations

from typing import Any

from scaffold.roundtrip.route import Journey, Medium, Route, rebuilt_by


def _rebuild(journey: Journey) -> Any:
    import keras

    form = keras.saving.serialize_keras_object(journey.original.layer)
    return keras.saving.deserialize_keras_object(form)


ROUTE = Route(
    name="keras_object",
    summary="serialize_keras_object and deserialize_keras_object, as a model does with its layers",
    medium=Medium.MEMORY,
    travel=rebuilt_by(_rebuild),
    script="form = keras.saving.serialize_keras_object(layer)\n"
    "rebuilt = keras.saving.deserialize_keras_object(form, custom_objects={type(layer).__name__: type(layer)})",
    requires=("KR102",),
)
