"""``scaffold inspect``: the configuration of every layer of a saved model or a live one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli._output import tell_program
from scaffold.errors import ScaffoldError, nearest

if TYPE_CHECKING:
    from scaffold.object_tree import ObjectNode

_MODEL_ENDINGS = (".keras", ".h5", ".hdf5")
_COLORS = {"class": "cyan", "custom": "magenta", "error": "red"}


@click.command("inspect")
@click.argument("target", metavar="FILE|MODULE:FACTORY")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A tree to read, or JSON with every layer by path.",
)
@click.option("--full", is_flag=True, help="In text, show every config entry unshortened.")
def command(target: str, output_format: str, full: bool) -> int:
    """Show the configuration of every layer, nested ones included, by path.

    FILE is a saved model (.keras, or legacy .h5); it is read as data, without Keras or TensorFlow.
    MODULE:FACTORY or FILE.py:FACTORY is a model, a layer, or a function that returns one; it is imported
    and called, with Keras.

    Exits with 1 when a live layer has no config though it needs one (a layer that its owner makes anew needs
    none), with 2 when TARGET cannot be used.

    \b
    Examples:
      scaffold inspect model.keras
      scaffold inspect model.keras --output-format json
      scaffold inspect my_package.models:build_classifier
    """
    heading, root, head = _live(target) if _is_live(target) else _saved(target)
    if output_format == "json":
        _print_json(root, head)
    else:
        _print_text(root, heading, head["notes"], full)
    return 1 if head["format"] == "live" and _failed(root) else 0


def _is_live(target: str) -> bool:
    """Tell ``module:factory`` from a file; what exists is a file, and so is what is named like a model."""
    if os.path.lexists(target):
        return False
    where, colon, name = target.rpartition(":")
    if not colon or os.sep in name or "/" in name or name.endswith(_MODEL_ENDINGS):
        return False
    return bool(where)


def _names_a_module(target: str) -> bool:
    if target.endswith(_MODEL_ENDINGS):
        return False
    dotted = all(part.isidentifier() for part in target.split("."))
    return target.endswith(".py") or (dotted and not os.path.lexists(target))


def _like_a_saved_model(target: str) -> bool:
    """Tell a mistyped name of a saved model in the working directory from a module that is there."""
    module = target.split(".")[0]
    if target.endswith(".py") or os.path.lexists(module) or os.path.lexists(f"{module}.py"):
        return False
    models = [item.name for item in Path().iterdir() if item.suffix in _MODEL_ENDINGS]
    return nearest(target, models) is not None


def _saved(target: str) -> tuple[str, ObjectNode, dict[str, Any]]:
    from scaffold.archive.read import read_archive
    from scaffold.archive.show import counts, description

    if _names_a_module(target) and not _like_a_saved_model(target):
        raise ScaffoldError(
            f"'{target}' is no saved model, and names nothing to make one from",
            remedy=f"For a live model or layer add what makes it: {target}:factory",
        )
    archive = read_archive(target)
    model = archive.model
    version = f", Keras {archive.keras_version}" if archive.keras_version else ""
    saved = f", saved {archive.date_saved}" if archive.date_saved else ""
    heading = f"{target}: {description(model)}{version}{saved}, {counts(model)}"
    head = {
        "source": target,
        "format": archive.format,
        "keras_version": archive.keras_version or None,
        "date_saved": archive.date_saved or None,
        "optimizer_weights": archive.optimizer_weights,
        "compile_config": archive.config.get("compile_config"),
        "notes": list(archive.notes),
    }
    return heading, model, head


def _live(target: str) -> tuple[str, ObjectNode, dict[str, Any]]:
    from scaffold.archive.show import counts, description
    from scaffold.cli._keras import start_keras
    from scaffold.roundtrip.configs import live_tree
    from scaffold.roundtrip.factories import make_live
    from scaffold.roundtrip.held import keras_module

    start_keras()
    root = live_tree(make_live(target))
    version = str(keras_module().__version__)
    head: dict[str, Any] = {
        "source": target,
        "format": "live",
        "keras_version": version,
        "date_saved": None,
        "optimizer_weights": 0,
        "compile_config": None,
        "notes": [],
    }
    return f"{target}: {description(root)}, Keras {version}, {counts(root)}", root, head


def _failed(root: ObjectNode) -> bool:
    from scaffold.roundtrip.configs import needed_but_failed

    return needed_but_failed(root)


def _print_json(root: ObjectNode, head: dict[str, Any]) -> None:
    import json

    from scaffold.archive.as_json import SCHEMA_VERSION, entry, finite, layer_entries

    document = {
        "schema_version": SCHEMA_VERSION,
        **finite(head),
        "model": None if root.path else entry(root),
        "layers": layer_entries(root),
    }
    tell_program(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False, default=repr) + "\n")


def _print_text(root: ObjectNode, heading: str, notes: list[str], full: bool) -> None:
    from scaffold.archive.show import plain, tree_lines
    from scaffold.object_tree import printable

    colored = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    heading = printable(heading)
    click.echo(click.style(heading, bold=True) if colored else heading)
    for note in notes:
        click.echo(printable(f"note: {note}"))
    lines = tree_lines(root, full=full, ascii_only=not _can_draw(), style=_style if colored else plain)
    for line in lines:
        click.echo(line, color=colored)


def _style(text: str, role: str) -> str:
    return click.style(text, dim=True) if role == "dim" else click.style(text, fg=_COLORS[role])


def _can_draw() -> bool:
    try:
        "├└│─".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
