"""Write a repaired source file back: all or nothing, with the bytes around the repair as they were."""

from __future__ import annotations

import os
from pathlib import Path

from scaffold.errors import ScaffoldError
from scaffold.lint.notebooks import SUFFIX, repaired_document
from scaffold.replace_file import replace_file
from scaffold.source.located import SourceFile


def write_repaired(source: SourceFile, text: str) -> None:
    """Replace what an existing file holds, keeping its mode; a reader sees the old file or the new one.

    A symbolic link stays a link: the file it leads to is replaced.

    Args:
        source: The file as it was read.
        text: Its new text; of a notebook, the code of its cells.

    Raises:
        ScaffoldError: The file has changed since, its encoding cannot express the text, or it cannot be written; the
            file is then as it was.
    """
    target = Path(source.path).resolve()
    try:
        now = target.read_bytes()
        content = new_content(source, now, text)
        if content != now:
            replace_file(target, content, mode=target.stat().st_mode & 0o7777)
    except OSError as error:
        raise _not_writable(source.path, error.strerror or str(error)) from error


def check_writable(source: SourceFile, text: str) -> None:
    """Tell before anything is written that a file cannot be.

    Raises:
        ScaffoldError: It is read-only or its directory is, it has changed, or it cannot hold the text.
    """
    target = Path(source.path).resolve()
    try:
        new_content(source, target.read_bytes(), text)
        mode = target.stat().st_mode
    except OSError as error:
        raise _not_writable(source.path, error.strerror or str(error)) from error
    # Whoever may write everything still asked for this one to be left alone.
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise _not_writable(source.path, "it is read-only")
    if not os.access(target.parent, os.W_OK):
        raise _not_writable(source.path, "its directory is read-only")


def _not_writable(path: str, why: str) -> ScaffoldError:
    return ScaffoldError(
        f"cannot write {path}: {why}",
        remedy="Make the file and its directory writable, or use --diff to see the repair.",
    )


def new_content(source: SourceFile, now: bytes, text: str) -> bytes:
    """Return what a file that holds certain bytes holds with a new text.

    Args:
        source: The file as it was read.
        now: What it holds.
        text: Its new text; of a notebook, the code of its cells.

    Raises:
        ScaffoldError: It holds something else than was read, or its encoding cannot express the text.
    """
    if source.path.endswith(SUFFIX):
        return _new_notebook(source, now, text)
    content = encoded(source, text)
    if now != content and now.decode(source.encoding, "replace") != source.text:
        raise _changed(source.path)
    return content  # where they are equal, it is the same file under another name


def _new_notebook(source: SourceFile, now: bytes, text: str) -> bytes:
    from scaffold.source.notebook import NotebookError, code_of

    mark = b"\xef\xbb\xbf" if now.startswith(b"\xef\xbb\xbf") else b""
    try:
        document = now.decode("utf-8-sig")
        code = code_of(document)
    except (UnicodeDecodeError, NotebookError):
        raise _changed(source.path) from None
    if code == text:
        return now
    if code != source.text:
        raise _changed(source.path)
    return mark + repaired_document(document, source.path, text).encode("utf-8", "surrogatepass")


def _changed(path: str) -> ScaffoldError:
    return ScaffoldError(
        f"{path} has changed while it was being looked at; it was left as it is",
        remedy="Run the command again.",
    )


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
