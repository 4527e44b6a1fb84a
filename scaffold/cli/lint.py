"""The command `scaffold lint`: judge the layers in source files, and repair them."""

from __future__ import annotations

from typing import Any

import click

from scaffold.cli._formats import FormatChoice
from scaffold.cli._lint_arguments import OPTIONS, SEVERITIES, codes_in


def _codes(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> list[str]:
    return [code for value in values for code in codes_in(value)]


_KINDS: dict[str, dict[str, Any]] = {
    "switch": {"is_flag": True, "default": None},
    "flag": {"is_flag": True},
    "codes": {"multiple": True, "callback": _codes, "metavar": "CODES"},
    "patterns": {"multiple": True, "metavar": "PATTERN"},
    "file": {"metavar": "FILE", "type": click.Path()},
    "number": {"type": click.IntRange(min=1)},
    "severity": {"type": click.Choice(SEVERITIES)},
    "format": {"type": FormatChoice()},
}
_PATHS = click.Argument(["paths"], nargs=-1, metavar="[PATH]...")
_OPTIONS = [click.Option(option.names, help=option.help, **_KINDS[option.kind]) for option in OPTIONS]


@click.command(name="lint", params=[_PATHS, *_OPTIONS])
def command(**options: Any) -> int:
    """Find serialization faults of Keras layers in source files; neither Keras nor TensorFlow is needed.

    Directories are searched for Python files and notebooks; without PATH, the current directory; - is standard
    input. Options can be set for a project in the table [tool.scaffold.lint] of its pyproject.toml.

    `# noqa: KS101` at the end of a line silences a finding there, and so does `# scaffold: noqa: KS101`, which
    other linters do not read; on a line of its own, that counts for the whole file.

    Exit code: 0 clean, 1 findings (with --diff: or repairs to make), 2 wrong usage.
    """
    from scaffold.cli._lint_options import Contradiction
    from scaffold.cli._lint_run import run

    try:
        return run(options)
    except Contradiction as error:
        raise click.UsageError(str(error)) from None
