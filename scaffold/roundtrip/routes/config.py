"""from_config(get_config())."""

from __future__ import annotations

from typing import Any

from scaffold.roundtrip.route import Journey, Medium, Route, rebuilt_by


def _rebuild(journey: Journey) -> Any:
    layer = journey.original.layer
    return type(layer).from_config(layer.get_config())


ROUTE = Route(
    name="config",
    summary="the config as get_config returns it, given to from_config",
    medium=Medium.MEMORY,
    travel=rebuilt_by(_rebuild),
    script="rebuilt = type(layer).from_config(layer.get_config())",
)
