"""``scaffold templates``: the templates of layers, and how to take them over."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("templates")
def command() -> None:
    """List the templates that `scaffold new-layer` writes from, or take them over to change them.

    A directory of your own comes before the kit's by name: `scaffold new-layer --templates DIR`, or
    `templates = "DIR"` under [tool.scaffold] in pyproject.toml.
    """


@command.command("list")
@click.option(
    "own",
    "--templates",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A directory of templates of your own.",
)
@click.option(
    "output_format", "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def list_(own: Path | None, output_format: str) -> int:
    """List every template, what it is for, and where it comes from."""
    from scaffold.generate.lookup import checked_directory, template_files
    from scaffold.generate.style import project_of

    own = own or project_of(Path()).templates
    files = template_files(checked_directory(own) if own is not None else None)
    if output_format == "json":
        import json

        rows = [
            {
                "name": file.name,
                "path": str(file.path),
                "part": file.is_part,
                "own": file.own,
                "overrides": file.overrides,
                "summary": file.summary,
            }
            for file in files
        ]
        click.echo(json.dumps(rows, indent=2))
        return 0
    width = max(len(file.name) for file in files)
    for file in files:
        said = file.summary or "part of the others"
        origin = f"  [yours{', before the one of the kit' if file.overrides else ''}]" if file.own else ""
        click.echo(f"{click.style(file.name.ljust(width), bold=True)}  {said}{origin}")
    return 0


@command.command("eject")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "directory",
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Where to put them.",
)
@click.option("--force", "-f", is_flag=True, help="Overwrite files that are there and differ.")
@click.option("--skip", is_flag=True, help="Keep files that are there and differ, and write the others.")
@click.option(
    "--dry-run", "-n", is_flag=True, help="Show what would become of each file; nothing is written."
)
@click.option(
    "--diff", "show_diff", is_flag=True, help="Show how the kit's differ from those that are there."
)
@click.option(
    "output_format", "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def eject(
    names: tuple[str, ...],
    directory: Path,
    force: bool,
    skip: bool,
    dry_run: bool,
    show_diff: bool,
    output_format: str,
) -> int:
    """Copy templates of the kit into a directory of your own; all of them where none is named.

    What is in that directory from then on comes before the kit's. Keep those that you change, and remove the others:
    they are then the kit's again, and follow its new releases.
    """
    from scaffold.cli._plan import print_actions, print_json, show_only
    from scaffold.generate.lookup import kit_file, template_files
    from scaffold.generate.plan import plan_files
    from scaffold.generate.write import carry_out

    paths = [kit_file(name) for name in names] or [file.path for file in template_files(None)]
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    plan = plan_files(directory, texts, force=force, skip=skip)
    if dry_run or show_diff:
        return show_only(plan, as_diff=show_diff, as_text=False, output_format=output_format)
    carry_out(plan)
    if output_format == "json":
        print_json(plan, written=True)
    else:
        print_actions(plan)
        click.echo(f"\nNext: scaffold new-layer MyLayer --templates {directory}")
    return 0
