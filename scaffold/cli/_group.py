"""The group of all commands: which there are, what each says of itself, and which one was meant."""

from __future__ import annotations

import importlib
import os

import click

from scaffold import __version__, cli
from scaffold.discovery import names_in
from scaffold.errors import nearest

# Prefix of the modules that are not commands.
_PRIVATE = "_"


class _Commands(click.Group):
    """Every module of the package is a command; one that is not asked for is not imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = names_in(cli.__path__)
        return sorted(name.replace("_", "-") for name in names if not name.startswith(_PRIVATE))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{cli.__name__}.{cmd_name.replace('-', '_')}")
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
    # Importing pathlib for this would take as long as reading the first line of every command.
    with open(f"{cli.__path__[0]}/{command.replace('-', '_')}.py", encoding="utf-8") as source:  # noqa: PTH123
        line = source.readline().strip().strip('"')
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
