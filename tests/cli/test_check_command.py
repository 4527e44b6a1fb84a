"""`scaffold check`: what it takes, what it prints, how it exits."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffold.cli import main
from scaffold.cli._progress import Progress

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["check", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory with a script, a test that must not be run, and a package with relative imports."""
    package = tmp_path / "checked_package"
    package.mkdir()
    shutil.copy(EXAMPLES / "gated_dense.py", package / "gated.py")
    (package / "__init__.py").write_text("from .gated import GatedDense\n", encoding="utf-8")
    (tmp_path / "test_never.py").write_text("raise AssertionError('imported')\n", encoding="utf-8")
    shutil.copy(EXAMPLES / "forgetful.py", tmp_path / "checked_forgetful.py")
    monkeypatch.chdir(tmp_path)
    # Each test has a package of its own under the same name, as each run of the command has.
    monkeypatch.setattr(sys, "path", [*sys.path])
    known = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - known:
        if name.startswith(("checked_", "with_extra", "test_never")):
            del sys.modules[name]


def test_a_directory_is_searched_and_its_tests_are_left_alone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files and packages of a directory are checked; the broken layer makes it exit with 1."""
    assert run(".", "--checks", "quick") == 1
    out = capsys.readouterr().out
    assert "ok checked_package.gated.GatedDense" in out
    assert "KR201 argument-lost" in out
    assert "2 layers checked, 1 failed" in out


def test_what_modules_print_is_no_part_of_the_report(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """By Python or past it: standard output holds the document alone."""
    speaks = 'import os\n\nprint("{")\nos.write(1, b"[")\n'
    module = project / "checked_package" / "gated.py"
    module.write_text(module.read_text(encoding="utf-8") + speaks, encoding="utf-8")
    assert run("checked_package", "--checks", "quick", "--output-format", "json") == 0
    out, err = capfd.readouterr()
    assert len(json.loads(out)["layers"]) == 1
    assert "{" in err
    assert "[" in err


@pytest.mark.parametrize(
    "target",
    ["checked_package", "checked_package/", "checked_package/gated.py", "checked_package.gated:GatedDense"],
)
def test_packages_files_and_names_are_targets(project: Path, target: str) -> None:
    """A package, its directory, a file of it with relative imports, and one class of it."""
    assert run(target, "--checks", "quick", "--inputs", "7") == 0


def test_json_holds_every_report(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For programs: one entry a layer, with what was exercised."""
    assert run("checked_package", "--checks", "quick", "--output-format", "json") == 0
    document = json.loads(capsys.readouterr().out)
    (layer,) = document["layers"]
    assert layer["ok"]
    assert set(layer["exercised"]) == {"units", "gate_activation", "rate"}


def test_an_ok_names_the_arguments_it_does_not_speak_for(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What could not be varied is said beside the verdict."""
    text = (EXAMPLES / "gated_dense.py").read_text(encoding="utf-8")
    text = text.replace("        rate: float = 0.1,\n", "        rate: float = 0.1,\n        extra=None,\n")
    text = text.replace("        self.units =", "        self.extra = extra\n        self.units =", 1)
    text = text.replace(
        '            "rate": self.rate,\n',
        '            "rate": self.rate,\n            "extra": self.extra,\n',
    )
    (project / "with_extra.py").write_text(text, encoding="utf-8")
    assert run("with_extra.py", "--checks", "quick") == 0
    assert "(arguments not tried: extra)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["checked_packag"], "Did you mean 'checked_package'?"),
        (["checked_package:GatedDens"], "Did you mean 'GatedDense'?"),
        (["checked_package", "--inputs", "x"], "expected sizes such as 8"),
        (["checked_package", "--checks", "stricht"], "strict"),
        (["empty_folder"], "no layer is defined in empty_folder"),
        (["checked_package.gated.GatedDense"], "Did you mean 'checked_package.gated:GatedDense'?"),
        (["model.keras"], "scaffold doctor model.keras"),
        (["checked_package", "--expect", "GatedDense"], "LAYER:CODE=REASON"),
        (["checked_package", "--expect", "GatedDens:KR201=known"], "Did you mean 'GatedDense'?"),
        (["checked_package", "--checks", "quick", "--expect", "GatedDense:KR999=known"], "KR999"),
    ],
)
def test_wrong_use_exits_with_2_and_says_what_to_do(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """Each mistake has one message with the nearest name or an example, and no traceback."""
    (project / "empty_folder").mkdir()
    assert run(*arguments) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["checked_packag"], "Did you mean 'checked_package'?"),
        (["checked_forgetfull.py"], "Did you mean 'checked_forgetful.py'?"),
        (["checked_package", "--inputs", "x"], "expected sizes such as 8"),
        (["checked_package", "--checks", "stricht"], "unknown set, route or prefix in --checks 'stricht'"),
        (["checked_package", "--expect", "GatedDense"], "LAYER:CODE=REASON"),
        (["checked_package", "--expect", "GatedDense:KR999=known"], "unknown code in --expect 'KR999'"),
    ],
)
def test_a_slip_does_not_wait_for_tensorflow(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    """Options and targets are looked at before Keras is started."""
    monkeypatch.setattr("scaffold.cli.check.start_keras", lambda: pytest.fail("Keras was started"))
    assert run(*arguments) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_is_no_python_is_told_by_its_line_and_hides_no_other(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file, the line, what is written there and what to do; the other target is checked all the same."""
    (project / "checked_torn.py").write_text(
        "import keras\n\nclass A(keras.layers.Layer)\n", encoding="utf-8"
    )
    assert run("checked_torn.py", "checked_package", "--checks", "quick") == 1
    captured = capsys.readouterr()
    assert "checked_torn.py:3: `class A(keras.layers.Layer)`" in captured.err
    assert "Repair line 3 of" in captured.err
    assert "1 layer checked, 0 failed, 1 module not imported" in captured.out


def test_a_file_that_is_no_python_does_not_wait_for_keras(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing else is to be checked, TensorFlow does not start; a name in the file makes no difference."""
    monkeypatch.setattr("scaffold.cli.check.start_keras", lambda: pytest.fail("Keras was started"))
    (project / "checked_torn.py").write_text("class A(\n", encoding="utf-8")
    for target in ("checked_torn.py", "checked_torn.py:A"):
        assert run(target, "--checks", "quick") == 1
        captured = capsys.readouterr()
        assert (
            f"not imported {target}: SyntaxError: '(' was never closed (checked_torn.py:1: `class A(`)"
            in captured.err
        )
        assert "0 layers checked, 0 failed, 1 module not imported" in captured.out


def test_json_is_utf_8_whatever_the_console_speaks(tmp_path: Path) -> None:
    """Programs read it, and JSON is UTF-8."""
    (tmp_path / "größe.py").write_text("class A(\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "scaffold", "check", "größe.py", "--output-format", "json"],
        cwd=tmp_path, env={**os.environ, "PYTHONIOENCODING": "cp1252"}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert json.loads(done.stdout.decode("utf-8"))["problems"][0].startswith("größe.py: SyntaxError")


def test_a_name_in_a_module_that_raises_is_not_imported(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It counts like the module without the name, and hides no other target."""
    assert run("test_never.py:nothing", "checked_package", "--checks", "quick") == 1
    captured = capsys.readouterr()
    assert "not imported test_never.py:nothing: AssertionError: imported" in captured.err
    assert "1 layer checked, 0 failed, 1 module not imported" in captured.out


def test_a_function_that_raises_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The function and its line, not the class `function`."""
    (project / "checked_maker.py").write_text(
        "def make_layer():\n    raise ValueError('no luck')\n", encoding="utf-8"
    )
    assert run("checked_maker.py:make_layer", "--checks", "quick") == 1
    out = capsys.readouterr().out
    assert "make_layer() raised ValueError: no luck" in out
    assert "checked_maker.py:1" in out


def test_advice_names_options_of_the_command(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody can write args= or inputs= on a command line."""
    (project / "checked_picky.py").write_text(
        "import keras\n\n\nclass Picky(keras.layers.Layer):\n"
        "    def __init__(self, thing=None, **kwargs):\n"
        "        super().__init__(**kwargs)\n"
        "        self.thing = thing\n\n"
        "    def call(self, x):\n"
        "        if x.shape[-1] != 7:\n"
        "            raise ValueError('seven')\n"
        "        return x\n\n"
        "    def get_config(self):\n"
        "        return {**super().get_config(), 'thing': self.thing}\n\n\n"
        "class NeedsAFile(keras.layers.Layer):\n"
        "    def __init__(self, table, **kwargs):\n"
        "        super().__init__(**kwargs)\n"
        "        self.rows = table.splitlines()\n",
        encoding="utf-8",
    )
    assert run("checked_picky.py", "--checks", "quick") == 1
    out = capsys.readouterr().out
    assert "--inputs 8" in out
    assert "FILE.py:make_layer" in out
    assert "args=" not in out
    assert "check_roundtrip(MyLayer" not in out


def test_a_module_that_cannot_be_imported_is_told_and_exits_with_1(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One broken module of a package does not hide the others, and is no pass."""
    (project / "checked_package" / "broken.py").write_text("import no_such_module\n", encoding="utf-8")
    assert run("checked_package", "--checks", "quick") == 1
    captured = capsys.readouterr()
    assert "no_such_module" in captured.err
    assert "1 layer checked, 0 failed, 1 module not imported" in captured.out


def test_a_known_failure_exits_with_0_and_one_that_is_mended_with_1(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be constructed, too, counts unless it is expected."""
    (project / "checked_opener.py").write_text(
        "import keras\n\n\nclass Opener(keras.layers.Layer):\n"
        "    def __init__(self, table, **kwargs):\n"
        "        super().__init__(**kwargs)\n"
        "        self.rows = table.splitlines()\n",
        encoding="utf-8",
    )
    quick = ["--checks", "quick"]
    assert run("checked_opener.py", *quick) == 1
    assert "could not be checked" in capsys.readouterr().out
    assert run("checked_opener.py", *quick, "--expect", "Opener:KR001=made from a file") == 0
    mended = ["--expect", "checked_package.gated.GatedDense:KR201=was lost"]
    assert run("checked_package", *quick, *mended) == 1
    assert "Take --expect ...:KR201=... out of the command" in capsys.readouterr().out


def test_colours_are_for_terminals_and_progress_too(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe gets plain text on both streams; FORCE_COLOR is heard."""
    assert run("checked_forgetful.py", "--checks", "quick") == 1
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run("checked_forgetful.py", "--checks", "quick") == 1
    assert "\x1b[" in capsys.readouterr().out


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_shows_only_what_takes_long_and_leaves_a_clean_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing before the third second; then what is at work, and nothing of it at the end."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress("checking", 2) as progress:
        progress.step("first")
    assert terminal.getvalue() == ""
    monkeypatch.setattr("scaffold.cli._progress._SECONDS", 0.01)
    with Progress("checking", 2) as progress:
        progress.step("first")
        time.sleep(0.2)
        progress.step("second")
    assert "checking 1 of 2: first" in terminal.getvalue()
    assert "checking 2 of 2: second" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
