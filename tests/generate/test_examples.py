"""The generated examples in the repository are what the README's command writes today."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from scaffold.cli import main

ROOT = Path(__file__).parents[2]
COMMAND = "new-layer GatedDense --arg units:int --arg activation:activation=relu --arg rate:float=0.1"


@pytest.mark.parametrize("name", ["gated_dense.py", "test_gated_dense.py"])
def test_example_is_the_output_of_the_command(tmp_path, name):
    """Run the command into examples/ to bring them up to date: scaffold new-layer ... --out examples --force."""
    with pytest.raises(SystemExit) as exited:
        main([*shlex.split(COMMAND), "--out", str(tmp_path)])
    assert exited.value.code == 0
    assert (ROOT / "examples" / name).read_bytes() == (tmp_path / name).read_bytes()
