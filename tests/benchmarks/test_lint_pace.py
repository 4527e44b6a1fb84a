"""How long linting many files takes beside ruff with its default rules, in the same run on the same files.

Run with ``pytest -m benchmark tests/benchmarks -s``. The environment variable ``SCAFFOLD_CORPORA`` names a directory of
sources; without it, the installed Keras packages are linted. Figures are printed; what must hold anywhere is asserted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

SCAFFOLD = str(Path(sys.executable).with_name("scaffold"))
RUFF = str(Path(sys.executable).with_name("ruff"))
PACKAGES = ("keras", "keras_hub")
# The least of so many runs; ruff is quick, and more easily disturbed.
RUNS = {"ruff": 5, "cold": 2, "warm": 3}
MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = os.environ.get("SCAFFOLD_CORPORA")
    if given:
        return Path(given)
    folder = tmp_path_factory.mktemp("corpora")
    for name in PACKAGES:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            shutil.copytree(Path(spec.origin).parent, folder / name)
    if not any(folder.iterdir()):
        pytest.skip("neither Keras nor keras-hub is installed")
    return folder


def seconds(command: list[str], cwd: Path) -> float:
    """Return how long processors were busy with a command, its own processes included: that waits for nobody."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command], cwd=cwd, capture_output=True, check=True, text=True
    )
    code, busy, _ = done.stdout.split()
    assert code in ("0", "1"), done.stderr
    return float(busy)


@pytest.mark.benchmark
def test_pace_beside_ruff(corpora: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cold, warm, and the memory of one process; runs alternate, so that all meet the same load."""
    lint = [SCAFFOLD, "lint", "--isolated", "--jobs", "1", "--output-format", "json", str(corpora)]
    commands = {
        "ruff": [RUFF, "check", "--no-cache", "--isolated", "--quiet", str(corpora)],
        "cold": [*lint, "--no-cache"],
        "warm": lint,
    }
    seconds(lint, tmp_path)
    least = dict.fromkeys(commands, float("inf"))
    for turn in range(max(RUNS.values())):
        for name, command in commands.items():
            if turn < RUNS[name]:
                least[name] = min(least[name], seconds(command, tmp_path))
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *commands["cold"]], cwd=tmp_path, capture_output=True, check=True
    )
    with capsys.disabled():
        print("\nseconds of processors:")
        for name, found in least.items():
            print(f"{name:5} {found:6.2f}   {found / least['ruff']:5.2f} times ruff")
        print(f"largest process {float(measured.stdout.split()[2]):.0f} MB")
    assert least["warm"] < least["cold"] / 6


@pytest.mark.benchmark
def test_cost_is_linear_in_files(corpora: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twice the files take about twice as long: packages that do not know each other cost what each costs."""
    one, two = tmp_path / "one", tmp_path / "two"
    source = next(path for path in sorted(corpora.iterdir()) if path.is_dir() and path.name[0].isalpha())
    shutil.copytree(source, one / "first")
    for name in ("first", "second"):
        shutil.copytree(source, two / name)
    command = [SCAFFOLD, "lint", "--isolated", "--no-cache", "--jobs", "1", "--output-format", "json"]
    least = {
        folder: min(seconds([*command, str(folder)], tmp_path) for _ in range(2)) for folder in (one, two)
    }
    with capsys.disabled():
        print(f"\none copy {least[one]:.2f} s, two copies {least[two]:.2f} s")
    assert least[two] < 2.6 * least[one]
