"""The command `scaffold explain`: one rule, with its reason, a bad and a good example."""

from __future__ import annotations

import click


@click.command(name="explain")
@click.argument("rule", metavar="CODE|NAME")
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How the explanation is printed.",
)  # fmt: skip
def command(rule: str, output_format: str) -> int:
    """Explain a rule or check: what is wrong, why it matters, what to do, whether it can be repaired."""
    from scaffold.catalog import find_rule, fix_safety
    from scaffold.report.rules import explain_rule, rule_to_dict

    wanted = find_rule(rule)
    # Only the linter repairs, and only its findings are silenced by comments.
    fixes = {wanted.code: fix_safety(wanted)} if wanted.code.startswith("KS") else {}
    if output_format == "json":
        import json

        from scaffold.cli._output import tell_program

        tell_program(json.dumps(rule_to_dict(wanted, fixes), indent=2, ensure_ascii=False) + "\n")
    else:
        click.echo(explain_rule(wanted, fixes), nl=False)
    return 0
