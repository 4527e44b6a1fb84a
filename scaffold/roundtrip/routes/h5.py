"""A legacy .h5 file with the layer in a functional model; taken only where it is asked for."""

from __future__ import annotations

from pathlib import Path

from scaffold.roundtrip.functional_file import route_through
from scaffold.roundtrip.route import Journey


def _saved(journey: Journey) -> Path:
    file = journey.directory / "functional.h5"
    journey.functional_model.save(file)
    return file


ROUTE = route_through(
    "h5",
    ".h5",
    "a legacy .h5 file with the layer in a functional model, loaded in the same process",
    _saved,
    optional=True,
)
