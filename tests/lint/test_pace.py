"""The short cuts of the linter: parts, processes and the cache never change what is found."""

from __future__ import annotations

import os
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from scaffold.lint import cache as cache_module
from scaffold.lint import run as run_module
from scaffold.lint import work as work_module
from scaffold.lint.judge import Part, judge, parts_of
from scaffold.lint.run import LintResult, lint
from scaffold.lint.work import outcome_of
from scaffold.source import project as project_module
from scaffold.source.survey import survey

LAYERS = Path(__file__).parents[2] / "tests" / "lint" / "cases"

BASE = """\
import keras

class Base(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def %s(self):
        return {**super().get_config(), "units": self.units}
"""
CHILD = """\
from package.base import Base

class Child(Base):
    def __init__(self, units, rate, **kwargs):
        super().__init__(units, **kwargs)
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate
"""


def known(result: LintResult) -> list[object]:
    return [*result.findings, result.classes, result.unreadable, sorted(result.files)]


def written(folder: Path, files: dict[str, str]) -> Path:
    """Write files whose time is long ago, so that their time tells whether they changed."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        long_ago = time.time() - 1000 + len(text)
        os.utime(path, (long_ago, long_ago))
    return folder


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a package whose findings are in another file than their cause, and that is worth a cache."""
    monkeypatch.setattr(run_module, "_SOME", 1)
    return written(
        tmp_path / "src",
        {
            "package/__init__.py": "",
            "package/base.py": BASE % "get_config",
            "package/child.py": CHILD,
            "package/other.py": "import os\n",
            "package/broken.py": "def (\n",
        },
    )


def forget_everything_but(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Count what is judged from now on."""
    judged: list[object] = []

    def counted(told: object, part: Part) -> object:
        judged.append(part)
        return judge(told, part)  # type: ignore[arg-type]

    monkeypatch.setattr(work_module, "judge", counted)
    return judged


def test_an_unchanged_tree_is_not_judged_again(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run finds the same and judges nothing."""
    kept = str(tree.parent / "kept")
    first = lint([str(tree)], cache=kept)
    judged = forget_everything_but(monkeypatch)
    assert known(lint([str(tree)], cache=kept)) == known(first) == known(lint([str(tree)]))
    assert len(judged) == len(parts_of(survey([str(tree)])))  # those of the run without a cache


@pytest.mark.parametrize("same_size", [False, True], ids=["another time", "just now"])
def test_a_changed_parent_changes_what_is_found_in_the_child(tree: Path, same_size: bool) -> None:
    """What a class inherits from another file is looked at anew when that file changes."""
    kept = str(tree.parent / "kept")
    before = lint([str(tree)], cache=kept)
    written(tree, {"package/base.py": BASE % ("set_config" if same_size else "own_config")})
    if same_size:  # written at once, with a time that tells nothing
        os.utime(tree / "package/base.py", None)
    after = lint([str(tree)], cache=kept)
    assert known(after) == known(lint([str(tree)])) != known(before)


def test_a_change_within_a_body_leaves_other_parts_alone(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the parts that looked into the changed file are judged again."""
    kept = str(tree.parent / "kept")
    monkeypatch.setattr("scaffold.lint.judge._PART", 1)
    monkeypatch.setattr("scaffold.lint.judge._UNVERIFIED_PART", 1)
    lint([str(tree)], cache=kept)
    judged = forget_everything_but(monkeypatch)
    written(tree, {"package/other.py": "import os  # changed\n"})
    lint([str(tree)], cache=kept)
    assert [part.verified[0].rpartition(os.sep)[2] for part in judged] == ["other.py"]


def test_a_file_beside_the_linted_ones_counts(tree: Path) -> None:
    """A parent that was not asked for is part of what the child's findings depend on."""
    kept = str(tree.parent / "kept")
    child = [str(tree / "package" / "child.py")]
    before = lint(child, cache=kept)
    written(tree, {"package/base.py": BASE % "own_config"})
    after = lint(child, cache=kept)
    assert known(after) == known(lint(child)) != known(before)
    (tree / "package/base.py").unlink()
    assert known(lint(child, cache=kept)) == known(lint(child)) != known(after)


def test_new_files_and_settings_and_versions_are_seen(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept outcome counts for its own files, settings and version of the kit alone."""
    kept = str(tree.parent / "kept")
    lint([str(tree)], cache=kept)
    written(tree, {"package/more.py": CHILD.replace("Child", "More")})
    assert lint([str(tree)], cache=kept).classes == 3
    settings = run_module.UNTOLD._replace(registration_package="acme")
    assert known(lint([str(tree)], cache=kept, settings=settings)) == known(
        lint([str(tree)], settings=settings)
    )
    judged = forget_everything_but(monkeypatch)
    monkeypatch.setattr(cache_module, "__version__", "0.0.0")
    lint([str(tree)], cache=kept)
    assert judged


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"outcome": 1, "files": {}}', '{"outcome": [["?"], [], 1]}']
)
def test_a_broken_cache_counts_for_nothing(tree: Path, content: str) -> None:
    """Whatever stands in the kept files, the findings are the same."""
    kept = tree.parent / "kept"
    first = lint([str(tree)], cache=str(kept))
    for file in kept.glob("*.json"):
        file.write_text(content, encoding="utf-8")
    assert known(lint([str(tree)], cache=str(kept))) == known(first)
    assert known(lint([str(tree)], cache=str(kept))) == known(first)


def test_values_that_are_no_outcome_count_for_nothing(tree: Path) -> None:
    """A cache whose parts were changed by somebody else is not believed."""
    kept = tree.parent / "kept"
    first = lint([str(tree)], cache=str(kept))
    for file in kept.glob("*.json"):
        file.write_text(file.read_text(encoding="utf-8").replace('"Finding"', '"Popen"'), encoding="utf-8")
    assert known(lint([str(tree)], cache=str(kept))) == known(first)


@pytest.mark.parametrize(("old", "new"), [('"path"', "null"), ("[", "5,["), ("1", "2"), ('"', '"x')])
def test_a_changed_cache_counts_for_nothing(tree: Path, old: str, new: str) -> None:
    """What still reads as JSON, but is not what was written, is not believed."""
    kept = tree.parent / "kept"
    first = lint([str(tree)], cache=str(kept))
    for file in kept.glob("*.json"):
        told, _, content = file.read_text(encoding="utf-8").partition("\n")
        file.write_text(f"{told}\n{content.replace(old, new)}", encoding="utf-8")
    assert known(lint([str(tree)], cache=str(kept))) == known(first)


def test_a_place_that_cannot_be_written_to_does_no_harm(tree: Path) -> None:
    """Without a cache the run is slow, not wrong."""
    blocked = tree.parent / "a file"
    blocked.write_text("", encoding="utf-8")
    assert known(lint([str(tree)], cache=str(blocked))) == known(lint([str(tree)]))


def test_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that is shared out comes back in order."""
    alone = lint([str(LAYERS)])
    monkeypatch.setattr(work_module, "_MANY", 2)
    monkeypatch.setattr("scaffold.lint.judge._PART", 5_000)
    assert known(lint([str(LAYERS)], jobs=3)) == known(alone)
    assert alone.findings


def test_a_process_that_dies_costs_nothing_but_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a helper fails to do is done here."""
    alone = lint([str(LAYERS)])
    monkeypatch.setattr(work_module, "_MANY", 2)
    monkeypatch.setattr("scaffold.lint.judge._PART", 5_000)
    monkeypatch.setattr("scaffold.lint.team.sys.executable", "false")
    assert known(lint([str(LAYERS)], jobs=2)) == known(alone)


def in_one_piece(path: str) -> list[object]:
    """Lint the plain way: parse every file, and judge all in one project."""
    surveyed = survey([path])
    surveyed.__dict__.update(relevant=tuple(surveyed.outlines), unverified=())
    outcome = outcome_of(surveyed, [judge(surveyed, Part(tuple(surveyed.outlines), ()))])
    return [*outcome.findings, outcome.classes]


@pytest.mark.parametrize(
    "package", ["keras/src/layers/rnn", "keras_hub/src/models/bert", "keras_hub/src/layers"]
)
def test_short_cuts_lose_nothing(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In real packages the plain way finds the very same."""
    top, _, rest = package.partition("/")
    found = find_spec(top)  # which imports nothing
    if found is None or found.origin is None:
        pytest.skip(f"{top} is not installed")
    path = Path(found.origin).parent / rest
    monkeypatch.setattr("scaffold.lint.judge._PART", 50_000)
    result = lint([str(path)])
    monkeypatch.setattr(project_module.Project, "_can_be_of_keras", lambda self, node, bases: True)
    assert [*result.findings, result.classes] == in_one_piece(str(path))
    assert result.classes
