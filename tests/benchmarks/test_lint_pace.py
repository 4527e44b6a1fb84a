"""How long linting many files takes beside ruff with its default rules, in the same run on the same files.

Run with ``pytest -m benchmark tests/benchmarks -s``. The environment variable ``SCAFFOLD_CORPORA`` names a directory of
sources; without it, the installed Keras packages are linted. Figures are printed; what must hold anywhere is asserted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

SCAFFOLD = str(Path(sys.executable).with_name("scaffold"))
RUFF = str(Path(sys.executable).with_name("ruff"))
PACKAGES = ("keras", "keras_hub")
RUNS = 3
MEASURE = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"  # fmt: skip  # noqa: E501


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
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return time.perf_counter() - begin


@pytest.mark.benchmark
def test_pace_beside_ruff(corpora: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cold, warm, and the memory of one process; runs alternate, so that both meet the same load."""
    lint = [SCAFFOLD, "lint", "--isolated", "--output-format", "json", str(corpora)]
    commands = {
        "ruff": [RUFF, "check", "--no-cache", "--isolated", "--quiet", str(corpora)],
        "cold": [*lint, "--no-cache"],
        "one process": [*lint, "--no-cache", "--jobs", "1"],
        "warm": lint,
    }
    seconds(lint, tmp_path)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            taken[name].append(seconds(command, tmp_path))
    least = {name: min(found) for name, found in taken.items()}
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *commands["cold"]], cwd=tmp_path, capture_output=True, check=True
    )
    with capsys.disabled():
        print()
        for name, found in least.items():
            print(f"{name:12} {found:6.2f} s   {found / least['ruff']:5.2f} times ruff")
        print(f"largest process {int(measured.stdout) / 1024:.0f} MB")
    assert least["warm"] < least["cold"] / 4


@pytest.mark.benchmark
def test_cost_is_linear_in_files(corpora: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twice the files take about twice as long: packages that do not know each other cost what each costs."""
    one, two = tmp_path / "one", tmp_path / "two"
    source = next(path for path in sorted(corpora.iterdir()) if path.is_dir())
    shutil.copytree(source, one / "first")
    for name in ("first", "second"):
        shutil.copytree(source, two / name)
    command = [SCAFFOLD, "lint", "--isolated", "--no-cache", "--jobs", "1", "--output-format", "json"]
    least = {
        folder: min(seconds([*command, str(folder)], tmp_path) for _ in range(RUNS)) for folder in (one, two)
    }
    with capsys.disabled():
        print(f"\none copy {least[one]:.2f} s, two copies {least[two]:.2f} s")
    assert least[two] < 3 * least[one]
