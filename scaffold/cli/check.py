"""``scaffold check``: send every layer of a package through its config."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli._check_words import as_options, in_options
from scaffold.cli._keras import others_output_aside, start_keras
from scaffold.cli._output import tell_program
from scaffold.cli._progress import Progress
from scaffold.errors import ScaffoldError, unknown_name

if TYPE_CHECKING:
    from scaffold.roundtrip.report import Report


@click.command("check")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option(
    "--checks",
    default="default",
    show_default=True,
    metavar="SET|CODES",
    help="default, strict (warnings fail), quick (no files, no process), or prefixes of codes: KR1,KR201. "
    "With h5 the legacy format is tried as well: default,h5.",
)
@click.option(
    "--max-examples",
    type=click.IntRange(min=1),
    default=25,
    show_default=True,
    help="How many combinations of arguments are tried for each layer.",
)
@click.option(
    "--inputs",
    multiple=True,
    metavar="SIZES",
    help="Shape of an input without the batch size, such as 8 or 32,32,3; repeat it for several inputs.",
)
@click.option(
    "--expect",
    multiple=True,
    metavar="LAYER:CODE=REASON",
    help="A failure that is known, such as NeedsAFile:KR001='made from a file'; repeat it for several.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="The least severity that makes the command exit with 1.",
)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
)
def command(
    targets: tuple[str, ...],
    checks: str,
    max_examples: int,
    inputs: tuple[str, ...],
    expect: tuple[str, ...],
    fail_on: str,
    output_format: str,
) -> int:
    """Prove that layers are rebuilt identically from their config.

    TARGET is a package, a module, a directory, a file.py, or a module or file with :NAME, where NAME is a layer
    class, a layer, or a function that returns one. It is imported, and its layers are built and called.

    Exits with 1 when a layer does not survive (--fail-on warning: or has a warning), cannot be made or called, or
    when a module cannot be imported.

    \b
    Examples:
      scaffold check my_package
      scaffold check layers.py:GatedDense --inputs 16
      scaffold check my_package --checks quick --output-format json
      scaffold check my_package --expect NeedsAFile:KR001='made from a file'
    """
    wanted: str | list[str] = checks if checks.isalpha() else [part.strip() for part in checks.split(",")]
    shapes = [_shape(text) for text in inputs]
    known = [_known_failure(text) for text in expect]
    # All that can be wrong with the command is told before TensorFlow starts, which takes its time.
    no_python = _require_sense(targets, wanted, known)
    with others_output_aside():
        layers, problems = _found([target for target in targets if target not in no_python])
    problems += no_python.values()
    if not layers and not problems:
        raise ScaffoldError(
            f"no layer is defined in {', '.join(targets)}",
            remedy="Name the module that defines the classes; imported ones are not checked.",
        )
    options = {
        "checks": wanted,
        "max_examples": max_examples,
        "inputs": shapes[0] if len(shapes) == 1 else shapes or None,
    }
    with others_output_aside():
        reports = dict(_reports(layers, _expected(known, list(layers)), options))
    if output_format == "json":
        _print_json(reports, problems)
    else:
        _print(reports, problems, markdown=output_format == "markdown")
    bad = [r for r in reports.values() if not r.ok or (fail_on == "warning" and r.warnings)]
    return 1 if bad or problems else 0


def _shape(text: str) -> tuple[int | None, ...]:
    try:
        return (None, *(int(size) for size in text.split(",")))
    except ValueError:
        raise click.UsageError(
            f"--inputs: expected sizes such as 8 or 32,32,3 (without the batch size), found '{text}'"
        ) from None


def _known_failure(text: str) -> tuple[str, str, str]:
    """Return layer, code and reason of an expected failure."""
    what, _, reason = text.partition("=")
    layer, _, code = what.rpartition(":")
    if not (layer and code and reason):
        raise click.UsageError(f"--expect: expected LAYER:CODE=REASON, found '{text}'")
    return layer, code, reason


def _found(targets: list[str]) -> tuple[dict[str, Any], list[str]]:
    """Return the layers that the targets stand for, and why modules among them cannot be imported."""
    if not targets:
        return {}, []
    start_keras()
    from scaffold.roundtrip.packages import find_layers

    found = [find_layers(target) for target in targets]
    layers = {name: layer for part in found for name, layer in part.layers.items()}
    return layers, [problem for part in found for problem in part.problems]


def _require_sense(
    targets: tuple[str, ...], wanted: str | list[str], known: list[tuple[str, str, str]]
) -> dict[str, str]:
    """Look at options and targets; return of files that are no Python why that is so."""
    from scaffold.roundtrip.factories import NotImportedError, require_there
    from scaffold.roundtrip.selection import select

    try:
        select(wanted, {code: reason for _, code, reason in known})
    except ScaffoldError as error:
        raise ScaffoldError(as_options(error.problem), remedy=as_options(error.remedy)) from error
    no_python: dict[str, str] = {}
    for target in targets:
        if not target.endswith(_SAVED_MODELS):
            try:
                require_there(target)
            except NotImportedError as error:
                no_python[target] = f"{target}: {error.reason}\n{error.remedy}"
    return no_python


# What is wrong with these is told by what finds the layers.
_SAVED_MODELS = (".keras", ".h5", ".hdf5")


def _expected(known: list[tuple[str, str, str]], names: list[str]) -> dict[str, dict[str, str]]:
    """Return the failures that are known: name of the layer -> code -> reason."""
    short = {name.replace(":", ".").rpartition(".")[2]: name for name in names} | {
        name: name for name in names
    }
    expected: dict[str, dict[str, str]] = {}
    for layer, code, reason in known:
        if layer not in short:
            raise unknown_name("layer in --expect", layer, short)
        expected.setdefault(short[layer], {})[code] = reason
    return expected


def _reports(
    layers: dict[str, Any], expected: dict[str, dict[str, str]], options: dict[str, Any]
) -> Iterator[tuple[str, Report]]:
    from scaffold.roundtrip.check import check_roundtrip

    with Progress("checking", len(layers)) as progress:
        for name, layer in layers.items():
            progress.step(name)
            try:
                report = check_roundtrip(
                    layer, on_fail="return", expected_failures=expected.get(name), **options
                )
            except ScaffoldError as error:
                problem = f"{name}: {as_options(error.problem)}"
                raise ScaffoldError(problem, remedy=as_options(error.remedy)) from error
            yield name, in_options(report)


def _print_json(reports: dict[str, Report], problems: list[str]) -> None:
    import json

    layers = [{"target": name, **json.loads(report.to_json())} for name, report in reports.items()]
    document = {"layers": layers, "problems": problems}
    tell_program(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def _print(reports: dict[str, Report], problems: list[str], *, markdown: bool) -> None:
    for name, report in reports.items():
        if markdown:
            click.echo(report.to_markdown())
        elif report.ok and not report.warnings:
            click.echo(f"{click.style('ok', fg='green')} {name}{_not_tried(report)}")
        else:
            verdict = (
                click.style("ok", fg="green") if report.ok else click.style("failed", fg="red", bold=True)
            )
            click.echo(f"{verdict} {name}\n{_coloured(str(report))}\n")
    for problem in problems:
        click.echo(f"{click.style('not imported', fg='red')} {problem}", err=True)
    failed = sum(not report.ok for report in reports.values())
    left_out = f", {_many(len(problems), 'module')} not imported" if problems else ""
    click.echo(f"{_many(len(reports), 'layer')} checked, {failed} failed{left_out}")


def _not_tried(report: Report) -> str:
    """Name the arguments that an ok does not speak for."""
    return f" (arguments not tried: {', '.join(report.not_exercised)})" if report.not_exercised else ""


_COLOURS = {"error ": "red", "warning ": "yellow", "  to do: ": "green", "  where: ": "cyan"}


def _coloured(text: str) -> str:
    """Colour the first words of the lines that people look for."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        for start, colour in _COLOURS.items():
            if line.startswith(start):
                lines[index] = click.style(start, fg=colour, bold=True) + line.removeprefix(start)
    return "\n".join(lines)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
