"""keras.saving.deserialize_keras_object(serialize_keras_object())."""

from __future__ import annotations

from typing import Any

from scaffold.roundtrip.route import Medium, Route, rebuilt_by
from scaffold.roundtrip.trial import Original


def _rebuild(original: Original) -> Any:
    import keras

    return keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(original.layer))


ROUTE = Route(
    name="keras_object",
    summary="serialize_keras_object and deserialize_keras_object, as a model does with its layers",
    medium=Medium.MEMORY,
    carries_values=False,
    travel=rebuilt_by(_rebuild),
    script="form = keras.saving.serialize_keras_object(layer)\n"
    "rebuilt = keras.saving.deserialize_keras_object(form, custom_objects={type(layer).__name__: type(layer)})",
    requires=("KR102",),
)
