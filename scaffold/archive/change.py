"""One difference between two saved models, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What differs."""

    LAYER_ADDED = "layer-added"
    LAYER_REMOVED = "layer-removed"
    LAYER_RENAMED = "layer-renamed"
    CLASS_CHANGED = "class-changed"
    SHARING_CHANGED = "sharing-changed"
    CONFIG_ADDED = "config-key-added"
    CONFIG_REMOVED = "config-key-removed"
    CONFIG_CHANGED = "config-value-changed"
    WEIGHT_ADDED = "weight-added"
    WEIGHT_REMOVED = "weight-removed"
    WEIGHT_CHANGED = "weight-changed"
    VALUES_CHANGED = "values-changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two saved models.

    Args:
        kind: What differs.
        path: The layer, by its path in the old model (in the new one where it was added); empty for the model.
        class_name: Its class.
        key: The config key, dotted into nested objects, or the weight's name; empty for a whole layer.
        old: The old value; None where there was none.
        new: The new value; None where there is none.
    """

    kind: Kind
    path: str
    class_name: str
    key: str = ""
    old: Any = None
    new: Any = None

    @property
    def breaks_loading(self) -> bool:
        """Whether the weights of the old model do not fit the new one because of it."""
        return self.kind in (Kind.WEIGHT_ADDED, Kind.WEIGHT_REMOVED, Kind.WEIGHT_CHANGED)
