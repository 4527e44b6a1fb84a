"""The layers inside a layer, by the place where they are found below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.roundtrip.held import Held, held_by


def places_below(layer: Any) -> Iterator[tuple[str, Held]]:
    """Yield every place below ``layer`` at which a layer is held, depth first, with its path.

    Args:
        layer: A ``keras.layers.Layer``, built or not.

    Yields:
        The path from ``layer`` on, and what is held there; a layer that is held twice has ``same_as`` the
        second time.
    """
    root = held_by(layer)
    prefix = f"{root.path}/" if root.path else ""
    for held in _all_held(root):
        if held is not root:
            yield held.path.removeprefix(prefix), held


def _all_held(held: Held) -> Iterator[Held]:
    yield held
    for child in held.children:
        yield from _all_held(child)


def sublayers(layer: Any) -> Iterator[tuple[str, Any]]:
    """Yield every layer inside ``layer`` once, depth first, with its path from ``layer`` on."""
    yield from ((path, held.layer) for path, held in places_below(layer) if not held.same_as)
