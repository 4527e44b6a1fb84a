"""The layers inside a layer, by the place where they are found below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.roundtrip.held import Held, held_by


def sublayers(layer: Any) -> Iterator[tuple[str, Any]]:
    """Yield every layer inside ``layer`` once, depth first, with its path from ``layer`` on."""
    root = held_by(layer)
    prefix = f"{root.path}/" if root.path else ""
    for held in _all_below(root):
        if not held.same_as:
            yield held.path.removeprefix(prefix), held.layer


def _all_below(held: Held) -> Iterator[Held]:
    for child in held.children:
        yield child
        yield from _all_below(child)
