"""The older ``.h5`` model: its config in an attribute, its weights by layer name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scaffold.archive.container import MAX_CONFIG_BYTES
from scaffold.archive.weights import dtype_name, own_item, stored_text, unusable_weights
from scaffold.errors import ScaffoldError
from scaffold.object_tree import ObjectNode, Weight

_MAX_NAMES = 100_000


@dataclass(frozen=True, slots=True)
class LegacyParts:
    """What an ``.h5`` model holds: its config as bytes, its Keras version, weights by top-level layer."""

    config: bytes
    keras_version: str
    weights: dict[str, tuple[Weight, ...]]


def read_legacy(path: Path) -> LegacyParts:
    """Read config and weights of a legacy HDF5 model.

    Raises:
        ScaffoldError: When it is unreadable, holds weights only, or is beyond the bounds.
    """
    import h5py

    try:
        with h5py.File(path, "r") as root:
            if "model_config" not in root.attrs:
                raise _without_config(path, root)
            if root.attrs.get_id("model_config").get_storage_size() > MAX_CONFIG_BYTES:
                raise ScaffoldError(f"the config in '{path}' is larger than {MAX_CONFIG_BYTES:,} bytes")
            config = stored_text(root, "model_config").encode()
            return LegacyParts(config, stored_text(root, "keras_version"), _weights(root, h5py))
    except (OSError, RuntimeError, ValueError, KeyError, TypeError) as error:
        raise unusable_weights(f"'{path}'", error) from None


def _without_config(path: Path, root: Any) -> ScaffoldError:
    if "layer_names" in root.attrs or "layers" in root or "_layer_checkpoint_dependencies" in root:
        return ScaffoldError(
            f"'{path}' holds weights only, no configuration",
            remedy="Give the model itself, written by model.save('name.keras').",
        )
    return ScaffoldError(
        f"'{path}' is an HDF5 file without a 'model_config' attribute, so it is no saved Keras model",
        remedy="Give a file written by model.save('name.keras') or a legacy '.h5' model.",
    )


def _weights(root: Any, h5py: Any) -> dict[str, tuple[Weight, ...]]:
    found: dict[str, tuple[Weight, ...]] = {}
    stored = own_item(root, "model_weights")
    if not isinstance(stored, h5py.Group):
        return found
    for layer in list(stored)[:_MAX_NAMES]:
        group = own_item(stored, layer)
        if not isinstance(group, h5py.Group):
            continue
        weights = []
        for name in list(group.attrs.get("weight_names", ()))[:_MAX_NAMES]:
            text = name.decode("utf-8", errors="replace") if isinstance(name, bytes) else str(name)
            item = own_item(group, text)
            if isinstance(item, h5py.Dataset):
                weights.append(Weight(text, tuple(int(size) for size in item.shape or ()), dtype_name(item)))
        found[layer] = tuple(weights)
    return found


def with_legacy_weights(model: ObjectNode, weights: dict[str, tuple[Weight, ...]]) -> ObjectNode:
    """Give every top-level layer the weights filed under its name, those of the layers it holds included."""
    children = tuple(
        replace(child, weights=weights[child.name], weights_path=f"model_weights/{child.name}")
        if weights.get(child.name)
        else child
        for child in model.children
    )
    return replace(model, children=children, weights=weights.get("top_level_model_weights", ()))
