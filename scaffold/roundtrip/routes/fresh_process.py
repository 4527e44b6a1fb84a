"""The same .keras file, loaded by a process that has only imported the layer's module."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from scaffold.roundtrip.functional import save_in_functional_model
from scaffold.roundtrip.observation import Observed
from scaffold.roundtrip.process import worker
from scaffold.roundtrip.route import Medium, Route, RouteNotRunError
from scaffold.roundtrip.scope import is_built_in, is_registered
from scaffold.roundtrip.trial import Original


def _travel(original: Original) -> Observed:
    for cls in original.classes:
        if not is_built_in(cls):
            _require_importable(cls)
    unregistered = [cls for cls in original.classes if not is_registered(cls)]
    for cls in unregistered:
        # A module that was loaded by its path is not among the imported ones, and may be importable there.
        module = sys.modules.get(cls.__module__)
        if module is not None and not hasattr(module, cls.__qualname__.partition(".")[0]):
            raise RouteNotRunError(
                f"{cls.__module__} has no {cls.__qualname__}: no other process can import it"
            )
    with tempfile.TemporaryDirectory(prefix="scaffold-") as directory:
        file = Path(directory, "model.keras")
        with original.scope():
            save_in_functional_model(original, file)
        return worker().load(file, original, unregistered)


def _require_importable(cls: type) -> None:
    """Refuse a class that a new process could only get by running the author's script again."""
    where = f"{cls.__module__}.{cls.__qualname__}"
    if cls.__module__ == "__main__":
        raise RouteNotRunError(
            f"{where} is defined in a script or notebook, which is never run a second time"
        )
    if "<locals>" in cls.__qualname__:
        raise RouteNotRunError(f"{where} is defined inside a function, where no other process can import it")


ROUTE = Route(
    name="fresh_process",
    summary="the .keras file loaded by a new process that imports only the layer's module",
    medium=Medium.PROCESS,
    carries_values=True,
    travel=_travel,
    script="",
    requires=("KR102",),
)
