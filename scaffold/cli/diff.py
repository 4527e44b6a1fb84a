"""``scaffold diff``: what differs between two saved models."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli._output import tell_program

if TYPE_CHECKING:
    from scaffold.archive.change import Change
    from scaffold.archive.read import Archive


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--values", is_flag=True, help="Compare the values of the weights too, not only shape and dtype."
)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines to read, or JSON with every difference.",
)
def command(old: str, new: str, values: bool, output_format: str) -> int:
    """Compare two saved models: layers, their configs and their weights, by path.

    OLD and NEW are .keras files, or legacy .h5 models. They are read as data, without Keras or TensorFlow.
    When they were saved, and by which version of Keras, is shown but is no difference.

    Exits with 0 when they are the same, 1 when they differ, 2 when one of them cannot be used.

    \b
    Examples:
      scaffold diff before.keras after.keras
      scaffold diff before.keras after.keras --values
    """
    from scaffold.archive.compare import compare
    from scaffold.archive.read import read_archive
    from scaffold.archive.values import value_comparison

    before, after = read_archive(old), read_archive(new)
    with (
        value_comparison(before, after)
        if values and _comparable(before, after)
        else nullcontext() as by_value
    ):
        changes = compare(before, after, by_value)
    if output_format == "json":
        _print_json(before, after, changes)
    else:
        _print_text(before, after, changes)
    return 1 if changes else 0


def _comparable(before: Archive, after: Archive) -> bool:
    return before.format == after.format


def _note(before: Archive, after: Archive) -> str:
    if _comparable(before, after):
        return ""
    return f"weights are not compared: '{before.path}' is {before.format}, '{after.path}' is {after.format}"


def _print_json(before: Archive, after: Archive, changes: tuple[Change, ...]) -> None:
    import json

    from scaffold.archive.as_json import SCHEMA_VERSION, finite

    def described(archive: Archive) -> dict[str, Any]:
        return {
            "path": archive.path,
            "format": archive.format,
            "keras_version": archive.keras_version or None,
        }

    document = {
        "schema_version": SCHEMA_VERSION,
        "old": described(before),
        "new": described(after),
        "same": not changes,
        "old_weights_fit_new": not any(change.breaks_loading for change in changes),
        "note": _note(before, after) or None,
        "differences": [
            {
                "kind": change.kind.value,
                "path": change.path,
                "class": change.class_name or None,
                "key": change.key or None,
                "old": finite(change.old),
                "new": finite(change.new),
            }
            for change in changes
        ],
    }
    tell_program(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def _print_text(before: Archive, after: Archive, changes: tuple[Change, ...]) -> None:
    from scaffold.archive.show_changes import change_lines

    for line in change_lines(before, after, changes):
        click.echo(line)
    if _note(before, after):
        click.echo(_note(before, after))
