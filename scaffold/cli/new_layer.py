"""``scaffold new-layer``: write a layer and its test."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli._plan import print_actions, print_json, show_only
from scaffold.kinds import KINDS

if TYPE_CHECKING:
    from scaffold.evolve.into import Module
    from scaffold.generate.plan import Plan
    from scaffold.generate.spec import LayerSpec

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
    "--into",
    type=click.Path(),
    metavar="FILE",
    help="An existing module to put the layer into, in place of a file of its own; the test goes beside it.",
)
@click.option(
    "own",
    "--templates",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Templates of your own, which come before the kit's by name. See `scaffold templates`.",
)
@click.option(
    "--package",
    metavar="NAME",
    help=f"Package to register the layer under: part of every saved model. Default: the Python package "
    f"that DIR belongs to, otherwise {_PACKAGE!r}.",
)
@click.option("--force", "-f", is_flag=True, help="Overwrite files that are there and differ.")
@click.option("--skip", is_flag=True, help="Keep files that are there and differ, and write the others.")
@click.option(
    "--dry-run", "-n", is_flag=True, help="Show what would become of each file; nothing is written."
)
@click.option(
    "--diff", "show_diff", is_flag=True, help="Show what would be written as a diff; nothing is written."
)
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the text of the files; nothing is written.")
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
    into: str | None,
    own: Path | None,
    package: str | None,
    force: bool,
    skip: bool,
    dry_run: bool,
    show_diff: bool,
    to_stdout: bool,
    output_format: str,
) -> int:
    """Write the layer NAME and its test: a layer that survives serialization from the first day."""
    from scaffold.generate.generate import generated_files
    from scaffold.generate.lookup import available_templates, checked_directory
    from scaffold.generate.names import class_name_of, module_name_of
    from scaffold.generate.plan import check_file_name, plan_files
    from scaffold.generate.spec import layer_spec
    from scaffold.generate.style import Style, project_of
    from scaffold.generate.write import carry_out, import_path_of

    module = module_name_of(class_name_of(name))
    check_file_name(f"{module}.py")
    existing = _existing(into, directory)
    if existing is not None:
        directory = Path(existing.path).parent
    import_path, parent = import_path_of(directory, Path(existing.path).stem if existing else module)
    style = Style(keras=existing.spelling) if existing else Style()
    own = own or project_of(directory).templates
    templates = available_templates(checked_directory(own) if own else None)
    package = parent or _PACKAGE if package is None else package
    spec = layer_spec(name, arguments, package, style=style, templates=templates)
    files = generated_files(spec, import_path, own)
    if existing is None:
        plan = plan_files(directory, files, force=force, skip=skip)
    else:
        plan = _plan_into(existing, directory, files, force=force, skip=skip)
    registered = f"{spec.package}>{spec.class_name}"
    if dry_run or show_diff or to_stdout:
        return show_only(
            plan,
            as_diff=show_diff,
            as_text=to_stdout,
            output_format=output_format,
            registered_name=registered,
        )
    carry_out(plan)
    if output_format == "json":
        print_json(plan, written=True, registered_name=registered)
    else:
        _print_text(spec, plan)
    return 0


def _existing(into: str | None, directory: Path) -> Module | None:
    """Return the module that is to take the layer, where there is one."""
    from scaffold.evolve.into import read_module

    if into is None:
        return None
    if directory != Path():
        raise click.UsageError("--into and --out contradict each other: give one of them.")
    return read_module(into)


def _plan_into(existing: Module, directory: Path, files: dict[str, str], *, force: bool, skip: bool) -> Plan:
    """Plan the change of the module, and the test beside it."""
    from scaffold.evolve.into import with_layer
    from scaffold.generate.plan import Plan, plan_files, planned_change

    layer, test = files.items()
    changed = with_layer(existing, layer[1])
    change = planned_change(existing.path, existing.source.text, changed, existing.source.encoding)
    return Plan((change, *plan_files(directory, dict([test]), force=force, skip=skip).files))


def _print_text(spec: LayerSpec, plan: Plan) -> None:
    print_actions(plan)
    click.echo(
        f"\n{spec.class_name} is registered as '{spec.package}>{spec.class_name}', a name that every saved model "
        "carries:\nto change it later makes old files unreadable.\n\nNext:"
    )
    layer, test = (shlex.quote(str(file.path)) for file in plan.files)
    click.echo(f"  pytest {test}\n  scaffold lint {layer}")
