"""Bytes -> SourceFile, or a Problem that says why not; nothing a file holds can make it raise."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Mapping

from scaffold.pattern import pattern
from scaffold.source.collect import ListedFile
from scaffold.source.located import Problem, SourceFile

# The largest module of the corpus this was measured on has 0.5 MB; a generated file beyond this is no layer.
MAX_BYTES = 10_000_000
# Outputs with pictures make notebooks large.
MAX_NOTEBOOK_BYTES = 50_000_000

# PEP 263: in the first or second line, which holds nothing but a comment.
_CODING = pattern(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = pattern(rb"^[ \t\f]*(?:#[^\r\n]*)?$")
_FIRST_LINE_END = pattern(r"\r\n|\r|\n")


def read_source(path: str, module: str, *, real_path: str | None = None) -> SourceFile | Problem:
    """Read a file of Python source.

    Args:
        path: The file, as it shall be named in findings.
        module: Its dotted module name.
        real_path: The file to open, where ``path`` is not it.

    Returns:
        The source, or the problem.
    """
    opened = real_path or path
    is_notebook = path.endswith(".ipynb")
    most = MAX_NOTEBOOK_BYTES if is_notebook else MAX_BYTES
    try:
        mode = os.stat(opened).st_mode
        # Opening a pipe waits for somebody to write into it.
        if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
            return Problem(
                path, "is no regular file, so it was not read. Leave it out of the paths.", "unreadable"
            )
        with open(opened, "rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Problem(
            path, f"cannot be read: {why}. Check that it is a file and that you may read it.", "unreadable"
        )
    if len(data) > most:
        message = f"is larger than {most // 1_000_000} MB, so it was not read. Leave it out of the paths."
        return Problem(path, message, "too-large")
    return decode_notebook(data, path, module) if is_notebook else decode_source(data, path, module)


def decode_notebook(data: bytes, path: str, module: str) -> SourceFile | Problem:
    """Return the code of a notebook as a source file, all cells as one text; or the problem with it."""
    from scaffold.source.notebook import NotebookError, code_of  # few runs see a notebook

    try:
        return SourceFile(path=path, module=module, text=code_of(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(
            path, "is no notebook: it is not UTF-8. Save it from Jupyter again.", "encoding", line, 1
        )
    except NotebookError as error:
        kind = "syntax" if error.line else "unreadable"
        return Problem(path, str(error), kind, error.line, error.column)


def decode_source(data: bytes, path: str, module: str) -> SourceFile | Problem:
    """Decode the bytes of a Python file as Python would: byte order mark, PEP 263 comment, else UTF-8."""
    declared = _declared_encoding(data)
    has_mark = data.startswith(codecs.BOM_UTF8)
    encoding = declared or "utf-8"
    try:
        known = codecs.lookup(encoding).name
        if has_mark and known != "utf-8":
            message = f"has a UTF-8 byte order mark but declares the encoding {encoding}. Remove one of them."
            return Problem(path, message, "encoding", 1, 1)
        text = data[len(codecs.BOM_UTF8) if has_mark else 0 :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"is not {encoding}: byte 0x{data[error.start]:02x} cannot be decoded. "
            "Save it as UTF-8, or declare its encoding in the first line."
        )
        return Problem(path, message, "encoding", line, _column(data, error.start, encoding))
    except (LookupError, ValueError, TypeError, AttributeError):
        # A codec may be unknown, or known but no text encoding (`rot13`, `hex`).
        message = f"declares the encoding {encoding!r}, which Python does not know. Save it as UTF-8."
        return Problem(path, message, "encoding", 1, 1)
    if not isinstance(text, str):
        return Problem(path, f"declares the encoding {encoding!r}, which is not for text.", "encoding", 1, 1)
    return source_of_text(text, path, module, encoding="utf-8-sig" if has_mark else encoding)


def source_of_text(text: str, path: str, module: str, *, encoding: str = "utf-8") -> SourceFile | Problem:
    """Return a text as a source file, whatever encoding it declares: it is decoded already."""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return Problem(path, "holds a null byte, so it is no Python source. Remove it.", "syntax", line, 1)
    newline = _FIRST_LINE_END.search(text) if "\r" in text else None
    return SourceFile(
        path=path,
        module=module,
        text=text,
        encoding=encoding,
        newline=newline.group() if newline else "\n",
    )


def _declared_encoding(data: bytes) -> str | None:
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    head = data[start : start + 1000]
    if b"coding" not in head:
        return None
    for line in head.splitlines()[:2]:
        declared = _CODING.match(line)
        if declared:
            return declared.group(1).decode("ascii", "replace")
        if not _BLANK.match(line):
            return None
    return None


def _column(data: bytes, offset: int, encoding: str) -> int:
    line_start = data.rfind(b"\n", 0, offset) + 1
    return len(data[line_start:offset].decode(encoding, "replace")) + 1


def read_listed(file: ListedFile, texts: Mapping[str, str]) -> SourceFile | Problem:
    """Return a file, or the text that stands for it."""
    text = texts.get(file.path)
    if text is None:
        return read_source(file.path, file.module, real_path=file.absolute)
    if file.path.endswith(".ipynb"):
        return SourceFile(file.path, file.module, text)  # the code of its cells, as `code_of` gave it
    return source_of_text(text, file.path, file.module)
