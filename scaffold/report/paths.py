"""Paths as they are written from the top of a project, however somebody typed them."""

from __future__ import annotations

import os


def from_root(path: str, root: str) -> str:
    """Return a path as it is written from ``root``, with slashes; one outside of it stays absolute.

    Args:
        path: As it was typed, from the current directory.
        root: Top of the project; empty leaves the path as it is.

    Example:
        >>> from_root("/src/pkg/../pkg/a.py", "/src")
        'pkg/a.py'
    """
    if not root:
        return path.replace(os.sep, "/").removeprefix("./")
    absolute = os.path.abspath(path)  # noqa: PTH100  # a link is followed by whoever reads the report
    try:
        relative = os.path.relpath(absolute, root)
    except ValueError:  # on another drive
        relative = os.pardir
    outside = relative == os.pardir or relative.startswith(os.pardir + os.sep)
    return (absolute if outside else relative).replace(os.sep, "/")
