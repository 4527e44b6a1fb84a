"""``scaffold new-layer``: write a layer and its test."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli._layer_words import layer_requests, spelling_options, style_with
from scaffold.cli._plan import carry_out_or_show, conflict_options, preview_options
from scaffold.errors import ScaffoldError
from scaffold.kinds import KINDS

if TYPE_CHECKING:
    from scaffold.evolve.into import Module
    from scaffold.generate.generate import LayerRequest
    from scaffold.generate.plan import Plan, PlannedFile
    from scaffold.generate.spec import LayerSpec


def _epilog() -> str:
    rows = [f"  {kind.name:<12} {kind.summary}" for kind in KINDS.values()]
    return "\n".join(
        [
            "\b",
            "Kinds of arguments:",
            *rows,
            "  KIND?        KIND, or None, which is the default; =none says the same",
            "  KIND[0..1]   numbers in a range; [1..] has one end, [0..<1] leaves the end out",
            "",
            "\b",
            "Example:",
            "  scaffold new-layer GatedDense --arg units:int --arg gate_activation:activation=sigmoid "
            "--arg rate:float=0.1",
        ]
    )


@click.command("new-layer", epilog=_epilog())
@click.argument("name", required=False)
@click.option(
    "arguments",
    "--arg",
    "-a",
    multiple=True,
    metavar="NAME:KIND[=DEFAULT]",
    help="A constructor argument. May be given many times; those without a default come first.",
)
@click.option(
    "docs", "--doc", multiple=True, metavar="NAME=TEXT", help="What the documentation says about an argument."
)
@click.option(
    "--template",
    "-t",
    metavar="NAME",
    help="Shape of the layer; chosen by the arguments where left out. See `scaffold templates list`.",
)
@click.option(
    "spec_file",
    "--spec",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A TOML file with many layers, in place of NAME and --arg.",
)
@click.option(
    "directory",
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default="the current directory",
    metavar="DIR",
    help="Where to write the two files; a directory that is not there is made.",
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
    help="Package to register the layer under: part of every saved model. Default: `package` of [tool.scaffold] "
    "in pyproject.toml, else the Python package of DIR, else the project's name, else 'my_layers'.",
)
@spelling_options
@conflict_options
@preview_options
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the text of the files; nothing is written.")
def command(
    name: str | None,
    arguments: tuple[str, ...],
    docs: tuple[str, ...],
    template: str | None,
    spec_file: Path | None,
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
    **spelling: Any,
) -> int:
    """Write the layer NAME and its test: a layer that survives serialization from the first day."""
    from scaffold.generate.plan import Plan

    requests = layer_requests(name, arguments, docs, template, package, spec_file)
    if into is not None and len(requests) > 1:
        raise click.UsageError("--into takes one layer: give its name, or --out for many.")
    existing = _existing(into, directory)
    planned = [
        _planned(request, spec_file, directory, existing, own, spelling, force, skip) for request in requests
    ]
    plan = Plan(tuple(file for _, files in planned for file in files))
    specs = [spec for spec, _ in planned]
    _check_different(specs)
    names = [f"{spec.package}>{spec.class_name}" for spec in specs]
    registered: dict[str, Any] = (
        {"registered_name": names[0]} if len(names) == 1 else {"registered_names": names}
    )
    return carry_out_or_show(
        plan,
        dry_run=dry_run,
        show_diff=show_diff,
        to_stdout=to_stdout,
        output_format=output_format,
        afterwards=lambda: _print_text(
            specs, plan, "--package" if spec_file is None else "`package` in the file"
        ),
        **registered,
    )


@contextlib.contextmanager
def _told_where(spec_file: Path | None, name: str) -> Iterator[None]:
    """Say of a fault in a file of specifications which layer has it."""
    try:
        yield
    except ScaffoldError as error:
        if spec_file is None:
            raise
        raise ScaffoldError(f"{spec_file}: [{name[:60]}] {error.problem}", remedy=error.remedy) from error


def _planned(
    request: LayerRequest,
    spec_file: Path | None,
    directory: Path,
    existing: Module | None,
    own: Path | None,
    spelling: Mapping[str, Any],
    force: bool,
    skip: bool,
) -> tuple[LayerSpec, tuple[PlannedFile, ...]]:
    """Plan the files of one layer."""
    from scaffold.generate.generate import generated_files
    from scaffold.generate.lookup import available_templates, checked_directory
    from scaffold.generate.names import class_name_of, module_name_of
    from scaffold.generate.plan import check_file_name, plan_files
    from scaffold.generate.spec import layer_spec
    from scaffold.generate.style import package_of, project_of
    from scaffold.generate.write import import_path_of

    with _told_where(spec_file, request.name):
        module = module_name_of(class_name_of(request.name))
    check_file_name(f"{module}.py")
    if existing is not None:
        directory = Path(existing.path).parent
    import_path, parent = import_path_of(directory, Path(existing.path).stem if existing else module)
    project = project_of(directory)
    own = own or project.templates
    style = style_with(project.style, **spelling)
    templates = available_templates(checked_directory(own) if own else None)
    with _told_where(spec_file, request.name):
        spec = layer_spec(
            request.name,
            request.arguments,
            request.package if request.package is not None else package_of(parent, project),
            template=request.template,
            docs=request.docs,
            style=style.but(keras=existing.spelling) if existing else style,
            templates=templates,
        )
    files = generated_files(spec, import_path, own)
    if existing is not None:
        return spec, _plan_into(existing, directory, files, force=force, skip=skip).files
    return spec, plan_files(directory, files, force=force, skip=skip).files


def _check_different(specs: Sequence[LayerSpec]) -> None:
    """Refuse two layers that would be written to one file."""
    modules = [spec.module for spec in specs]
    for spec in specs:
        if modules.count(spec.module) > 1:
            raise ScaffoldError(
                f"two layers would be written to {spec.module}.py", remedy="Give them different names."
            )


def _existing(into: str | None, directory: Path) -> Module | None:
    """Return the module that is to take the layer, where there is one."""
    if into is None:
        return None
    if directory != Path():
        raise click.UsageError("--into and --out contradict each other: give one of them.")
    from scaffold.evolve.into import read_module

    return read_module(into)


def _plan_into(existing: Module, directory: Path, files: dict[str, str], *, force: bool, skip: bool) -> Plan:
    """Plan the change of the module, and the test beside it."""
    from scaffold.evolve.into import with_layer
    from scaffold.generate.plan import Plan, plan_files, planned_change

    layer, test = files.items()
    changed = with_layer(existing, layer[1])
    change = planned_change(existing.path, existing.source.text, changed, existing.source.encoding)
    return Plan((change, *plan_files(directory, dict([test]), force=force, skip=skip).files))


def _print_text(specs: Sequence[LayerSpec], plan: Plan, chooser: str) -> None:
    from scaffold.generate.steps import computation_of

    for spec in specs:
        shape = spec.shape
        chosen = "chosen by the arguments; --template chooses another" if shape.chosen else "as asked for"
        click.echo(f"\n{spec.class_name} is written from the template '{shape.template.name}' ({chosen}).")
        if shape.added:
            added = ", ".join(f"{argument.name}:{argument.kind.name}" for argument in shape.added)
            click.echo(f"Added, because the template needs it: {added}.")
        stored = computation_of(spec.arguments, shape).stored
        if stored:
            kept = ", ".join(f"self.{name}" for name in stored)
            click.echo(f"Stored for your own computation, and used by nothing yet: {kept}.")
        click.echo(
            f"It is registered as '{spec.package}>{spec.class_name}', a name that every saved model carries:\n"
            f"to change it later makes old files unreadable ({chooser} chooses another now)."
        )
    layers, tests = (
        " ".join(shlex.quote(str(file.path)) for file in plan.files[start::2]) for start in (0, 1)
    )
    click.echo(f"\nNext:\n  pytest {tests}\n  scaffold check {layers}\n  scaffold lint {layers}")
