"""``scaffold lock``: what a package promises to saved models, and what breaks it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli._output import tell_program
from scaffold.errors import ScaffoldError

if TYPE_CHECKING:
    from scaffold.finding import Finding
    from scaffold.source.project import Project

_LOCK_FILE = "scaffold.lock.json"


def _codes(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> list[str]:
    return [code for value in values for code in value.replace(",", " ").split()]


@click.command("lock")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--check", "only_check", is_flag=True, help="Compare with the lock file; write nothing.")
@click.option(
    "--lock-file",
    type=click.Path(path_type=Path),
    default=Path(_LOCK_FILE),
    show_default=True,
    metavar="FILE",
    help="Where the contract is.",
)
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these: KC101, KC1, ...")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="All but these.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    paths: tuple[str, ...],
    only_check: bool,
    lock_file: Path,
    select: list[str],
    ignore: list[str],
    output_format: str,
) -> int:
    """Write the serialization contract of the layers in source files, or --check what breaks it.

    The contract is what saved models rely on: registered names, constructor arguments, config keys. Keep the
    lock file under version control, and run `scaffold lock --check` before a release. Sources are read, never
    imported; neither Keras nor TensorFlow is needed.

    Without PATH, the paths in the lock file are taken; without one, the current directory.

    Exit code: 0 nothing breaks, 1 breaking changes (only with --check), 2 wrong usage.
    """
    from scaffold.catalog import chosen_codes
    from scaffold.contract.comparison import compare
    from scaffold.contract.lock_file import read_lock
    from scaffold.contract.rule_list import breaking_changes, rules
    from scaffold.contract.store import paths_from, read_text

    codes = chosen_codes(rules(), select, ignore)
    text = read_text(lock_file)
    if text is None and only_check:
        raise ScaffoldError(
            f"there is no lock file '{lock_file}'",
            remedy="Write one first: scaffold lock PATH. Or say where it is: --lock-file FILE.",
        )
    contract = None if text is None else read_lock(text, str(lock_file))
    wanted = paths or (paths_from(contract.paths, lock_file) if contract else (".",))
    project = _analyzed(wanted)
    found: tuple[Finding, ...] = ()
    if contract is not None and text is not None:
        found = breaking_changes(compare(contract, str(lock_file), text, project), codes)
    if only_check:
        _show(found, project, output_format)
        return int(bool(found))
    _write(wanted, lock_file, project, text)
    if found:
        click.echo("These changes break saved models, and are part of the contract from now on:\n", err=True)
        _show(found, project, output_format)
    return 0


def _analyzed(paths: tuple[str, ...]) -> Project:
    from scaffold.source.project import analyze

    project = analyze(paths)
    if project.problems:
        problem = project.problems[0]
        raise ScaffoldError(
            f"{problem.path}:{problem.line}: {problem.message}",
            remedy="A file that cannot be read promises nothing: repair it first. Nothing was written.",
        )
    return project


def _write(paths: tuple[str, ...], lock_file: Path, project: Project, before: str | None) -> None:
    from scaffold.contract.extract import current_classes
    from scaffold.contract.lock_file import lock_text
    from scaffold.contract.promise import Contract
    from scaffold.contract.store import relative_paths, write_text

    classes = {name: current.promise for name, current in current_classes(project).items()}
    if not classes:
        raise ScaffoldError(
            f"no layer, model or registered class in {', '.join(paths)}",
            remedy="Give the directory that holds them: scaffold lock src/.",
        )
    text = lock_text(Contract(relative_paths(paths, lock_file), classes))
    if text == before:
        click.echo(f"{lock_file} is up to date: {len(classes)} classes", err=True)
        return
    write_text(lock_file, text)
    click.echo(f"wrote {lock_file}: {len(classes)} classes", err=True)


def _show(found: tuple[Finding, ...], project: Project, output_format: str) -> None:
    if output_format == "json":
        from scaffold.report.as_json import render_json

        tell_program(render_json(found))
        return
    from scaffold.report.text import Looked, coloured, plain, render_text

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    texts = {file.path: file.text for file in project.files}
    looked = Looked(classes=len(project.classes), files=len(project.files))
    click.echo(render_text(found, texts, looked, coloured if colour else plain), nl=False, color=colour)
