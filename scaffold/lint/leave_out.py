"""Which files below a directory are not looked at: excluded by the settings, or ignored by git."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffold.lint.gitignore import IgnoreFile


class LeaveOut:
    """Chooses among what directories hold; called with a directory and what is in it, as `collect_files` does.

    Args:
        patterns: Exclusion patterns, each with the directory that it counts from.
        gitignore: Whether what git ignores is left out.
    """

    def __init__(self, patterns: Iterable[tuple[str, str]] = (), *, gitignore: bool = True) -> None:
        self._gitignore = gitignore
        self._excluded = _compiled(patterns)
        self._ignoring: dict[str, tuple[IgnoreFile, ...]] = {}

    def __call__(self, root: str, directories: list[str], files: list[str]) -> tuple[list[str], list[str]]:
        """Return the names of the directories and files that are wanted."""
        here = os.path.abspath(root).replace(os.sep, "/")
        ignoring = self._ignore_files(here, ".gitignore" in files) if self._gitignore else ()
        if not ignoring and self._excluded is None:
            return directories, files
        wanted_files = [name for name in files if name.endswith((".py", ".ipynb"))]
        return (
            [name for name in directories if not self._is_out(here, name, True, ignoring)],
            [name for name in wanted_files if not self._is_out(here, name, False, ignoring)],
        )

    def excludes(self, path: str) -> bool:
        """Whether a path that was named, or a directory it is in, is excluded by a pattern."""
        if self._excluded is None:
            return False
        absolute = os.path.abspath(path).replace(os.sep, "/")
        parts = absolute.split("/")
        ways = ("/".join(parts[:size]) for size in range(2, len(parts) + 1))
        return any(self._is_out(way.rpartition("/")[0], way.rpartition("/")[2], True, ()) for way in ways)

    def _is_out(self, here: str, name: str, is_directory: bool, ignoring: tuple[IgnoreFile, ...]) -> bool:
        path = f"{here.rstrip('/')}/{name}"
        if self._excluded is not None and self._excluded.match(f"{name}\n{path}"):
            return True
        for file in ignoring:  # the nearest one decides
            decision = file.decides(path, name, is_directory)
            if decision is not None:
                return decision
        return False

    def _ignore_files(self, here: str, has_own: bool) -> tuple[IgnoreFile, ...]:
        """Return the ignore files that count in a directory, the nearest first."""
        if here not in self._ignoring:
            parent = here.rpartition("/")[0]
            above = self._ignoring[parent] if parent in self._ignoring else self._above(here)
            self._ignoring[here] = (*_read(f"{here}/.gitignore", here), *above) if has_own else above
        return self._ignoring[here]

    def _above(self, here: str) -> tuple[IgnoreFile, ...]:
        """Return the ignore files between a directory that was named and the top of its repository."""
        found: list[IgnoreFile] = []
        directory = here
        while not os.path.exists(f"{directory}/.git"):
            parent = directory.rpartition("/")[0]
            if parent == directory or not parent:
                return ()  # no repository: only what lies below counts
            directory = parent
            found += _read(f"{directory}/.gitignore", directory)
        return (*found, *_read(f"{directory}/.git/info/exclude", directory))


def _read(path: str, directory: str) -> list[IgnoreFile]:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
    except OSError:
        return []  # there is none, or it is not for us
    from scaffold.lint.gitignore import IgnoreFile

    return [IgnoreFile(directory, text)]


def _compiled(patterns: Iterable[tuple[str, str]]) -> re.Pattern[str] | None:
    """Make one expression over "name, newline, absolute path" of all patterns."""
    parts = []
    for root, pattern in patterns:
        plain = pattern.replace("\\", "/").rstrip("/").removeprefix("./")
        whole = plain if plain.startswith("/") else f"{literally(root)}/{plain}"
        parts.append(rf"[^\n]*\n{_translated(whole)}")
        if "/" not in plain:
            parts.append(rf"{_translated(plain)}\n.*")
    return re.compile(f"(?:{'|'.join(parts)})\\Z", re.DOTALL) if parts else None


def literally(path: str) -> str:
    """Return a pattern that matches exactly this path.

    Example:
        >>> literally("a[1]")
        'a[[]1]'
    """
    return re.sub(r"([*?[])", r"[\1]", path.replace(os.sep, "/").rstrip("/"))


def _translated(pattern: str) -> str:
    import fnmatch

    return fnmatch.translate(pattern).removesuffix(r"\Z").removesuffix(r"\z")
