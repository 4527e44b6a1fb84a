"""``scaffold doctor``: why a saved model will not load, or will load wrongly."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from scaffold.cli._output import tell_program

if TYPE_CHECKING:
    from scaffold.archive.source_classes import SourceClasses
    from scaffold.archive.subject import Subject
    from scaffold.finding import Finding


def _codes(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> list[str]:
    return [code for value in values for code in value.replace(",", " ").split()]


@click.command("doctor")
@click.argument("file", metavar="FILE")
@click.option(
    "--source",
    multiple=True,
    metavar="PATH",
    help="File or directory with the classes of the model; may be given several times.",
)
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these: KA101, KA2, ...")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="All but these.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="The least severity that makes it exit with 1.",
)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    file: str, source: tuple[str, ...], select: list[str], ignore: list[str], fail_on: str, output_format: str
) -> int:
    """Say why a saved model will not load, or will load wrongly, and how to load it.

    FILE is a .keras file, or a legacy .h5 model. It is read as data, without Keras or TensorFlow; so are the
    sources. With --source, the classes there are compared with what the file says of them.

    Exits with 1 when it found an error (or a warning, with --fail-on warning), 2 when FILE or PATH cannot be
    used, else 0.

    \b
    Examples:
      scaffold doctor model.keras
      scaffold doctor model.keras --source src/
    """
    from scaffold.archive.diagnose import diagnose
    from scaffold.archive.read import read_archive
    from scaffold.archive.rule_list import rules
    from scaffold.archive.subject import Subject
    from scaffold.catalog import chosen_codes

    codes = chosen_codes(rules(), select, ignore)
    archive = read_archive(file)
    subject = Subject(archive, _classes(source), _installed_keras())
    findings = diagnose(subject, codes)
    if output_format == "json":
        from scaffold.report.as_json import render_json

        tell_program(render_json(findings))
    else:
        _print_text(subject, findings)
    failing = ("error",) if fail_on == "error" else ("error", "warning")
    return int(any(found.severity.value in failing for found in findings))


def _classes(paths: tuple[str, ...]) -> SourceClasses | None:
    if not paths:
        return None
    from scaffold.archive.source_classes import source_classes
    from scaffold.source.project import analyze

    project = analyze(paths)
    for problem in project.problems:
        click.echo(f"note: {problem.path} is left out: {problem.message}", err=True)
    if not project.classes:
        click.echo(f"note: no class of Keras in {', '.join(paths)}: nothing there to compare with", err=True)
    return source_classes(project.classes)


def _installed_keras() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("keras")
    except PackageNotFoundError:
        return ""


def _print_text(subject: Subject, findings: tuple[Finding, ...]) -> None:
    from scaffold.archive.checks.lambda_refused import RULE as lambda_refused
    from scaffold.archive.diagnose import diagnose
    from scaffold.archive.recipe import loading_lines
    from scaffold.report.text import Looked, coloured, plain, render_text

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    looked = Looked(classes=len({node.class_name for node in subject.layers() if node.class_name}), files=1)
    click.echo(render_text(findings, {}, looked, coloured if colour else plain), nl=False, color=colour)
    refused = bool(diagnose(subject, [lambda_refused.code]))
    # The lines answer a refused lambda and an unregistered class; any other error waits for its own remedy.
    errors = {found.code for found in findings if found.severity.value == "error"} - {lambda_refused.code}
    click.echo("\nTo load it, once the errors above are mended:" if errors else "\nTo load it:")
    for line in loading_lines(subject.archive, subject.source, safe_mode=not refused):
        click.echo(f"    {line}")
