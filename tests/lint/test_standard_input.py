"""`scaffold lint -`: what an editor sends is judged under its name, and comes back repaired."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from scaffold.errors import ScaffoldError
from tests.lint.projects import LOSES_RATE, SOUND, project, run, write

__all__ = ["project"]


def pipe(data: bytes, *arguments: str) -> tuple[int, bytes, str]:
    """Run the command as an editor does: as a process, in bytes."""
    command = [sys.executable, "-m", "scaffold", "lint", *arguments]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


def test_text_is_judged_under_its_name(project: Path) -> None:
    """Place and configuration are those of the named file, which need not exist; without a name it is -."""
    write(project / "pyproject.toml", '[tool.scaffold.lint]\nper-file-ignores = {"old.py" = ["KS1"]}\n')
    result = run("-", "--stdin-filename", "src/new.py", stdin=LOSES_RATE)
    assert result.return_value == 1
    assert result.output.startswith("src/new.py:6:24: KS101")
    assert run("-", "--stdin-filename", "old.py", stdin=LOSES_RATE).return_value == 0
    assert run("-", stdin=LOSES_RATE).output.startswith("-:6:24: KS101")


def test_text_stands_for_the_file_on_disk(project: Path) -> None:
    """Unsaved changes count, and bases in other files of the package are found."""
    write(project / "pkg" / "__init__.py", "")
    write(project / "pkg" / "base.py", SOUND)
    file = write(project / "pkg" / "layers.py", SOUND)
    child = (
        "from pkg.base import Scale\n\n\nclass Child(Scale):\n    def __init__(self, extra=1, **kwargs):\n"
    )
    child += "        super().__init__(**kwargs)\n        self.extra = extra\n"
    result = run("-", "--stdin-filename", file, "--output-format", "json", "--select", "KS101", stdin=child)
    assert [(f["class"], f["line"]) for f in json.loads(result.stdout)] == [("Child", 5)]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_repaired_text_comes_back(newline: str, encoding: str, project: Path) -> None:
    """Standard output is the text and nothing else, in its encoding and line ends; the findings go to the other."""
    text = ("# coding: latin-1\n" if encoding == "latin-1" else "") + "# größe\n" + LOSES_RATE
    code, out, err = pipe(text.replace("\n", newline).encode(encoding), "-", "--fix")
    assert out == text.replace(LOSES_RATE, SOUND).replace("\n", newline).encode(encoding)
    assert (code, err) == (0, "Repaired 1 finding; no findings in 1 class of 1 file.\n")


def test_text_without_a_repair_comes_back_as_it_was(project: Path) -> None:
    """An editor that replaces its buffer must never lose it."""
    for data in (SOUND.encode(), b"class Broken(\n", b""):
        assert pipe(data, "-", "--fix")[1] == data
    write(project / "pyproject.toml", '[tool.scaffold.lint]\nexclude = ["gen"]\n')
    assert (
        pipe(LOSES_RATE.encode(), "-", "--fix", "--stdin-filename", "gen/a.py", "--force-exclude")[1]
        == LOSES_RATE.encode()
    )


def test_diff_of_standard_input(project: Path) -> None:
    """As for files; nothing is written."""
    result = run("-", "--diff", "--stdin-filename", "src/new.py", stdin=LOSES_RATE)
    assert result.return_value == 1
    assert result.stdout.startswith("--- a/src/new.py\n+++ b/src/new.py\n")
    assert list(project.iterdir()) == []


def test_text_that_cannot_be_read_says_so(project: Path) -> None:
    """What is no text, or no notebook, is told; no traceback."""
    with pytest.raises(ScaffoldError, match=r"^a\.py:1: standard input is not utf-8"):
        run("-", "--stdin-filename", "a.py", stdin=b"\xff")
    with pytest.raises(ScaffoldError, match=r"^a\.ipynb:1: standard input is no notebook"):
        run("-", "--stdin-filename", "a.ipynb", stdin="x = 1\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-", "a.py"), "reads standard input alone"),
        (("--stdin-filename", "a.py"), "give - as PATH"),
        (("-", "--fix", "--prove"), "--prove imports the repaired files"),
        (("--prove",), "give --fix with it"),
        (("--config", "a.toml", "--isolated"), "name a configuration, or ask for none"),
        (("--write-baseline", "--fix"), "repair first"),
        (("-", "--stdin-filename", "."), "'.' is a directory: name the file that the text is of"),
    ],
)
def test_options_that_do_not_go_together(arguments: tuple[str, ...], said: str, project: Path) -> None:
    """Wrong usage is told before anything is done."""
    with pytest.raises(click.UsageError, match=said):
        run(*arguments, stdin="")
