"""A way of rebuilding a layer: what a route is, and the one list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from typing import Any

from scaffold.discovery import modules_of
from scaffold.roundtrip.assets import give_assets
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.journey import Journey, RouteNotRunError, journey_of
from scaffold.roundtrip.observation import Moment, Observed, observe

__all__ = ["Journey", "Medium", "Route", "RouteNotRunError", "journey_of", "rebuilt_by", "routes"]


class Medium(IntEnum):
    """What a route goes through; the order is the order of cost, in which routes are tried."""

    MEMORY = 1
    MODEL = 2
    FILE = 3
    PROCESS = 4


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way of rebuilding a layer.

    Args:
        name: How results name it.
        summary: One line that says what happens to the layer.
        medium: What it goes through.
        moments: When the rebuilt layer is compared with its original; ``Moment.LOADED`` where the route
            carries the values of the weights.
        travel: Sends the original through and returns what was seen of the rebuilt layer; raises
            RouteNotRunError, or whatever Keras raises where the layer cannot be rebuilt.
        script: Lines of Python that turn ``layer`` into ``rebuilt``, for reproductions.
        script_of: The same, made for the call of the layer; it may end by failing itself.
        requires: Codes of checks whose failure closes the route.
        optional: Whether it is taken only where ``checks=`` names it.
        called: Whether the layer is called before the values of the weights come, as in a functional model;
            else ``build()`` alone must have created every weight.
        exists: Returns whether there is such a route here at all; one that is not is not reported.
    """

    name: str
    summary: str
    medium: Medium
    travel: Callable[[Journey], Observed]
    script: str = ""
    script_of: Callable[[ConstructorCall], str] | None = None
    moments: tuple[Moment, ...] = (Moment.REBUILT, Moment.CALLED)
    requires: tuple[str, ...] = ()
    optional: bool = False
    called: bool = True
    exists: Callable[[], bool] = _always

    @property
    def carries_values(self) -> bool:
        """Whether the rebuilt layer must have the values of the weights as well."""
        return Moment.LOADED in self.moments


# What is compared where a route brings the values of the weights.
WITH_VALUES = (Moment.REBUILT, Moment.LOADED, Moment.CALLED)


@cache
def routes() -> tuple[Route, ...]:
    """Return every route, the cheapest first; a new file in ``routes/`` is enough."""
    from scaffold.roundtrip import routes as package

    return tuple(sorted((m.ROUTE for m in modules_of(package)), key=lambda route: (route.medium, route.name)))


def rebuilt_by(
    rebuild: Callable[[Journey], Any], *, with_values: bool = False, adapted: bool = True
) -> Callable[[Journey], Observed]:
    """Turn a function that rebuilds a layer in this process into one that says what was seen of it.

    Args:
        rebuild: Rebuilds the layer.
        with_values: Whether the route brings values itself; the others are given assets, as they are given weights.
        adapted: Whether a layer without values is adapted again as its original was; not where weights come.
    """

    def travel(journey: Journey) -> Observed:
        original = journey.original
        refusal = ""
        with original.scope():
            layer = rebuild(journey)
            if not with_values:
                # What is learnt from data is no part of a config either; assets then take the place of that.
                if adapted:
                    refusal = original.call.adapt(layer)
                give_assets(layer, journey.assets)
            observed = observe(layer, original.inputs, original.variables)
        if refusal and observed.failure:
            return replace(observed, failure=f"{observed.failure}; before that its adapt() raised {refusal}")
        return observed

    return travel
