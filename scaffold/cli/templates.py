"""``scaffold templates``: the templates of layers, and how to take them over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scaffold.cli._plan import carry_out_or_show, conflict_options, preview_options


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
@conflict_options
@preview_options
def eject(names: tuple[str, ...], directory: Path, force: bool, skip: bool, **preview: Any) -> int:
    """Copy templates of the kit into a directory of your own; all of them where none is named.

    What is in that directory from then on comes before the kit's. Keep those that you change, and remove the others:
    they are then the kit's again, and follow its new releases.
    """
    from scaffold.generate.lookup import kit_file, template_files
    from scaffold.generate.plan import plan_files

    paths = [kit_file(name) for name in names] or [file.path for file in template_files(None)]
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    plan = plan_files(directory, texts, force=force, skip=skip)
    following = f"\nNext: scaffold new-layer MyLayer --templates {directory}"
    return carry_out_or_show(plan, **preview, afterwards=lambda: click.echo(following))
