"""A saved model, from file to frozen value; Keras is never loaded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold.archive.config import parse_config
from scaffold.archive.container import METADATA, WEIGHTS, kind_of_file, open_weights, read_parts
from scaffold.archive.legacy import read_legacy, with_legacy_weights
from scaffold.archive.legacy_names import with_registered_names
from scaffold.archive.tree import build_tree, optimizer_weights
from scaffold.archive.weights import WeightGroup, read_weights
from scaffold.object_tree import ObjectNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A saved model.

    Args:
        path: The file, as the user wrote it.
        format: ``"keras"`` or ``"h5"``.
        keras_version: The version of Keras that wrote it; empty where the file does not say.
        date_saved: When it was saved, as the file says it.
        config: The whole config, as parsed; of a legacy file with the names of custom classes told apart.
        model: The model and every layer below it.
        weights: The groups of the weights file; None for a legacy file or one without weights.
        optimizer_weights: How many variables of the optimizer it holds.
        notes: What could not be read, and why.
    """

    path: str
    format: str
    keras_version: str
    date_saved: str
    config: dict[str, Any]
    model: ObjectNode
    weights: WeightGroup | None = None
    optimizer_weights: int = 0
    notes: tuple[str, ...] = ()


def read_archive(path: str | Path) -> Archive:
    """Read a ``.keras`` file or a legacy ``.h5`` model as data.

    Args:
        path: The file.

    Returns:
        What it holds.

    Raises:
        ScaffoldError: When there is no such file or it is no usable saved model, with the remedy.

    Example:
        >>> archive = read_archive("model.keras")  # doctest: +SKIP
        >>> [node.path for node in walk(archive.model)]  # doctest: +SKIP
        ['', 'inputs', 'dense', 'block', 'block/dense']
    """
    file = Path(path)
    return _legacy(file) if kind_of_file(file) == "h5" else _zipped(file)


def _zipped(path: Path) -> Archive:
    parts = read_parts(path)
    config = parse_config(parts.config, f"config.json in '{path}'")
    notes = []
    with open_weights(path) as file:
        weights = None if file is None else read_weights(file, f"{WEIGHTS} in '{path}'")
    if weights is None:
        others = [name for name in parts.members if name.startswith("model.weights")]
        notes.append(f"no {WEIGHTS} in the file" + (f", only {', '.join(others)}" if others else ""))
    metadata, note = _metadata(parts.metadata)
    return Archive(
        path=str(path),
        format="keras",
        keras_version=metadata.get("keras_version", ""),
        date_saved=metadata.get("date_saved", ""),
        config=config,
        model=build_tree(config, weights),
        weights=weights,
        optimizer_weights=optimizer_weights(weights),
        notes=(*notes, *note),
    )


def _metadata(content: bytes | None) -> tuple[dict[str, str], tuple[str, ...]]:
    """Parse the metadata; a file without it, or with a broken one, is still worth reading."""
    if content is None:
        return {}, (f"no {METADATA} in the file",)
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError) as error:
        return {}, (f"{METADATA} is unreadable: {error}",)
    if not isinstance(parsed, dict):
        return {}, (f"{METADATA} is no JSON object",)
    return {key: value for key, value in parsed.items() if isinstance(value, str)}, ()


def _legacy(path: Path) -> Archive:
    parts = read_legacy(path)
    config = with_registered_names(parse_config(parts.config, f"model_config in '{path}'"))
    return Archive(
        path=str(path),
        format="h5",
        keras_version=parts.keras_version,
        date_saved="",
        config=config,
        model=with_legacy_weights(build_tree(config, None), parts.weights),
    )
