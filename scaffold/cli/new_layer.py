"""``scaffold new-layer``: write a layer and its test."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.kinds import KINDS

if TYPE_CHECKING:
    from scaffold.generate.spec import LayerSpec
    from scaffold.generate.write import WrittenFile

# Registered package of a layer that is not written into a Python package.
_PACKAGE = "my_layers"


def _epilog() -> str:
    rows = [f"  {kind.name:<12} {kind.summary}" for kind in KINDS.values()]
    return "\n".join(
        [
            "\b",
            "Kinds of arguments:",
            *rows,
            "  KIND?        KIND, or None, which is the default; =none says the same",
            "",
            "\b",
            "Example:",
            "  scaffold new-layer GatedDense --arg units:int --arg activation:activation=relu --arg rate:float=0.1",
        ]
    )


@click.command("new-layer", epilog=_epilog())
@click.argument("name")
@click.option(
    "arguments",
    "--arg",
    "-a",
    multiple=True,
    metavar="NAME:KIND[=DEFAULT]",
    help="A constructor argument. May be given many times; those without a default come first.",
)
@click.option(
    "directory",
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default="the current directory",
    metavar="DIR",
    help="Where to write the two files.",
)
@click.option(
    "--package",
    metavar="NAME",
    help=f"Package to register the layer under: part of every saved model. Default: the Python package "
    f"that DIR belongs to, otherwise {_PACKAGE!r}.",
)
@click.option("--force", "-f", is_flag=True, help="Overwrite files that are there.")
@click.option("--dry-run", "-n", is_flag=True, help="Print the files, write nothing.")
@click.option(
    "output_format",
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to say what was written.",
)
def command(
    name: str,
    arguments: tuple[str, ...],
    directory: Path,
    package: str | None,
    force: bool,
    dry_run: bool,
    output_format: str,
) -> int:
    """Write the layer NAME and its test: a layer that survives serialization from the first day."""
    from scaffold.generate.context import template_context
    from scaffold.generate.names import class_name_of, module_name_of
    from scaffold.generate.render import render
    from scaffold.generate.self_check import self_check
    from scaffold.generate.spec import layer_spec
    from scaffold.generate.write import import_path_of, write_files

    import_path, parent = import_path_of(directory, module_name_of(class_name_of(name)))
    spec = layer_spec(name, arguments, parent or _PACKAGE if package is None else package)
    files = self_check(spec, lambda spec: render(template_context(spec, import_path), spec.module))
    if dry_run:
        _print_files(files, output_format)
        return 0
    written = write_files(directory, files, force=force)
    if output_format == "json":
        _print_json(spec, written)
    else:
        _print_text(spec, written)
    return 0


def _print_files(files: dict[str, str], output_format: str) -> None:
    if output_format == "json":
        import json

        click.echo(json.dumps({"files": files}, indent=2))
        return
    for file_name, text in files.items():
        click.echo(f"{click.style(f'# ---- {file_name}', bold=True)}\n{text}")


def _print_json(spec: LayerSpec, written: list[WrittenFile]) -> None:
    import json

    files = [{"path": str(file.path), "outcome": str(file.outcome)} for file in written]
    click.echo(json.dumps({"registered_name": f"{spec.package}>{spec.class_name}", "files": files}, indent=2))


def _print_text(spec: LayerSpec, written: list[WrittenFile]) -> None:
    for file in written:
        click.echo(f"{click.style(f'{file.outcome:<11}', fg='green', bold=True)} {file.path}")
    click.echo(
        f"\n{spec.class_name} is registered as '{spec.package}>{spec.class_name}', a name that every saved model "
        "carries:\nto change it later makes old files unreadable.\n\nNext:"
    )
    layer, test = (shlex.quote(str(file.path)) for file in written)
    click.echo(f"  pytest {test}\n  scaffold lint {layer}")
