"""The command `scaffold lint`: judge the layers in source files, and repair them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaffold.lint.fix import Repair
    from scaffold.lint.run import LintResult


def _codes(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> list[str]:
    return [code for value in values for code in value.replace(",", " ").split()]


@click.command(name="lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--fix", is_flag=True, help="Repair what has one right repair, and write the files.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff, also repairs that older saved models will notice.",
)
@click.option("--diff", "show_diff", is_flag=True, help="Show the repairs as a diff; nothing is written.")
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these: KS101, KS2, ...")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="All but these.")
@click.option("--fail-on", type=click.Choice(["error", "warning"]), default="error", show_default=True)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    paths: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    show_diff: bool,
    select: list[str],
    ignore: list[str],
    fail_on: str,
    output_format: str,
) -> int:
    """Find serialization faults of Keras layers in source files; neither Keras nor TensorFlow is needed.

    Directories are searched for Python files; without PATH, the current directory. `# noqa: KS101` at the end
    of a line silences a finding there.

    Exit code: 0 clean, 1 findings (with --diff: or repairs to make), 2 wrong usage. --unsafe-fixes alone means
    --fix --unsafe-fixes.
    """
    from scaffold.catalog import chosen_codes
    from scaffold.lint.rule_set import lint_rules

    codes = chosen_codes([rule.rule for rule in lint_rules()], select, ignore)
    wanted = paths or (".",)
    if show_diff or fix or unsafe_fixes:
        return _repair(wanted, codes, unsafe_fixes, show_diff, fail_on, output_format)
    from scaffold.lint.run import lint

    return _show(lint(wanted).chosen(codes), fail_on, output_format)


def _show(result: LintResult, fail_on: str, output_format: str, *, fixed: int = 0) -> int:
    if output_format == "json":
        from scaffold.report.as_json import render_json

        click.echo(render_json(result.findings), nl=False)
    else:
        from scaffold.report.text import Looked, coloured, plain, render_text

        texts = {path: source.text for path, source in result.files.items()}
        looked = Looked(classes=result.classes, files=len(result.files) + result.unreadable)
        colour = _colour()
        text = render_text(result.findings, texts, looked, coloured if colour else plain, fixed=fixed)
        click.echo(text, nl=False, color=colour)
    failing = ("error",) if fail_on == "error" else ("error", "warning")
    return int(any(finding.severity.value in failing for finding in result.findings))


def _colour() -> bool:
    """Colour on a terminal that can, unless NO_COLOR says otherwise; see https://no-color.org."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _repair(
    paths: tuple[str, ...],
    codes: frozenset[str],
    unsafe: bool,
    show_diff: bool,
    fail_on: str,
    output_format: str,
) -> int:
    from scaffold.lint.fix import repaired

    repair = repaired(paths, codes, unsafe=unsafe)
    if not show_diff:
        _write(repair.before, repair.texts)
    _say_what_else_changes(repair.unsafe)
    if show_diff:
        return _diff(repair, codes, fail_on)
    before, after = repair.before.chosen(codes), repair.after.chosen(codes)
    return _show(after, fail_on, output_format, fixed=len(before.findings) - len(after.findings))


def _say_what_else_changes(messages: list[str]) -> None:
    """Name what unsafe fixes change beyond the source, the first of them where they are many."""
    most = 10
    for message in messages[:most]:
        click.echo(f"note: {message}", err=True)
    if len(messages) > most:
        click.echo(f"note: and {len(messages) - most} more like these", err=True)


def _write(before: LintResult, texts: Mapping[str, str]) -> None:
    from scaffold.lint.write import encoded, write_repaired

    for path, text in texts.items():
        encoded(before.files[path], text)  # before the first file is written, every text must be writable
    for path, text in texts.items():
        write_repaired(before.files[path], text)


def _diff(repair: Repair, codes: frozenset[str], fail_on: str) -> int:
    from scaffold.report.diff import unified
    from scaffold.report.text import Looked, summary

    for path, text in sorted(repair.texts.items()):
        click.echo(unified(path, repair.before.files[path].text, text), nl=False)
    after = repair.after.chosen(codes)
    looked = Looked(classes=after.classes, files=len(after.files) + after.unreadable)
    count = len(repair.texts)
    would = f"would repair {count} file{'' if count == 1 else 's'}; left: {summary(after.findings, looked)}"
    click.echo(would, err=True)
    failing = ("error",) if fail_on == "error" else ("error", "warning")
    return int(bool(repair.texts) or any(finding.severity.value in failing for finding in after.findings))
