"""Paths -> which files are tests."""

from __future__ import annotations

import re

_TESTS = frozenset({"test", "tests", "testing"})


def is_test(path: str, module: str) -> bool:
    """Tell whether a file is one of tests, by its name and those of its directories and packages.

    Args:
        path: The way to the file. A project may stand anywhere, below a directory that is called "test" as well, so
            it should begin where somebody said that the project is.
        module: Its dotted name.

    Example:
        >>> is_test("src/net_test.py", "net_test"), is_test("tests/nets.py", "nets"), is_test("latest.py", "latest")
        (True, True, False)
    """
    *directories, name = re.split(r"[/\\\\]", path)
    modules = [name.partition(".")[0], *module.split(".")]
    return not _TESTS.isdisjoint(directories) or any(
        part.startswith("test") or part.endswith("_test") or part == "conftest" for part in modules
    )
