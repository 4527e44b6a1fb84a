"""The lock file on disk: found, bounded, read, and replaced in one piece."""

from __future__ import annotations

import os
from pathlib import Path

from scaffold.contract.lock_file import LONGEST
from scaffold.errors import ScaffoldError
from scaffold.replace_file import replace_file


def read_text(path: Path) -> str | None:
    """Return the text of the lock file, or None where there is none.

    Args:
        path: The lock file.

    Returns:
        Its text.

    Raises:
        ScaffoldError: It is a directory, too large, unreadable or not UTF-8.
    """
    try:
        if path.stat().st_size > LONGEST:
            raise ScaffoldError(
                f"'{path}' has more than {LONGEST} bytes: it is no lock file",
                remedy="Give the lock file with --lock-file.",
            )
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise ScaffoldError(
            f"'{path}' is no UTF-8 text", remedy="Give the lock file with --lock-file."
        ) from None
    except OSError as error:
        raise ScaffoldError(
            f"cannot read '{path}': {error.strerror}", remedy="Give a readable file with --lock-file."
        ) from None


def write_text(path: Path, text: str) -> None:
    """Put the lock file in place in one piece: a reader sees the old one or the new one.

    Args:
        path: The lock file; a link is followed.
        text: Its text.

    Raises:
        ScaffoldError: The directory is missing or cannot be written.
    """
    try:
        replace_file(path.resolve(), text.encode("utf-8"))
    except OSError as error:
        raise ScaffoldError(
            f"cannot write '{path}': {error.strerror}",
            remedy="Give a place in a directory that exists and is writable with --lock-file.",
        ) from None


def relative_paths(paths: tuple[str, ...], lock: Path) -> tuple[str, ...]:
    """Return the paths as seen from the directory of the lock file, so that it means the same everywhere."""
    here = lock.resolve().parent
    return tuple(sorted({Path(os.path.relpath(path, here)).as_posix() for path in paths}))


def paths_from(recorded: tuple[str, ...], lock: Path) -> tuple[str, ...]:
    """Return recorded paths as seen from the current directory."""
    return tuple(os.path.normpath(lock.parent / path) for path in recorded)
