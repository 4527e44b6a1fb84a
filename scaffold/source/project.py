"""Paths -> Project: every class derived from a Keras object, across files, and the files that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike

from scaffold.source.facts import ClassInfo, Problem, SourceFile
from scaffold.source.record import Entity


class Project(Entity):
    """What is known about a set of source files.

    Args:
        files: Every file that was read, sorted by path.
        classes: Every class derived from a Keras object, by file and line.
        problems: Files that could not be read or parsed, sorted by path.
    """

    files: tuple[SourceFile, ...]
    classes: tuple[ClassInfo, ...]
    problems: tuple[Problem, ...]


def analyze(paths: Iterable[str | PathLike[str]]) -> Project:
    """Read the sources under the paths and return the facts of their Keras classes.

    Args:
        paths: Files or directories. Directories are searched for ``.py`` files; hidden directories, virtual
            environments, ``__pycache__`` and build outputs are left out.

    Returns:
        The project; broken files are in its ``problems``, never raised.

    Raises:
        ScaffoldError: If a path does not exist.

    Example:
        >>> project = analyze(["src"])
        >>> [cls.qualified_name for cls in project.classes]
        ['layers.gated_dense.GatedDense']
    """
    raise NotImplementedError
