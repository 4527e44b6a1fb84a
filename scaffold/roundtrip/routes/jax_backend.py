"""The .keras file loaded under the jax backend."""

from __future__ import annotations

from scaffold.roundtrip.other_backend import route_to

ROUTE = route_to("jax")
