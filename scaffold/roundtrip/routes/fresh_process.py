"""The same .keras file, loaded by a process that has only imported the layer's module."""

from __future__ import annotations

from scaffold.roundtrip.elsewhere import script_of, sent
from scaffold.roundtrip.route import WITH_VALUES, Medium, Route

ROUTE = Route(
    name="fresh_process",
    summary="the .keras file loaded by a new process that imports only the layer's module",
    medium=Medium.PROCESS,
    moments=WITH_VALUES,
    travel=sent,
    script_of=script_of,
    requires=("KR102",),
)
