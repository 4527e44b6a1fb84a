"""The saved models of this folder's tests, written once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

MODELS = Path(__file__).with_name("models.py")


@pytest.fixture(scope="session")
def models():
    """The module with the model factories (loads Keras)."""
    from . import models as module

    return module


@pytest.fixture(scope="session")
def saved(models, tmp_path_factory) -> dict[str, Path]:
    """Every model of the module, saved: name -> file."""
    import keras

    folder = tmp_path_factory.mktemp("models")
    files = {}
    for name in ("nested", "subclassed", "shared", "shared_lost", "custom", "classifier", "plain"):
        # Automatic names count up from model to model; each file shall have those of a fresh process.
        keras.utils.clear_session()
        files[name] = folder / f"{name}.keras"
        getattr(models, name)().save(files[name])
    keras.utils.clear_session()
    files["legacy"] = folder / "legacy.h5"
    models.nested().save(files["legacy"])
    return files


@pytest.fixture
def scaffold_command():
    """Run ``scaffold`` in a process of its own, as a user does."""

    def run(
        *arguments: object, cwd: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scaffold", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            timeout=120,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
            check=False,
        )

    return run
