"""The ``scaffold`` command: arguments -> one call -> render -> exit code; the only room that prints."""

from __future__ import annotations

import importlib
import io
import os
import pkgutil
import sys
from typing import Any

import click

from scaffold import __version__
from scaffold.errors import ScaffoldError, nearest

# Prefix of the modules that are not commands.
_PRIVATE = "_"

INTERNAL_ERROR_CODE = "SCAFFOLD-BUG"


class _Commands(click.Group):
    """Every module of this package is a command; one that is not asked for is not imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (module.name for module in pkgutil.iter_modules(__path__))
        return sorted(name.replace("_", "-") for name in names if not name.startswith(_PRIVATE))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by the first line of their modules, so that help imports none of them."""
        rows = [(name, _first_line(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            guess = nearest(args[0], known)
            hint = f" Did you mean '{guess}'?" if guess else ""
            ctx.fail(f"no command '{args[0]}'.{hint} Commands: {', '.join(known)}.")
        return super().resolve_command(ctx, args)


def _first_line(command: str) -> str:
    """Return what the module of a command says of itself, after its name and a colon."""
    source = pkgutil.get_data(__name__, f"{command.replace('-', '_')}.py") or b""
    line = source.partition(b"\n")[0].decode("utf-8").strip('"')
    said = line.partition(": ")[2].rstrip(".")
    return said[:1].upper() + said[1:]


@click.group(
    cls=_Commands,
    name="scaffold",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="scaffold")
@click.pass_context
def scaffold(ctx: click.Context) -> None:
    """Write, check, lint and inspect custom Keras layers that survive serialization."""
    # None leaves it to click, which colours on a terminal only. https://no-color.org, https://force-color.org
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    elif os.environ.get("FORCE_COLOR"):
        ctx.color = True


def _survive_any_console() -> None:
    """Write what the console cannot show as escapes: a cp1252 console must not end a command."""
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
    try:
        result: Any = scaffold.main(args=argv, prog_name="scaffold", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("aborted", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except ScaffoldError as error:
        click.echo(f"{click.style('error', fg='red', bold=True)}: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # The reader has gone; nothing is left to say, and Python must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("SCAFFOLD_DEBUG"):
            raise
        click.echo(_internal_error(error), err=True)
        sys.exit(2)
    sys.exit(result if isinstance(result, int) else 0)


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
