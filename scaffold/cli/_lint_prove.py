"""`scaffold lint --fix --prove`: round-trip the repaired classes before and after, in a process of their own."""

from __future__ import annotations

from collections.abc import Callable

import click

from scaffold.lint.fix import Repair


def write_and_prove(made: Repair, write: Callable[[Repair], None]) -> None:
    """Check the repaired classes, write the files, check the classes again, and say what became of each."""
    from scaffold.lint.prove import provable, verdicts

    found = provable(made)
    targets = found.targets
    click.echo(
        f"checking {len(targets)} repaired class{'' if len(targets) == 1 else 'es'} before and after",
        err=True,
    )
    before = verdicts(targets)
    write(made)
    after = verdicts(targets)
    for target in targets:
        click.echo(f"proof: {target}: before: {before[target]}; after: {after[target]}", err=True)
    for target, reason in found.unproved.items():
        click.echo(f"no proof: {target}: {reason}", err=True)
