"""A way of rebuilding a layer: what a route is, and the one list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from scaffold.discovery import modules_of
from scaffold.roundtrip.observation import Observed, observe
from scaffold.roundtrip.trial import Original


class Medium(IntEnum):
    """What a route goes through; the order is the order of cost, in which routes are tried."""

    MEMORY = 1
    FILE = 2
    PROCESS = 3


class RouteNotRunError(Exception):
    """The route does not exist for this layer; the message says why. This is no fault of the layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way of rebuilding a layer.

    Args:
        name: How results name it.
        summary: One line that says what happens to the layer.
        medium: What it goes through.
        carries_values: Whether the rebuilt layer must have the values of the weights as well.
        travel: Sends the original through and returns what was seen of the rebuilt layer; raises
            RouteNotRunError, or whatever Keras raises where the layer cannot be rebuilt.
        script: Lines of Python that turn ``layer`` into ``rebuilt``, for reproductions.
        requires: Codes of checks whose failure closes the route.
    """

    name: str
    summary: str
    medium: Medium
    carries_values: bool
    travel: Callable[[Original], Observed]
    script: str
    requires: tuple[str, ...] = ()


@cache
def routes() -> tuple[Route, ...]:
    """Return every route, the cheapest first; a new file in ``routes/`` is enough."""
    from scaffold.roundtrip import routes as package

    return tuple(sorted((m.ROUTE for m in modules_of(package)), key=lambda route: (route.medium, route.name)))


def rebuilt_by(rebuild: Callable[[Original], Any]) -> Callable[[Original], Observed]:
    """Turn a function that rebuilds a layer in this process into one that says what was seen of it."""

    def travel(original: Original) -> Observed:
        with original.scope():
            layer = rebuild(original)
            return observe(layer, original.inputs, original.variables)

    return travel
