"""`--prove`: the checker, in a process of its own, judges what was repaired, before and after."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from scaffold.errors import ScaffoldError
from scaffold.lint import prove
from tests.lint.projects import LOSES_RATE, SOUND, project, run, write

__all__ = ["project"]

TELLS = 'open("was_run", "w").close()\n'


@pytest.mark.slow
def test_proof_tells_before_and_after(project: Path) -> None:
    """The lost argument is seen before the repair and not after; what cannot be imported is told with its reason."""
    write(project / "layers.py", LOSES_RATE)
    write(project / "broken.py", "import no_such_module\n" + LOSES_RATE)
    result = run("--fix", "--prove")
    assert result.return_value == 0
    assert "proof: layers.py:Scale: before: fails KR201 argument-lost; after: survives\n" in result.stderr
    (broken,) = [line for line in result.stderr.splitlines() if line.startswith("proof: broken.py:Scale")]
    assert broken.count("not checked") == 2
    assert "no_such_module" in broken


def test_files_are_not_run_without_it(project: Path) -> None:
    """Neither looking nor repairing imports anything of the user's."""
    write(project / "layers.py", TELLS + LOSES_RATE)
    run()
    run("--diff")
    run("--fix")
    assert not (project / "was_run").exists()


def test_without_keras_it_says_what_to_install(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written then."""
    file = write(project / "layers.py", LOSES_RATE)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ScaffoldError, match="Keras is not installed here") as raised:
        run("--fix", "--prove")
    assert "pip install" in raised.value.remedy
    assert file.read_text(encoding="utf-8") == LOSES_RATE


def test_classes_are_checked_on_their_own_where_one_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """One class that cannot be made does not keep the others from being judged."""
    asked: list[list[str]] = []

    def checked(targets: list[str]) -> list[tuple[str, str]]:
        asked.append(targets)
        return [(targets[0], "survives")] if len(targets) == 1 else []

    monkeypatch.setattr(prove, "_checked", checked)
    assert prove.verdicts(["a.py:A", "b.py:B"]) == {"a.py:A": "survives", "b.py:B": "survives"}
    assert asked == [["a.py:A", "b.py:B"], ["a.py:A"], ["b.py:B"]]
    assert prove.verdicts([]) == {}


def test_nothing_to_repair_needs_no_keras(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clean project is clean, whatever is installed."""
    write(project / "layers.py", SOUND)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert run("--fix", "--prove").return_value == 0


@pytest.mark.slow
def test_module_that_cannot_be_imported_is_told(project: Path) -> None:
    """Whatever the module does instead, also ending the process; nothing is imported twice for it."""
    write(project / "ends.py", "import sys\nsys.exit(3)\n" + LOSES_RATE)
    write(project / "lacks.py", "import no_such_module\n" + LOSES_RATE)
    said = prove.verdicts(["ends.py:Scale", "lacks.py:Scale"])
    assert said["ends.py:Scale"] == "not checked (SystemExit: 3)"
    assert said["lacks.py:Scale"].startswith(
        "not checked (ModuleNotFoundError: No module named 'no_such_module'"
    )


def test_every_class_gets_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that the checker says nothing of is told to be so."""
    monkeypatch.setattr(prove, "_checked", lambda targets: [])
    assert prove.verdicts(["a.py:A"]) == {"a.py:A": "not checked (scaffold check says nothing of it)"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_module_that_ends_the_process_is_told(project: Path) -> None:
    """What kills the checker is named; the other classes are judged all the same, whatever modules print."""
    kills = "import os\nos.kill(os.getpid(), 9)\n"
    write(project / "kills.py", kills + LOSES_RATE)
    write(project / "prints.py", 'import os\nos.write(1, b"{")\nprint("[")\n' + LOSES_RATE)
    said = prove.verdicts(["kills.py:Scale", "prints.py:Scale"])
    assert said["kills.py:Scale"] == "not checked (importing or building it ended the process with signal 9)"
    assert said["prints.py:Scale"] == "fails KR201 argument-lost"
