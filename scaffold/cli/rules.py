"""The command `scaffold rules`: everything that is checked, in one table."""

from __future__ import annotations

import click


@click.command(name="rules")
@click.option(
    "--output-format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True
)
def command(output_format: str) -> int:
    """List every rule and check of the kit; `scaffold explain CODE` says more about one."""
    from scaffold.catalog import all_rules
    from scaffold.report.rules import rules_as_json, rules_as_markdown, rules_as_text

    render = {"text": rules_as_text, "json": rules_as_json, "markdown": rules_as_markdown}[output_format]
    click.echo(render(all_rules()), nl=False)
    return 0
