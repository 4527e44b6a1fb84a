"""Write a repaired source file back: all or nothing, with the bytes around the repair as they were."""

from __future__ import annotations

import os
from pathlib import Path

from scaffold.errors import ScaffoldError
from scaffold.source.located import SourceFile


def write_atomically(path: str, content: bytes) -> None:
    """Replace the content of an existing file, keeping its mode; a reader sees the old file or the new one.

    A symbolic link stays a link: the file it leads to is replaced.

    Args:
        path: An existing file.
        content: Its new bytes.

    Raises:
        ScaffoldError: The file or its directory cannot be written; the file is then as it was.
    """
    target = Path(path).resolve()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        mode = target.stat().st_mode & 0o7777
        temporary.write_bytes(content)
        temporary.chmod(mode)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ScaffoldError(
            f"cannot write {path}: {error.strerror or error}",
            remedy="Make the file and its directory writable, or use --diff to see the repair.",
        ) from error


def encoded(source: SourceFile, text: str) -> bytes:
    """Return the bytes of a new text for a file, in the encoding of the old one, byte order mark included.

    Raises:
        ScaffoldError: The encoding of the file cannot express the text.
    """
    try:
        return text.encode(source.encoding)
    except UnicodeEncodeError as error:
        raise ScaffoldError(
            f"cannot write {source.path}: its encoding {source.encoding} has no {text[error.start]!r}",
            remedy="Save the file as UTF-8 first.",
        ) from error
