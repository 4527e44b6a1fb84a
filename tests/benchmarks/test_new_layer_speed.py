"""How long `new-layer` takes from process start to files on disk, beside template engines that write the same files.

What is asserted is the least processor time of several runs: seconds on the clock tell how busy the machine is with
other things, and the least of them is asserted only where it is idle.

Run with ``pytest -m benchmark tests/benchmarks/test_new_layer_speed.py -s``. The peers are taken from the directory of
programs that ``SCAFFOLD_PEERS`` names, else from PATH; one that is missing is left out and said.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

RUNS = 15
ARGUMENTS = ["--arg", "units:int", "--arg", "gate_activation:activation=sigmoid", "--arg", "rate:float=0.1"]
MOST_SECONDS = 0.2
SCAFFOLD = str(Path(sys.executable).with_name("scaffold"))


class Timed(NamedTuple):
    """Seconds of one run: on the clock, and of the processor."""

    clock: float
    processor: float


def timed_runs(command: list[str], directory: Path) -> list[Timed]:
    """Time a command that writes into an empty directory, again and again; the first run compiles its modules."""
    taken = []
    # As installed programs run: their modules are compiled once.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(directory / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for run in range(RUNS + 1):
        target = directory / f"run{run}"
        target.mkdir()
        begin, used = time.perf_counter(), processor_seconds()
        subprocess.run(command, cwd=target, env=environment, capture_output=True, check=True)
        taken.append(Timed(time.perf_counter() - begin, processor_seconds() - used))
        assert sorted(path.name for path in target.rglob("*gated_dense.py")) == [
            "gated_dense.py",
            "test_gated_dense.py",
        ]
    return taken[1:]


def processor_seconds() -> float:
    """Return what the processes that have ended have used of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peer(name: str) -> str | None:
    return shutil.which(name, path=os.environ.get("SCAFFOLD_PEERS"))


def templates_of(files: dict[str, str], directory: Path, variable: str) -> None:
    """Write the files as templates in which the name of the class is a variable."""
    directory.mkdir(parents=True)
    for name, text in files.items():
        (directory / name).write_text(text.replace("GatedDense", variable))


@pytest.mark.benchmark
def test_new_layer_beside_template_engines(tmp_path, capsys):
    """A layer and its test are on disk in less than 0.2 s; the peers only fill in a name."""
    (tmp_path / "once").mkdir()
    subprocess.run([SCAFFOLD, "new-layer", "GatedDense", *ARGUMENTS], cwd=tmp_path / "once", check=True)
    files = {path.name: path.read_text() for path in (tmp_path / "once").glob("*.py")}

    templates_of(
        {f"{name}.jinja": text for name, text in files.items()}, tmp_path / "copier", "{{ class_name }}"
    )
    (tmp_path / "copier" / "copier.yml").write_text("class_name: GatedDense\n")
    cutter = tmp_path / "cookiecutter" / "{{cookiecutter.folder}}"
    templates_of(files, cutter, "{{ cookiecutter.class_name }}")
    (tmp_path / "cookiecutter" / "cookiecutter.json").write_text(
        '{"class_name": "GatedDense", "folder": "layers"}'
    )

    commands = {
        "scaffold new-layer": [SCAFFOLD, "new-layer", "GatedDense", *ARGUMENTS],
        "copier": [peer("copier"), "copy", "--quiet", "--defaults", str(tmp_path / "copier"), "."],
        "cookiecutter": [peer("cookiecutter"), "--no-input", str(tmp_path / "cookiecutter")],
    }
    figures = {}
    with capsys.disabled():
        print(f"\nload average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for name, command in commands.items():
            if command[0] is None:
                print(f"{name:20} not installed: left out")
                continue
            (tmp_path / f"{name} out").mkdir()
            columns = list(zip(*timed_runs(command, tmp_path / f"{name} out"), strict=True))
            figures[name] = Timed(*map(min, columns))
            shown = (
                f"{what} least {min(column) * 1000:5.0f} ms, median {statistics.median(column) * 1000:5.0f} ms"
                for what, column in zip(Timed._fields, columns, strict=True)
            )
            print(f"{name:20} {'   '.join(shown)}")
    own = figures["scaffold new-layer"]
    assert own.processor == min(figure.processor for figure in figures.values())
    assert own.processor < MOST_SECONDS
    if os.getloadavg()[0] < (os.cpu_count() or 1):
        assert own.clock < MOST_SECONDS
