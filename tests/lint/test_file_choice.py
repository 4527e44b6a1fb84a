"""Which files are looked at: what git ignores and what is excluded is left out, what is named is not."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from scaffold.lint.leave_out import LeaveOut
from tests.lint.projects import LOSES_RATE, project, run, write

__all__ = ["project"]


def files(*arguments: str | Path) -> set[str]:
    return set(run("--show-files", *arguments).output.split())


def fill(directory: Path, *names: str) -> None:
    for name in names:
        write(directory / name, LOSES_RATE)


def test_ignored_files_are_left_out(project: Path) -> None:
    """Nested .gitignore files count, and so does the one above the directory that was named."""
    fill(project, "a.py", "gen/b.py", "src/c_pb2.py", "src/d.py", "src/e/f.py", "src/e/keep_pb2.py")
    (project / ".git" / "info").mkdir(parents=True)
    write(project / ".gitignore", "gen/\n*_pb2.py\n")
    write(project / "src" / "e" / ".gitignore", "!keep_pb2.py\n/f.py\n")
    assert files() == {"a.py", "src/d.py", "src/e/keep_pb2.py"}
    assert files("src/e") == {"src/e/keep_pb2.py"}
    assert files("--no-respect-gitignore", "gen") == {"gen/b.py"}
    write(project / ".git" / "info" / "exclude", "d.py\n")
    assert files("src") == {"src/e/keep_pb2.py"}


def test_named_file_is_always_looked_at(project: Path) -> None:
    """Naming a file says more than ignoring it, unless --force-exclude says that patterns count there, too."""
    fill(project, "gen/b.py")
    write(project / ".gitignore", "gen/\n")
    assert files("gen/b.py") == {"gen/b.py"}
    assert files("gen/b.py", "--exclude", "gen") == {"gen/b.py"}
    assert files("gen/b.py", "--exclude", "gen", "--force-exclude") == set()
    result = run("gen/b.py", "--exclude", "gen", "--force-exclude")
    assert (result.return_value, result.output) == (0, "No findings in 0 classes of 0 files.\n")


def test_nothing_to_look_at_is_no_clean_run(project: Path) -> None:
    """A run that saw no file says so, and why that may be; one that was told to leave the file out does not."""
    fill(project, "gen/b.py")
    write(project / ".gitignore", "gen/\n")
    result = run("gen", "--exclude", "*.py")
    assert result.stderr.startswith(
        "note: no Python file or notebook below gen: is it excluded, or ignored by git"
    )
    assert run("gen", "--no-respect-gitignore").stderr == ""
    assert run("gen/b.py", "--exclude", "gen", "--force-exclude").stderr == ""


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("gen", {"a.py", "src/d.py"}),
        ("gen/", {"a.py", "src/d.py"}),
        ("src/gen", {"a.py", "gen/b.py", "src/d.py"}),
        ("./src/gen/c.py", {"a.py", "gen/b.py", "src/d.py"}),
        ("*.py", set()),
        ("src/*.py", {"a.py", "gen/b.py"}),
        ("[ab].py", {"src/d.py", "src/gen/c.py"}),
        ("src/d", {"a.py", "gen/b.py", "src/d.py", "src/gen/c.py"}),
    ],
)
def test_excluded_files_are_left_out(pattern: str, left: set[str], project: Path) -> None:
    """A pattern without a slash is the name of a file or directory anywhere; one with a slash counts from its root."""
    fill(project, "a.py", "gen/b.py", "src/gen/c.py", "src/d.py")
    assert files("--exclude", pattern) == left
    write(project / "pyproject.toml", f'[tool.scaffold.lint]\nexclude = ["{pattern}"]\n')
    assert files() == left
    write(
        project / "pyproject.toml",
        f'[tool.scaffold.lint]\nextend-exclude = ["{pattern}"]\nexclude = ["a.py"]\n',
    )
    assert files() == left - {"a.py"}


def test_configured_patterns_count_from_their_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the command is run."""
    fill(project, "src/d.py", "src/src/d.py")
    write(project / "pyproject.toml", '[tool.scaffold.lint]\nexclude = ["src/d.py"]\n')
    monkeypatch.chdir(project / "src")
    assert files() == {"src/d.py"}


def test_name_of_the_directory_is_no_pattern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Brackets in the path above mean themselves."""
    here = tmp_path / "a[b]*"
    fill(here, "src/d.py", "e.py")
    monkeypatch.chdir(here)
    assert files("--exclude", "src/d.py") == {"e.py"}


NAMES = ["a", "b", "build", "x y", "lib1", "[z]", "d.py"]
FILES = ["a.py", "b.py", "test_1.py", "#c.py", "!d.py", "e f.py", "g.py", "d.py"]
PATTERNS = [
    "*.py", "a", "/a", "a/", "a/b", "/a/b/", "**/b", "a/**", "a/**/b", "!a.py", "!b/", "*", "!*/", "[ab].py",
    "test_?.py", "[!a].py", "\\#c.py", "\\!d.py", "# c", "e f.py", "x y/", "lib[0-9]", "g.py  ", "!g.py", "*/b",
    "**/a/*.py", "b/*", "!/a/a.py", "[[]z]", "\\[z\\]", "a**.py", "**", "/*", "!/b", "d.py/", "[a-g].py/", "[a-c].py",
    "[^a].py", "", "b/**/a.py", "[a", "lib[[:digit:]]", "a\\", "g.py\\ ", "/", "//a", "**a.py",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_git_itself_leaves_out_the_same(seed: int, tmp_path: Path) -> None:
    """On drawn trees with drawn patterns in nested files."""
    draw = random.Random(seed)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for _ in range(25):
        way = "/".join(draw.choice(NAMES) for _ in range(draw.randint(0, 3)))
        try:
            write(tmp_path / way / draw.choice(FILES), "")
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            continue
    directories = [root for root, _, _ in os.walk(tmp_path) if "/.git" not in root]
    for root in draw.sample(directories, min(len(directories), draw.randint(1, 3))):
        lines = [draw.choice(PATTERNS) for _ in range(draw.randint(1, 4))]
        write(Path(root) / ".gitignore", "\n".join(lines) + "\n")
    command = ["git", "-C", str(tmp_path), "ls-files", "-z", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    keep, kept = LeaveOut(), set()
    for root, directories, names in os.walk(tmp_path):
        directories[:] = [name for name in directories if name != ".git"]
        directories[:], names = keep(root, directories, names)
        kept |= {str((Path(root) / name).relative_to(tmp_path)) for name in names if name.endswith(".py")}
    assert kept == {name for name in listed if name.endswith(".py")}


@pytest.mark.parametrize(
    "pattern", ["*a" * 30 + "b", "[" * 3000 + "]", " " * 4000 + "x", "x" * 100_000, "**/" * 10 + "b"]
)
def test_hostile_patterns_take_no_time(pattern: str, project: Path) -> None:
    """Whoever writes a .gitignore cannot hold the linter up."""
    import time

    fill(project, "a" * 200 + ".py", "c/d/e/f/g/h/i/j.py")
    write(project / ".gitignore", f"{pattern}\n/{pattern}\n")
    begin = time.process_time()
    assert len(files()) == 2
    assert time.process_time() - begin < 2
