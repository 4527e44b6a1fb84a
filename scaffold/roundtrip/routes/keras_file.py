"""A .keras file with the layer in a functional model, loaded again in this process."""

from __future__ import annotations

from scaffold.roundtrip.functional_file import route_through

ROUTE = route_through(
    "keras_file",
    ".keras",
    "a .keras file with the layer in a functional model, loaded in the same process",
    # The same file goes to other processes.
    lambda journey: journey.keras_file,
)
