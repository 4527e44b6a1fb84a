"""The command `scaffold lint`: judge the layers in source files, and repair them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scaffold.cli._formats import FormatChoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.decorators import FC


def _codes(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> list[str]:
    return [code for value in values for code in value.replace(",", " ").split()]


def _flag(names: str, help_text: str) -> Callable[[FC], FC]:
    """Return an option that is unset where nothing is said, so that the configuration decides."""
    return click.option(names, is_flag=True, default=None, help=help_text)


def _code_list(name: str, help_text: str) -> Callable[[FC], FC]:
    return click.option(name, multiple=True, callback=_codes, metavar="CODES", help=help_text)


def _file(name: str, help_text: str) -> Callable[[FC], FC]:
    return click.option(name, metavar="FILE", type=click.Path(), help=help_text)


@click.command(name="lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_flag("--fix/--no-fix", "Repair what has one right repair, and write the files.")
@_flag("--unsafe-fixes/--no-unsafe-fixes", "Also repair what older saved models will notice; implies --fix.")
@click.option("--diff", is_flag=True, help="Show the repairs as a diff; nothing is written.")
@click.option(
    "--prove", is_flag=True, help="With --fix: import and round-trip what was repaired (needs Keras)."
)
@_code_list("--select", "Only these codes, beginnings of codes or names: KS101, KS2, ...")
@_code_list("--extend-select", "These as well as those chosen otherwise.")
@_code_list("--ignore", "All but these; of two that fit, the longer one decides.")
@click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Leave out files and directories like this."
)
@click.option("--force-exclude", is_flag=True, help="Leave them out even where they are named as a PATH.")
@_flag("--respect-gitignore/--no-respect-gitignore", "Leave out what git ignores; on by default.")
@_file("--config", "Take the table [tool.scaffold.lint] from this TOML file.")
@click.option("--isolated", is_flag=True, help="Read no pyproject.toml.")
@_file("--baseline", "Tell only what is not in this file of known findings.")
@click.option(
    "--write-baseline", is_flag=True, help="Write the findings to the baseline, as known from now on."
)
@_file("--stdin-filename", "Name of what is read from standard input, when PATH is -.")
@click.option("--show-files", is_flag=True, help="Only print the files that would be looked at.")
@click.option(
    "--jobs", "-j", type=click.IntRange(min=1), help="Processes at once; one per processor by default."
)
@click.option(
    "--no-cache", is_flag=True, help="Keep nothing for the next run, and use nothing that was kept."
)
@click.option("--statistics", is_flag=True, help="Print how often each rule spoke instead of the findings.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    help="Least severity for exit code 1; default error.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--output-format", type=FormatChoice(), help="How findings are printed; default text.")
@_file("--output-file", "Write the findings into this file instead.")
def command(**options: Any) -> int:
    """Find serialization faults of Keras layers in source files; neither Keras nor TensorFlow is needed.

    Directories are searched for Python files and notebooks; without PATH, the current directory; - is standard
    input. Options can be set for a project in the table [tool.scaffold.lint] of its pyproject.toml.

    `# noqa: KS101` at the end of a line silences a finding there, and so does `# scaffold: noqa: KS101`, which
    other linters do not read; on a line of its own, that counts for the whole file.

    Exit code: 0 clean, 1 findings (with --diff: or repairs to make), 2 wrong usage.
    """
    from scaffold.cli._lint_run import run

    return run(options)
