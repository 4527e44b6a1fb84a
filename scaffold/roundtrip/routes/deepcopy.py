"""copy.deepcopy, which in Keras 3 goes through a .keras file in memory."""

from __future__ import annotations

import copy
from typing import Any

from scaffold.roundtrip.observation import Observed
from scaffold.roundtrip.route import WITH_VALUES, Journey, Medium, Route, rebuilt_by


def _rebuild(journey: Journey) -> Any:
    return copy.deepcopy(journey.original.layer)


def _travel(journey: Journey) -> Observed:
    seen = journey.seen[ROUTE.name] = rebuilt_by(_rebuild, with_values=True)(journey)
    return seen


ROUTE = Route(
    name="deepcopy",
    summary="copy.deepcopy, which Keras sends through config and weights file",
    medium=Medium.MEMORY,
    moments=WITH_VALUES,
    called=False,
    travel=_travel,
    script="import copy\n\n"
    "with keras.saving.custom_object_scope({type(layer).__name__: type(layer)}):\n"
    "    rebuilt = copy.deepcopy(layer)",
    requires=("KR102",),
)
