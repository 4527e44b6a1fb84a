"""The generated examples in the repository are what the commands write today."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scaffold.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
COMMAND = [
    "GatedDense",
    "--arg",
    "units:int",
    "--arg",
    "gate_activation:activation=sigmoid",
    "--arg",
    "rate:float=0.1",
    "--package",
    "my_layers",
]


def write(directory: Path, *arguments: str) -> dict[str, bytes]:
    shutil.copy(EXAMPLES / "ruff.toml", directory)
    with pytest.raises(SystemExit) as exited:
        main(["new-layer", *arguments, "--out", str(directory)])
    assert exited.value.code == 0
    return {path.name: path.read_bytes() for path in sorted(directory.glob("*.py"))}


def test_examples_are_the_output_of_their_file(tmp_path, update):
    """Five layers and their tests are what `new-layer --spec` writes; `--update` writes them again."""
    written = write(tmp_path, "--spec", str(EXAMPLES / "layers.toml"))
    assert len(written) == 10
    for name, text in written.items():
        if update:
            (EXAMPLES / name).write_bytes(text)
        assert (EXAMPLES / name).read_bytes() == text, f"pytest {__file__} --update"


def test_command_line_writes_the_same_as_a_file(tmp_path):
    """A layer asked for with --arg is the one that the file describes."""
    for name, text in write(tmp_path, *COMMAND).items():
        assert (EXAMPLES / name).read_bytes() == text
