"""How long commands take from process start to exit, beside peers in the same run.

Run with ``pytest -m benchmark tests/benchmarks -s``. Figures are printed, not asserted: they depend on the machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNS = 30
PYTHON = [sys.executable]
SCAFFOLD = [str(Path(sys.executable).with_name("scaffold"))]
COMMANDS = {
    "python -c pass": [*PYTHON, "-c", "pass"],
    "python -c 'import click'": [*PYTHON, "-c", "import click"],
    "ruff --version": [str(Path(sys.executable).with_name("ruff")), "--version"],
    "scaffold --help": [*SCAFFOLD, "--help"],
    "scaffold lint one_file.py": [*SCAFFOLD, "lint", "examples/reference_layer.py"],
    "scaffold rules": [*SCAFFOLD, "rules"],
    "scaffold new-layer --dry-run": [*SCAFFOLD, "new-layer", "MyLayer", "--arg", "units:int", "--dry-run"],
}


def milliseconds(command: list[str]) -> list[float]:
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
        taken.append((time.perf_counter() - begin) * 1000)
    return taken


@pytest.mark.benchmark
def test_start_up(capsys: pytest.CaptureFixture[str]) -> None:
    """Print the time of each command; every one of them has to succeed."""
    figures = {name: milliseconds(command) for name, command in COMMANDS.items()}
    with capsys.disabled():
        print()
        for name, taken in figures.items():
            print(f"{name:32} median {statistics.median(taken):6.1f} ms   least {min(taken):6.1f} ms")
