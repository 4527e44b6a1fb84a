"""Command lines of `scaffold lint` that are read without click mean what click says they mean."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.cli._lint_arguments import OPTIONS, understood
from scaffold.cli.lint import command

windows = pytest.mark.skipif(
    sys.platform == "win32", reason="everything is left to click, which knows wildcards"
)

NAMES = [name for option in OPTIONS for written in option.names for name in written.split("/")]
VALUES = [
    "a.py",
    "-",
    ".",
    "",
    "KS101",
    "KS1, KS2",
    "json",
    "warning",
    "3",
    "0",
    "x=y",
    "--fix",
    "-j",
    "nothere",
    "--",
]
WORDS = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(VALUES),
    st.builds("{}={}".format, st.sampled_from(NAMES), st.sampled_from(VALUES)),
)


@windows
@given(st.lists(WORDS, max_size=6))
def test_what_is_understood_is_what_click_understands(arguments: list[str]) -> None:
    """Whatever is read without click has the values that click gives, each of its type."""
    said = understood(arguments)
    if said is not None:
        assert repr(sorted(said.items())) == repr(
            sorted(command.make_context("lint", arguments).params.items())
        )


@windows
@pytest.mark.parametrize(
    ("arguments", "key", "value"),
    [
        (["src", "tests"], "paths", ("src", "tests")),
        (["--fix", "."], "fix", True),
        (["--fix", "--no-fix", "."], "fix", False),
        ([], "respect_gitignore", None),
        (["--select", "KS1,KS2", "--select=KS3"], "select", ["KS1", "KS2", "KS3"]),
        (["--exclude", "a", "--exclude", "b"], "exclude", ("a", "b")),
        (["--output-format", "json"], "output_format", "json"),
        (["--stdin-filename", "nothere.py", "-"], "stdin_filename", "nothere.py"),
        (["-j", "2"], "jobs", 2),
        (["--fail-on=warning"], "fail_on", "warning"),
        (["--exit-zero"], "exit_zero", True),
    ],
)
def test_plain_command_lines_are_understood(arguments: list[str], key: str, value: object) -> None:
    """What editors, hooks and people say needs no click."""
    said = understood(arguments)
    assert said is not None
    assert said[key] == value


@pytest.mark.parametrize(
    "arguments",
    [
        ["-h"],
        ["--help"],
        ["--fixx"],
        ["--fix=1"],
        ["--select"],
        ["--jobs", "0"],
        ["--output-format", "jsn"],
        ["--"],
    ],
)
def test_whatever_leaves_a_question_is_left_to_click(arguments: list[str]) -> None:
    """Help, mistakes and what is written in an unusual way."""
    assert understood(arguments) is None


CLICK = "import sys; from scaffold.cli import main\ntry: main()\nfinally: print('click' in sys.modules)"


@windows
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["lint", "a.py"], False),
        (["lint", "--output-format", "json", "a.py"], False),
        (["lint", "--fixx"], True),
    ],
)
def test_click_is_not_imported_to_lint(arguments: list[str], expected: bool, tmp_path: Path) -> None:
    """Importing it takes as long as linting a small file."""
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CLICK, *arguments],
        capture_output=True, text=True, cwd=tmp_path, check=False, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == str(expected)


def test_options_that_contradict_each_other_are_told_as_click_tells_it(tmp_path: Path) -> None:
    """With usage and the way to the help, wherever the arguments were read."""
    done = subprocess.run(
        [sys.executable, "-m", "scaffold", "lint", "--prove"],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: scaffold lint [OPTIONS] [PATH]...\nTry 'scaffold lint ")
    assert "give --fix with it" in done.stderr
