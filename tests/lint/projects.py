"""Small projects to lint: texts of layers with a known fault, and the command run in a directory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scaffold.cli._group import scaffold

# One error (KS101, repaired by --fix) on line 6.
LOSES_RATE = """\
import keras


@keras.saving.register_keras_serializable(package="demo")
class Scale(keras.layers.Layer):
    def __init__(self, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate

    def get_config(self):
        return super().get_config()
"""
SOUND = LOSES_RATE.replace("super().get_config()", '{**super().get_config(), "rate": self.rate}')
# One error and one warning (KS503, repaired by --unsafe-fixes).
TWO_FAULTS = LOSES_RATE.replace('package="demo"', "")


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(
        scaffold, ["lint", *map(str, arguments)], catch_exceptions=False, standalone_mode=False, input=stdin
    )


def found(*arguments: str | Path) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(run(*arguments, "--output-format", "json").stdout)
    return findings


def codes(*arguments: str | Path) -> list[str]:
    return [finding["code"] for finding in found(*arguments)]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory that commands run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path
