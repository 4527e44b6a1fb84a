"""How long commands take from process start to exit, beside peers in the same run.

Run with ``pytest -m benchmark tests/benchmarks -s``. Milliseconds depend on the machine and on what else it does, so
they are printed; asserted is the processor time, least of all starts, beside that of importing click, which every
command but a plain `scaffold lint` has to do. On a quiet machine an empty Python takes 14 ms; linting one file shall
take less than 80 ms there, and the help less than 60 ms.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

resource = pytest.importorskip("resource", reason="it tells the processor time of what was started")

ROOT = Path(__file__).parents[2]
RUNS = 30
PYTHON = [sys.executable]
SCAFFOLD = [str(Path(sys.executable).with_name("scaffold"))]
CLICK = "python -c 'import click'"
COMMANDS = {
    "python -c pass": [*PYTHON, "-c", "pass"],
    CLICK: [*PYTHON, "-c", "import click"],
    "ruff --version": [str(Path(sys.executable).with_name("ruff")), "--version"],
    "scaffold --help": [*SCAFFOLD, "--help"],
    "scaffold lint one_file.py": [*SCAFFOLD, "lint", "examples/reference_layer.py"],
    "scaffold lint --diff one_file.py": [*SCAFFOLD, "lint", "--diff", "examples/reference_layer.py"],
    "scaffold explain KS101": [*SCAFFOLD, "explain", "KS101"],
    "scaffold rules": [*SCAFFOLD, "rules"],
    "scaffold new-layer --dry-run": [*SCAFFOLD, "new-layer", "MyLayer", "--arg", "units:int", "--dry-run"],
}
# How many times an import of click: without what keeps start-up short it is 2.2 and 1.3 times.
BOUNDS = {"scaffold lint one_file.py": 1.75, "scaffold --help": 1.2}


class Taken(NamedTuple):
    """What one start took, in milliseconds."""

    wall: float
    processor: float


def processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start(command: list[str]) -> Taken:
    # Compiled modules must be kept, as they are for people.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    used, begin = processor_time(), time.perf_counter()
    subprocess.run(command, capture_output=True, cwd=ROOT, check=True, env=environment)
    wall = time.perf_counter() - begin
    return Taken(wall * 1000, (processor_time() - used) * 1000)


@pytest.mark.benchmark
def test_start_up(capsys: pytest.CaptureFixture[str]) -> None:
    """Every command succeeds; linting one file and the help keep within what was promised."""
    figures: dict[str, list[Taken]] = {name: [] for name in COMMANDS}
    # In turns, so that what else the machine does meets all of them alike.
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            figures[name].append(start(command))
    least = {name: min(one.processor for one in taken) for name, taken in figures.items()}
    with capsys.disabled():
        print()
        for name, taken in figures.items():
            wall = [one.wall for one in taken]
            print(
                f"{name:34} median {statistics.median(wall):6.1f} ms   least {min(wall):6.1f} ms   "
                f"processor {least[name]:6.1f} ms   {least[name] / least[CLICK]:5.2f} times an import of click"
            )
    assert {name: bound for name, bound in BOUNDS.items() if least[name] > bound * least[CLICK]} == {}
