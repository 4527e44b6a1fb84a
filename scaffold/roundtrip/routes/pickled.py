"""pickle, which in Keras 3 goes through a .keras file in memory, as copy.deepcopy does."""

from __future__ import annotations

import pickle
from typing import Any

from scaffold.roundtrip.observation import Observed
from scaffold.roundtrip.route import WITH_VALUES, Journey, Medium, Route, RouteNotRunError, rebuilt_by
from scaffold.roundtrip.routes import deepcopy

# Where a class has none of these of its own, both go through KerasSaveable.__reduce__:
# https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/keras_saveable.py
_OWN_WAYS = ("__deepcopy__", "__copy__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__")


def _travel(journey: Journey) -> Observed:
    cls = type(journey.original.layer)
    try:
        pickle.dumps(cls)
    except Exception as error:
        raise RouteNotRunError(f"pickle cannot find the class {cls.__name__} by its name: {error}") from error
    copied = journey.seen.get(deepcopy.ROUTE.name)
    if copied is not None and not _has_a_way_of_its_own(cls):
        # The very same code has run already, for the copy.
        return copied
    return rebuilt_by(_rebuild, with_values=True)(journey)


def _rebuild(journey: Journey) -> Any:
    return pickle.loads(pickle.dumps(journey.original.layer))


def _has_a_way_of_its_own(cls: type) -> bool:
    import keras

    return any(getattr(cls, name, None) is not getattr(keras.layers.Layer, name, None) for name in _OWN_WAYS)


ROUTE = Route(
    name="pickle",
    summary="pickle, which Keras sends through config and weights file",
    medium=Medium.MEMORY,
    moments=WITH_VALUES,
    called=False,
    travel=_travel,
    script="import pickle\n\n"
    "with keras.saving.custom_object_scope({type(layer).__name__: type(layer)}):\n"
    "    rebuilt = pickle.loads(pickle.dumps(layer))",
    requires=("KR102",),
)
