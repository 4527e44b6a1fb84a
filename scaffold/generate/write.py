"""Generated files to disk: all of them or none, and nothing overwritten without consent."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from scaffold.errors import ScaffoldError


class Outcome(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    OVERWRITTEN = "overwritten"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file, and what became of it."""

    path: Path
    outcome: Outcome


def import_path_of(directory: Path, module: str) -> tuple[str, str]:
    """Return how a module of this directory is imported, and the name of the package it belongs to.

    Args:
        directory: Where the module is.
        module: Its name.

    Returns:
        The dotted path from the outermost directory that is a Python package, and the name of that
        package; the module's own name and an empty text where the directory is no package.

    Example:
        >>> import_path_of(Path("."), "gated_dense")
        ('gated_dense', '')
    """
    parts = [module]
    directory = directory.resolve()
    while (directory / "__init__.py").is_file() and directory.name.isidentifier():
        parts.insert(0, directory.name)
        directory = directory.parent
    return ".".join(parts), parts[0] if len(parts) > 1 else ""


def write_files(directory: Path, files: Mapping[str, str], *, force: bool) -> list[WrittenFile]:
    """Write the files, all or none.

    Args:
        directory: Where to write them; it must exist.
        files: Name of each file -> its text.
        force: Whether files that are there, and differ, may be overwritten.

    Returns:
        What became of each file. One that is there already and the same is left alone.

    Raises:
        ScaffoldError: The directory is missing, a file is there and ``force`` is off, or the disk refuses.
    """
    if not directory.is_dir():
        what = "is a file" if directory.exists() else "does not exist"
        raise ScaffoldError(f"the directory '{directory}' {what}", remedy=_directory_remedy(directory))
    planned = [(directory / name, text.encode("utf-8")) for name, text in files.items()]
    outcomes = {path: _outcome(path, content) for path, content in planned}
    in_the_way = [path.name for path, outcome in outcomes.items() if outcome is Outcome.OVERWRITTEN]
    if in_the_way and not force:
        raise ScaffoldError(
            f"there already is a different {' and '.join(in_the_way)} in '{directory}'; nothing was written",
            remedy="Add --force to overwrite, or choose another name or --out directory.",
        )
    # A link is followed: what it leads to is overwritten, not the link.
    changed = [
        (path.resolve(), content) for path, content in planned if outcomes[path] is not Outcome.UNCHANGED
    ]
    try:
        _replace_all(changed)
    except OSError as error:
        raise ScaffoldError(
            f"cannot write into '{directory}': {error.strerror or error}; nothing was changed",
            remedy="Check the permissions and the free space, or choose another --out directory.",
        ) from None
    return [WrittenFile(path, outcome) for path, outcome in outcomes.items()]


def _directory_remedy(directory: Path) -> str:
    if directory.exists():
        return "Give the directory that is to hold the files, for example --out src/layers."
    return f"Create it first: mkdir -p {directory}"


def _outcome(path: Path, content: bytes) -> Outcome:
    if not os.path.lexists(path):
        return Outcome.WRITTEN
    if path.is_dir():
        raise ScaffoldError(
            f"'{path}' is a directory, not a file", remedy="Choose another name for the layer."
        )
    try:
        return Outcome.UNCHANGED if path.read_bytes() == content else Outcome.OVERWRITTEN
    except OSError:
        # A link to nowhere, or a file that may not be read: it is there, and it is not what would be written.
        return Outcome.OVERWRITTEN


def _replace_all(files: list[tuple[Path, bytes]]) -> None:
    """Put every file in place, or leave every place as it was."""
    staged: list[tuple[Path, Path]] = []
    done: list[tuple[Path, bytes | None]] = []
    try:
        for path, content in files:
            staged.append((_stage(path, content), path))
        for temporary, path in staged:
            before = path.read_bytes() if path.exists() else None
            temporary.replace(path)
            done.append((path, before))
    except OSError:
        for path, before in done:
            if before is None:
                path.unlink()
            else:
                path.write_bytes(before)
        raise
    finally:
        for temporary, _ in staged:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()


def _stage(path: Path, content: bytes) -> Path:
    """Write the content beside its place, with the permissions that the file has or a new one gets."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return temporary
