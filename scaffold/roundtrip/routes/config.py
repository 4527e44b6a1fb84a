"""from_config(get_config())."""

from __future__ import annotations

from typing import Any

from scaffold.roundtrip.route import Medium, Route, rebuilt_by
from scaffold.roundtrip.trial import Original


def _rebuild(original: Original) -> Any:
    return type(original.layer).from_config(original.layer.get_config())


ROUTE = Route(
    name="config",
    summary="the config as get_config returns it, given to from_config",
    medium=Medium.MEMORY,
    carries_values=False,
    travel=rebuilt_by(_rebuild),
    script="rebuilt = type(layer).from_config(layer.get_config())",
)
