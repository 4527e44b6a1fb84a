"""The directory of the cache: what nobody uses any more goes, and nothing else does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scaffold.lint import prune as prune_module
from scaffold.lint.prune import prune
from scaffold.lint.run import lint

DAY = 86_400


def kept_set(folder: Path, digit: str, *, days: float, size: int = 10) -> list[str]:
    """Write the two files of a set, and tell their names."""
    names = [f"lint-{digit * 32}.json", f"lint-{digit * 32}-parts.json"]
    for name in names:
        (folder / name).write_bytes(b"x" * (size // 2))
        os.utime(folder / name, (time.time() - days * DAY,) * 2)
    return sorted(names)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_was_not_used_for_long_goes(tmp_path: Path) -> None:
    """A month after its last use a set goes as a whole, unless it is the own one."""
    own = kept_set(tmp_path, "a", days=40)
    young = kept_set(tmp_path, "b", days=29)
    half = kept_set(tmp_path, "c", days=40)
    os.utime(tmp_path / half[0])
    kept_set(tmp_path, "d", days=31)
    prune(str(tmp_path), "lint-" + "a" * 32)
    assert names_in(tmp_path) == sorted(own + young + half)


def test_the_oldest_go_where_it_grows_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fits is kept from the youngest on; the own set stays, however large."""
    monkeypatch.setattr(prune_module, "MOST_BYTES", 100)
    own = kept_set(tmp_path, "a", days=5, size=40)
    kept_set(tmp_path, "b", days=4, size=40)
    young = kept_set(tmp_path, "c", days=1, size=40)
    small = kept_set(tmp_path, "d", days=6, size=20)
    prune(str(tmp_path), "lint-" + "a" * 32)
    assert names_in(tmp_path) == sorted(own + young + small)
    monkeypatch.setattr(prune_module, "MOST_BYTES", 10)
    prune(str(tmp_path), "lint-" + "a" * 32)
    assert names_in(tmp_path) == own


def test_nothing_else_is_touched(tmp_path: Path) -> None:
    """Files and directories of others stay, and links lead nowhere; what a killed run has left goes after a day."""
    others = [".gitignore", "lint-notes.json", f"lint-{'e' * 32}.txt", f"lint-{'E' * 32}.json", "a.tmp"]
    for name in others:
        (tmp_path / name).write_text("", encoding="utf-8")
        os.utime(tmp_path / name, (0, 0))
    (tmp_path / f"lint-{'f' * 32}.json").mkdir()
    target = tmp_path / "target"
    target.write_text("", encoding="utf-8")
    (tmp_path / f"lint-{'9' * 32}.json").symlink_to(target)
    for name, days in ((f".lint-{'1' * 32}.json.7.tmp", 2), (f".lint-{'2' * 32}-parts.json.7.tmp", 0.5)):
        (tmp_path / name).write_text("", encoding="utf-8")
        os.utime(tmp_path / name, (time.time() - days * DAY,) * 2)
    before = names_in(tmp_path)
    prune(str(tmp_path), "lint-" + "a" * 32)
    assert sorted(set(before) - set(names_in(tmp_path))) == [f".lint-{'1' * 32}.json.7.tmp"]
    prune(str(tmp_path / "missing"), "lint-" + "a" * 32)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a directory that is worth a cache."""
    folder = tmp_path / "tree"
    folder.mkdir()
    for number in range(25):
        (folder / f"plain{number}.py").write_text("x = 1\n", encoding="utf-8")
    return folder


def test_a_run_removes_what_others_left_and_keeps_its_own(tree: Path, tmp_path: Path) -> None:
    """A run that writes prunes; one that finds all it needs writes nothing."""
    kept = tmp_path / "kept"
    kept.mkdir()
    old = kept_set(kept, "a", days=40)
    lint([str(tree)], cache=str(kept))
    names = names_in(kept)
    assert len(names) == 3
    assert not set(old) & set(names)
    old = kept_set(kept, "a", days=40)
    times = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    lint([str(tree)], cache=str(kept))
    assert {path.name: path.stat().st_mtime_ns for path in kept.iterdir()} == times


def test_use_is_noted(tree: Path, tmp_path: Path) -> None:
    """What a run has used is young again, so that what never changes is not taken for forgotten."""
    kept = tmp_path / "kept"
    lint([str(tree)], cache=str(kept))
    for path in kept.iterdir():
        os.utime(path, (time.time() - 20 * DAY,) * 2)
    lint([str(tree)], cache=str(kept))
    used = [path.name for path in kept.iterdir() if time.time() - path.stat().st_mtime < DAY]
    assert len(used) == 1
    assert used[0].endswith(".json")
    assert "parts" not in used[0]


def test_runs_at_the_same_time_do_not_disturb_each_other(tree: Path, tmp_path: Path) -> None:
    """Several processes that write, use and remove the same files all find what there is."""
    bad = "import keras\n\n\nclass Scale(keras.layers.Layer):\n    def call(self, inputs):\n        return inputs\n"
    (tree / "layers.py").write_text(bad, encoding="utf-8")
    code = (
        "import sys\n"
        "from scaffold.lint import prune\n"
        "from scaffold.lint.run import lint\n"
        "prune.MOST_BYTES = 0\n"  # each run removes what the others keep
        "tree, kept, number = sys.argv[1:]\n"
        "for turn in range(20):\n"
        "    paths = [tree] if turn % 2 else [tree, f'{tree}/plain{number}.py']\n"
        "    assert [found.code for found in lint(paths, cache=kept).findings] == ['KS501']\n"
    )
    command = [sys.executable, "-c", code, str(tree), str(tmp_path / "kept")]
    runs = [
        subprocess.Popen([*command, str(number)], stderr=subprocess.PIPE, text=True) for number in range(3)
    ]
    assert [(run.communicate()[1], run.returncode) for run in runs] == [("", 0)] * 3
    left = names_in(tmp_path / "kept")
    assert ".gitignore" in left
    assert len(left) <= 3
