"""copy.deepcopy, which in Keras 3 goes through a .keras file in memory."""

from __future__ import annotations

import copy
from typing import Any

from scaffold.roundtrip.route import Medium, Route, rebuilt_by
from scaffold.roundtrip.trial import Original


def _rebuild(original: Original) -> Any:
    return copy.deepcopy(original.layer)


ROUTE = Route(
    name="deepcopy",
    summary="copy.deepcopy, which Keras sends through config and weights file",
    medium=Medium.MEMORY,
    carries_values=True,
    travel=rebuilt_by(_rebuild),
    script="import copy\n\n"
    "with keras.saving.custom_object_scope({type(layer).__name__: type(layer)}):\n"
    "    rebuilt = copy.deepcopy(layer)",
    requires=("KR102",),
)
