"""``scaffold kinds``: the kinds of arguments, and the code they become."""

from __future__ import annotations

import click

from scaffold.errors import unknown_name
from scaffold.kinds import KINDS


@click.command("kinds")
@click.argument("name", required=False, metavar="[KIND]")
@click.option(
    "--table", is_flag=True, help="Which template takes which kind, and as what. Proven by the tests."
)
@click.option(
    "output_format", "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def command(name: str | None, table: bool, output_format: str) -> int:
    """List the kinds of arguments that `new-layer` and `add-arg` take, or show one KIND."""
    from scaffold.generate.kind_examples import examples, template_table

    if table:
        rows = template_table()
        if output_format == "json":
            _print_json([{"kind": kind, **cells} for kind, cells in rows.items()])
        else:
            _print_table(rows)
        return 0
    if name is not None and name not in KINDS:
        raise unknown_name("kind", name, KINDS)
    shown = [example for example in examples() if name in (None, example.kind.name)]
    if output_format == "json":
        _print_json(
            [
                {
                    "kind": example.kind.name,
                    "summary": example.kind.summary,
                    "example": example.typed,
                    "parameter": example.parameter,
                    "constructor": list(example.constructor),
                    "get_config": example.entry,
                    "from_config": list(example.from_config),
                }
                for example in shown
            ]
        )
        return 0
    for example in shown:
        click.echo(f"{click.style(example.kind.name, bold=True)}: {example.kind.summary}")
        click.echo(f"  --arg {example.typed}")
        lines = [example.parameter, *example.constructor, f"{example.entry},", *example.from_config]
        click.echo("".join(f"      {line}\n" for line in lines))
    return 0


def _print_json(rows: list[dict[str, object]]) -> None:
    import json

    click.echo(json.dumps(rows, indent=2))


def _print_table(rows: dict[str, dict[str, str]]) -> None:
    templates = list(next(iter(rows.values())))
    widths = [max(len(template), 6) for template in templates]
    first = max(map(len, rows))
    click.echo(
        " ".join([" " * first, *(name.ljust(width) for name, width in zip(templates, widths, strict=True))])
    )
    for kind, cells in rows.items():
        shown = (cells[name].ljust(width) for name, width in zip(templates, widths, strict=True))
        click.echo(" ".join([kind.ljust(first), *shown]).rstrip())
    click.echo("\nused: part of the computation; stored: kept for yours, in the config and back.")
