"""Text to where it was asked for: a person's console, a program, a file."""

from __future__ import annotations

import io
import os
import stat
import sys

from scaffold.errors import ScaffoldError

# Opened anew, they would be the file that the output goes to, and overwrite what is in it. True: standard error.
_STREAMS = {"/dev/stdout": False, "/dev/fd/1": False, "/dev/stderr": True, "/dev/fd/2": True}


def tell(text: str, *, nl: bool = True, err: bool = False, colour: bool | None = None) -> None:
    """Write a text for people; what click does about special consoles is left to it, since importing it takes long.

    Args:
        text: What to write.
        nl: Whether a newline is added.
        err: Whether to write to standard error.
        colour: Whether the reader wants colours; None leaves it to click.
    """
    stream = sys.stderr if err else sys.stdout
    is_plain = colour or "\x1b" not in text
    if is_plain and sys.platform != "win32" and (stream.encoding or "").lower() == "utf-8":
        stream.write(f"{text}\n" if nl else text)
        stream.flush()
        return
    import click

    click.echo(text, nl=nl, err=err, color=colour)


def tell_program(text: str, *, err: bool = False) -> None:
    """Write what a program reads as UTF-8, whatever the console speaks: JSON asks for it, and XML says that it is.

    Args:
        text: What to write; a newline at its end is not added.
        err: Whether to write to standard error.
    """
    content = text.encode("utf-8", "backslashreplace")
    stream = sys.stderr if err else sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.flush()
        stream.buffer.write(content)
        stream.buffer.flush()
        return
    import click

    click.echo(content, nl=False, err=err)


def write_text(file: str, text: str) -> None:
    """Put the text into a file, all of it or nothing; into a pipe or device, as far as that takes it.

    Raises:
        ScaffoldError: It cannot be written.
    """
    from pathlib import Path

    from scaffold.replace_file import replace_file

    content = text.encode("utf-8", "backslashreplace")
    path = Path(file)
    try:
        if file in _STREAMS:
            tell_program(text, err=_STREAMS[file])
        elif _is_special(file):
            with path.open("ab") as special:
                special.write(content)
        else:
            replace_file(path.resolve(), content)
    except OSError as error:
        raise ScaffoldError(
            f"cannot write {file}: {error.strerror or error}",
            remedy="Name a file in a directory that exists and that you may write to.",
        ) from error


def _is_special(file: str) -> bool:
    """Tell whether there is something other than a file, such as /dev/null: nothing may take its place."""
    try:
        mode = os.stat(file).st_mode  # noqa: PTH116
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
