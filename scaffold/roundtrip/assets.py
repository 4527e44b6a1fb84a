"""What a layer saves beside its weights, such as a vocabulary: taken from one layer and given to another."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scaffold.roundtrip.sublayers import sublayers

# Path of a layer -> name of a file -> what is in it.
Assets = Mapping[str, Mapping[str, bytes]]


def assets_of(layer: Any) -> Assets:
    """Return what ``save_assets`` of the layer and its sublayers writes into files.

    Keras saves them in ``.keras`` files; like weights they are no part of a config.
    """
    found = {}
    for path, inner in _with_assets(layer):
        with tempfile.TemporaryDirectory(prefix="scaffold-") as directory:
            try:
                inner.save_assets(directory)
            except Exception:
                # A layer that was never adapted has nothing to save yet.
                continue
            found[path] = {file.name: file.read_bytes() for file in Path(directory).iterdir()}
    return {path: files for path, files in found.items() if files}


def give_assets(layer: Any, assets: Assets) -> None:
    """Let the layer and its sublayers load these files, as a load does."""
    for path, inner in _with_assets(layer) if assets else ():
        if path in assets:
            with tempfile.TemporaryDirectory(prefix="scaffold-") as directory:
                for name, content in assets[path].items():
                    Path(directory, name).write_bytes(content)
                inner.load_assets(directory)


def _with_assets(layer: Any) -> Iterator[tuple[str, Any]]:
    for path, inner in [("", layer), *sublayers(layer)]:
        if hasattr(inner, "save_assets") and hasattr(inner, "load_assets"):
            yield path, inner
