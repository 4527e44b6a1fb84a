"""`--prove`: the checker, in a process of its own, judges what was repaired, before and after."""

from __future__ import annotations

import importlib.util
import sys
import textwrap
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


HEAD, _, CLASS = LOSES_RATE.partition("\n\n\n")
NESTED = f"{HEAD}\n\n\nclass Outer:\n{textwrap.indent(CLASS, '    ')}"
OTHERS = """

@keras.saving.register_keras_serializable(package="demo")
class Even(keras.losses.Loss):
    def __init__(self, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, y_true, y_pred):
        return y_pred * self.rate

    def get_config(self):
        return super().get_config()


def make():
    @keras.saving.register_keras_serializable(package="demo")
    class Local(keras.layers.Layer):
        def __init__(self, rate=0.1, **kwargs):
            super().__init__(**kwargs)
            self.rate = rate

        def call(self, inputs):
            return inputs * self.rate

        def get_config(self):
            return super().get_config()

    return Local
"""


@pytest.mark.slow
def test_nested_classes_are_proven_and_others_are_told_to_be_not(project: Path) -> None:
    """A class in a class has a name to import it by; a local class has none, and a loss is no layer."""
    write(project / "layers.py", NESTED + OTHERS)
    lines = [line for line in run("--fix", "--prove").stderr.splitlines() if "proof: " in line]
    assert lines == [
        "proof: layers.py:Outer.Scale: before: fails KR201 argument-lost; after: survives",
        "no proof: layers.py:Even: it is a loss, and only layers and models are round-tripped",
        "no proof: layers.py:make.<locals>.Local: it is defined inside of a function, from which nothing can be "
        "imported",
    ]


def test_nothing_to_round_trip_needs_no_keras(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loss is repaired all the same, and it is told that nothing is proven."""
    write(project / "losses.py", "import keras\n" + OTHERS.partition("\n\ndef make")[0])
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    result = run("--fix", "--prove")
    assert result.return_value == 0
    assert "no proof: losses.py:Even: it is a loss" in result.stderr


@pytest.mark.slow
def test_classes_of_one_file_do_not_take_each_others_names(project: Path) -> None:
    """The file is imported once: a second import would register its classes a second time."""
    write(
        project / "layers.py", LOSES_RATE + LOSES_RATE.replace("import keras\n", "").replace("Scale", "Other")
    )
    lines = [line for line in run("--fix", "--prove").stderr.splitlines() if "proof: " in line]
    assert [line.partition("after: ")[2] for line in lines] == ["survives", "survives"]


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
