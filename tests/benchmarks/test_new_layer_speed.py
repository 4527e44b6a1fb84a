"""How long `new-layer` takes from process start to files on disk, beside template engines that write the same files.

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

import pytest

RUNS = 9
ARGUMENTS = ["--arg", "units:int", "--arg", "gate_activation:activation=sigmoid", "--arg", "rate:float=0.1"]
MOST_SECONDS = 0.2
SCAFFOLD = str(Path(sys.executable).with_name("scaffold"))


def seconds(command: list[str], directory: Path) -> list[float]:
    """Time a command that writes into an empty directory, again and again; the first run compiles its modules."""
    taken = []
    # As installed programs run: their modules are compiled once.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(directory / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for run in range(RUNS + 1):
        target = directory / f"run{run}"
        target.mkdir()
        begin = time.perf_counter()
        subprocess.run(command, cwd=target, env=environment, capture_output=True, check=True)
        taken.append(time.perf_counter() - begin)
        assert sorted(path.name for path in target.rglob("*gated_dense.py")) == [
            "gated_dense.py",
            "test_gated_dense.py",
        ]
    return taken[1:]


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
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken = seconds(command, tmp_path / f"{name} out")
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / (RUNS + 1)
            figures[name] = statistics.median(taken)
            print(
                f"{name:20} median {figures[name] * 1000:6.0f} ms   least {min(taken) * 1000:6.0f} ms"
                f"   processor {used * 1000:6.0f} ms"
            )
    assert min(figures.values()) == figures["scaffold new-layer"]
    # A loaded machine says nothing about the limit.
    if os.getloadavg()[0] < (os.cpu_count() or 1):
        assert figures["scaffold new-layer"] < MOST_SECONDS
