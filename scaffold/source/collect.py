"""Paths as typed -> the Python files under them, each once, in order, with the name of its module."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from scaffold.errors import ScaffoldError, nearest
from scaffold.source.record import Record
from scaffold.source.told_by_path import is_test

# Directories that hold no source of the project: dependencies, caches, build outputs.
_SKIPPED = frozenset({
    "__pycache__", "node_modules", "site-packages", "build", "dist", "venv", "env", "virtualenv", "__pypackages__",
})  # fmt: skip

# A directory and the names of the directories and files in it -> those of them that are wanted.
Keep = Callable[[str, list[str], list[str]], tuple[list[str], list[str]]]


class FoundFile(Record):
    """A file to read.

    Args:
        path: As the user wrote it, or the directory as written plus the way down.
        absolute: Absolute path.
        directory: Absolute path of the directory that was named; empty where the file itself was.
    """

    path: str
    absolute: str
    directory: str

    @property
    def explicit(self) -> bool:
        """Whether the file itself was named."""
        return not self.directory


def collect_files(
    paths: Iterable[str | os.PathLike[str]], *, keep: Keep | None = None, texts: Container[str] = ()
) -> list[FoundFile]:
    """Return the Python files and notebooks that the paths name, each once, sorted within a directory.

    Args:
        paths: Files and directories; a file that is named is wanted in any case.
        keep: Chooses among what a directory holds.
        texts: Paths whose text is known, so that there need be no such file.

    Raises:
        ScaffoldError: If a path does not exist.
    """
    found: dict[str, FoundFile] = {}
    for given in paths:
        path = os.fspath(given)
        if os.path.isdir(path):
            directory = _absolute(path)
            for file in _walk(path, keep):
                absolute = os.path.normpath(os.path.join(directory, file[len(path) :].lstrip(os.sep)))
                named = file[2:] if path == os.curdir else file
                found.setdefault(absolute, FoundFile(named, absolute, directory))
        elif path in texts or os.path.exists(path):
            absolute = _absolute(path)
            # Naming a file says more than naming a directory that holds it.
            found[absolute] = FoundFile(path, absolute, "")
        else:
            raise _missing(path)
    return list(found.values())


def _absolute(path: str) -> str:
    """Return the absolute path; after a link, ``..`` is where the link leads, as it is for the system."""
    absolute = os.path.abspath(path)
    if os.pardir not in path or os.path.realpath(path) == os.path.realpath(absolute):
        return absolute
    directory, name = os.path.split(path)
    return os.path.realpath(path) if name == os.pardir else os.path.join(os.path.realpath(directory), name)


def _walk(directory: str, keep: Keep | None) -> Iterator[str]:
    unreadable: list[str] = []
    for root, directories, files in os.walk(
        directory, onerror=lambda error: unreadable.append(error.filename)
    ):
        if keep is not None:
            directories[:], files = keep(root, directories, files)
        directories[:] = sorted(
            name
            for name in directories
            if not name.startswith(".")
            and name not in _SKIPPED
            and not name.endswith(".egg-info")
            and not os.path.exists(os.path.join(root, name, "pyvenv.cfg"))
        )
        for file in sorted(files):
            if file.endswith((".py", ".ipynb")) and not file.startswith("."):
                yield os.path.join(root, file)
    # Reading one of these as a file tells why it cannot be.
    yield from unreadable


def _missing(path: str) -> ScaffoldError:
    directory, name = os.path.split(path.rstrip("/\\"))
    if os.path.islink(path):
        return ScaffoldError(
            f"{path!r} is a link that leads nowhere", remedy="Correct the link, or remove it."
        )
    try:
        known = os.listdir(directory or ".")
    except OSError as error:
        why = {
            FileNotFoundError: f"There is no directory {directory!r} either.",
            NotADirectoryError: f"{directory!r} is a file.",
        }.get(type(error), f"{directory or '.'!r} cannot be looked into: {error.strerror}.")
        return ScaffoldError(f"no file or directory {path!r}", remedy=why)
    # That both end in .py makes no name like another.
    ending = next((ending for ending in (".py", ".ipynb") if name.endswith(ending)), "")
    stems = {file.removesuffix(ending): file for file in known if file.endswith(ending)}
    guess = nearest(name.removesuffix(ending), stems)
    remedy = (
        f"Did you mean {os.path.join(directory, stems[guess])!r}?"
        if guess
        else "Check the spelling and the directory."
    )
    return ScaffoldError(f"no file or directory {path!r}", remedy=remedy)


class ListedFile(NamedTuple):
    """A file and the module that it is.

    Args:
        path: As it is named in findings.
        absolute: Absolute path.
        directory: Absolute path of the directory that was named; empty where the file itself was.
        module: Dotted name.
        root: Directory that its top-level package is in.
    """

    path: str
    absolute: str
    directory: str
    module: str
    root: str

    @property
    def package(self) -> str:
        """Path of its top-level package, or of the module where it is in none."""
        return os.path.join(self.root, self.module.partition(".")[0])

    @property
    def is_test(self) -> bool:
        """Whether it is one of tests: by what it is called from the directory on that was named, or as it was named."""
        path = self.path
        if os.path.isabs(path):
            path = os.path.relpath(path, self.directory or os.path.dirname(path))
        return is_test(path, self.module)

    @property
    def is_alone(self) -> bool:
        """Whether it is in no package."""
        return os.path.splitext(self.absolute)[0] == self.package


def list_files(found: Iterable[FoundFile]) -> dict[str, ListedFile]:
    """Return the files with their modules, by absolute path."""
    package_of = cache(_package_of)
    return {
        file.absolute: ListedFile(
            file.path, file.absolute, file.directory, *_module_of(file.absolute, package_of)
        )
        for file in found
    }


def module_of(absolute: str) -> tuple[str, str]:
    """Return the dotted module name of a file and the directory that its top-level package is in.

    The chain of ``__init__.py`` files decides, as it does for Python.

    Example:
        >>> module_of("/src/pkg/layers/dense.py")  # with pkg/__init__.py and pkg/layers/__init__.py
        ('pkg.layers.dense', '/src')
    """
    return _module_of(absolute, _package_of)


def _module_of(absolute: str, package_of: Callable[[str], tuple[str, str]]) -> tuple[str, str]:
    directory, file = os.path.split(absolute)
    stem = file.removesuffix(".py")
    if stem == "__init__":
        directory, stem = os.path.split(directory)
    package, root = package_of(directory)
    return f"{package}.{stem}" if package else stem, root


def _package_of(directory: str) -> tuple[str, str]:
    """Return the dotted name of the package that a directory is, empty where it is none, and where its root is."""
    parts: list[str] = []
    while os.path.isfile(os.path.join(directory, "__init__.py")):
        directory, name = os.path.split(directory)
        if not name:
            break
        parts.append(name)
    return ".".join(reversed(parts)), directory
