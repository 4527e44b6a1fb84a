"""The ``scaffold`` command: arguments -> one call -> render -> exit code; the only room that prints."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from typing import Any

from scaffold.errors import ScaffoldError

INTERNAL_ERROR_CODE = "SCAFFOLD-BUG"

# More than a light command allocates; by default Python looks for garbage after 700 allocations.
_ALLOCATIONS = 50_000


def _survive_any_console() -> None:
    """Write what the console cannot show as escapes, and nowhere what nobody reads: neither must end a command."""
    # A stream that was closed before the start is None. It stays open to the end of the process.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit with 0 (clean), 1 (findings) or 2 (wrong usage, or a fault of ours).

    Args:
        argv: Arguments after the program's name; those of the process when left out.

    Raises:
        SystemExit: Always, with the exit code.
    """
    _survive_any_console()
    if argv is not None:
        sys.exit(_run(argv))
    # This is the whole process: nearly all that it makes lives until its end, so that looking for garbage, again and
    # again and once more at exit, takes a tenth of the time of linting one file and finds none.
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
    try:
        sys.exit(_run(None))
    except KeyboardInterrupt:  # before click could see it
        sys.stderr.write("aborted\n")
        sys.exit(2)
    finally:
        gc.freeze()


def _run(argv: list[str] | None) -> int:
    """Carry out the command, tell what went wrong, and return the exit code."""
    try:
        code = _lint_without_click(sys.argv[1:] if argv is None else argv)
        code = _run_by_click(argv) if code is None else code
        sys.stdout.flush()  # here, where it can still be told what went wrong
        return code
    except ScaffoldError as error:
        import click

        from scaffold.report.text import spelt

        # It names paths and values, and these may hold anything.
        said = "\n".join(map(spelt, str(error).split("\n")))
        click.echo(f"{click.style('error', fg='red', bold=True)}: {said}", err=True)
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\naborted\n")
        return 2
    except BrokenPipeError:
        _discard_output()  # the reader has gone; nothing is left to say
        return 1
    except Exception as error:
        if os.environ.get("SCAFFOLD_DEBUG"):
            raise
        import click

        click.echo(_fault_of_the_system(error) or _internal_error(error), err=True)
        return 2


def _lint_without_click(arguments: list[str]) -> int | None:
    """Lint where that is what the arguments plainly say, and return the exit code; None where click must be asked.

    Editors and hooks lint at every step, and importing click takes as long as linting a small file.
    """
    if arguments[:1] != ["lint"]:
        return None
    from scaffold.cli._lint_arguments import understood

    options = understood(arguments[1:])
    if options is None:
        return None
    from scaffold.cli._lint_options import Contradiction
    from scaffold.cli._lint_run import run

    try:
        return run(options)
    except Contradiction:
        return None


def _run_by_click(argv: list[str] | None) -> int:
    import click

    from scaffold.cli._group import scaffold

    try:
        result: Any = scaffold.main(args=argv, prog_name="scaffold", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("aborted", err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    return result if isinstance(result, int) else 0


def _discard_output() -> None:
    """Keep Python from complaining at exit about what can no longer be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fault_of_the_system(error: Exception) -> str:
    """Return what to say where the machine, not the kit, is at fault; empty where it is not."""
    if not isinstance(error, OSError):
        return ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
        _discard_output()
        return f"error: cannot write the output: {error.strerror}\nMake room, or send it elsewhere."
    try:
        os.getcwd()  # noqa: PTH109
    except OSError as gone:
        return f"error: the current directory cannot be used: {gone.strerror}\nChange into one that exists."
    return ""


def _internal_error(error: Exception) -> str:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else "unknown place"
    return (
        f"{INTERNAL_ERROR_CODE}: a fault of scaffold itself, not of your code: "
        f"{type(error).__name__}: {error}\n  at {where}\n"
        "Please report it with the command you ran; SCAFFOLD_DEBUG=1 shows the whole traceback."
    )
