"""Whether a config changed only inside objects of Keras itself, which is no fault of the layer that holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.roundtrip.canonical import Sequence, differences


def keras_object_inside(before: Any, after: Any) -> str:
    """Return the Keras classes of the objects that alone were changed; empty where not only such were.

    Args:
        before: Canonical config, with serialized objects in it.
        after: The same later.

    Returns:
        For example ``"keras Functional"``: ``keras.Model.from_config`` takes the entries of a functional model out of
        its config (Keras 3.15.1).
    """
    owners = set(_owners(before, after))
    return "" if "" in owners else " and ".join(sorted(owners))


def _owners(before: Any, after: Any) -> Iterator[str]:
    """Yield the Keras class around each place that differs; an empty name where there is none around it."""
    if isinstance(before, Mapping) and isinstance(after, Mapping) and before.keys() == after.keys():
        is_keras = str(before.get("module", "")).partition(".")[0] == "keras" and "class_name" in before
        for key in before:
            if is_keras and key == "config":
                if list(differences("", before[key], after[key])):
                    yield f"keras {before['class_name']}"
            else:
                yield from _owners(before[key], after[key])
    elif _are_alike(before, after):
        for left, right in zip(before.items, after.items, strict=True):
            yield from _owners(left, right)
    elif list(differences("", before, after)):
        yield ""


def _are_alike(before: Any, after: Any) -> bool:
    both = isinstance(before, Sequence) and isinstance(after, Sequence)
    return both and before.kind == after.kind and len(before.items) == len(after.items)
