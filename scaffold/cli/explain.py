"""The command `scaffold explain`: one rule, with its reason, a bad and a good example."""

from __future__ import annotations

import click


@click.command(name="explain")
@click.argument("rule", metavar="CODE|NAME")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(rule: str, output_format: str) -> int:
    """Explain a rule or check: what is wrong, why it matters, what to do."""
    from scaffold.catalog import all_rules, find_rule
    from scaffold.report.rules import explain_rule, rule_to_dict

    wanted = find_rule(all_rules(), rule)
    if output_format == "json":
        import json

        click.echo(json.dumps(rule_to_dict(wanted), indent=2, ensure_ascii=False))
    else:
        click.echo(explain_rule(wanted), nl=False)
    return 0
