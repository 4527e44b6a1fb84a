"""The command `scaffold rules`: everything that is checked, in one table."""

from __future__ import annotations

import click


@click.command(name="rules")
@click.argument("codes", nargs=-1, metavar="[CODES]...")
@click.option(
    "--select", multiple=True, metavar="CODES", help="The same as CODES: KS1, KR201, not-registered, ..."
)
@click.option("--severity", type=click.Choice(["error", "warning"]), help="Only rules of this severity.")
@click.option("--fixable", is_flag=True, help="Only rules whose findings `scaffold lint` can repair.")
@click.option(
    "--output-format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
    help="How the table is printed.",
)  # fmt: skip
def command(
    codes: tuple[str, ...], select: tuple[str, ...], severity: str | None, fixable: bool, output_format: str
) -> int:
    """List the rules and checks of the kit; `scaffold explain CODE` says more about one.

    CODES are codes, beginnings of codes or names: KS for the linter, KR for the checker, KA for saved models, KC for
    contracts. Without any, all are listed.
    """
    from scaffold.catalog import all_rules, chosen_codes, fix_safety
    from scaffold.cli._output import tell_program
    from scaffold.report.rules import rules_as_json, rules_as_markdown, rules_as_text

    wanted = [code for text in (*codes, *select) for code in text.replace(",", " ").split()]
    chosen = chosen_codes(all_rules(), wanted, [])
    rules = [rule for rule in all_rules() if rule.code in chosen and severity in (None, rule.severity.value)]
    fixes = {rule.code: fix_safety(rule) for rule in rules}
    if fixable:
        rules = [rule for rule in rules if fixes[rule.code] is not None]
    render = {"text": rules_as_text, "json": rules_as_json, "markdown": rules_as_markdown}[output_format]
    text = render(rules, fixes)
    if output_format == "json":
        tell_program(text)
    else:
        click.echo(text, nl=False)
    return 0
