"""Write a repaired source file back: all or nothing, with the bytes around the repair as they were."""

from __future__ import annotations

from pathlib import Path

from scaffold.errors import ScaffoldError
from scaffold.replace_file import replace_file
from scaffold.source.located import SourceFile


def write_repaired(source: SourceFile, text: str) -> None:
    """Replace what an existing file holds, keeping its mode; a reader sees the old file or the new one.

    A symbolic link stays a link: the file it leads to is replaced.

    Args:
        source: The file as it was read.
        text: Its new text.

    Raises:
        ScaffoldError: The file has changed since, its encoding cannot express the text, or it cannot be written; the
            file is then as it was.
    """
    content = encoded(source, text)
    path = source.path
    target = Path(path).resolve()
    try:
        now = target.read_bytes()
        if now == content:
            return  # the same file under another name
        if now.decode(source.encoding, "replace") != source.text:
            raise ScaffoldError(
                f"{path} has changed while it was being looked at; it was left as it is",
                remedy="Run the command again.",
            )
        replace_file(target, content, mode=target.stat().st_mode & 0o7777)
    except OSError as error:
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
