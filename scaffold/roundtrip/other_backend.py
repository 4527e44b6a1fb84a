"""A file that is written under one backend and loaded under another."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.elsewhere import script_of, sent
from scaffold.roundtrip.journey import Journey
from scaffold.roundtrip.observation import Moment, Observed
from scaffold.roundtrip.process import backend_here
from scaffold.roundtrip.route import Medium, Route


def route_to(backend: str) -> Route:
    """Return the route to this backend; there is none where it is not installed, or is that of this process."""

    @cache
    def exists() -> bool:
        return backend != backend_here() and find_spec(backend) is not None

    def travel(journey: Journey) -> Observed:
        return sent(journey, backend)

    def script(call: ConstructorCall) -> str:
        return script_of(call, backend)

    return Route(
        name=f"{backend}_backend",
        summary=f"the .keras file loaded by a process in which Keras runs on {backend}, where that is installed",
        medium=Medium.PROCESS,
        # The same weights give other outputs in their last digits, and other random numbers.
        moments=(Moment.REBUILT, Moment.LOADED),
        travel=travel,
        script_of=script,
        requires=("KR102",),
        exists=exists,
    )
