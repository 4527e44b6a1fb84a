"""``scaffold rename-arg``: rename a layer's argument, and keep old files loading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scaffold.evolve.rename_argument import Renamed
    from scaffold.generate.plan import PlannedFile


@click.command(
    "rename-arg",
    epilog="Example: scaffold rename-arg my_package/gated_dense.py:GatedDense rate dropout_rate --diff",
)
@click.argument("target", metavar="FILE:CLASS")
@click.argument("old")
@click.argument("new")
@click.option(
    "test",
    "--test",
    type=click.Path(),
    metavar="FILE",
    help="The test file. Default: test_<module>.py nearby.",
)
@click.option("show_diff", "--diff", is_flag=True, help="Show the change as a diff; nothing is written.")
@click.option("--dry-run", "-n", is_flag=True, help="Show what would change; nothing is written.")
@click.option(
    "output_format", "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def command(
    target: str, old: str, new: str, test: str | None, show_diff: bool, dry_run: bool, output_format: str
) -> int:
    """Rename the argument OLD of a class to NEW: parameter, attribute, config key, docstring, and calls in its test.

    from_config gets the lines that take OLD for NEW, so that models saved before still load. The edits touch nothing
    else, and are proven before they are written: the class is read again, and `scaffold lint` must find nothing that
    it did not find before. A class that cannot be understood is left as it is.

    Exit code: 0 done, 2 wrong usage, or a class that is left as it is.
    """
    from scaffold.cli._plan import print_actions, print_json, show_only
    from scaffold.evolve.rename_argument import rename_argument
    from scaffold.evolve.target import split
    from scaffold.generate.plan import Plan, planned_change
    from scaffold.generate.write import carry_out

    path, name = split(target)
    renamed = rename_argument(path, name, old, new)
    source = renamed.target.source
    change = planned_change(path, source.text, renamed.text, source.encoding)
    tested, notes = _test_change(renamed, old, new, test)
    plan = Plan((change, *tested))
    more = {"class": name, "old": old, "new": new, "notes": notes}
    if show_diff or dry_run:
        code = show_only(plan, as_diff=show_diff, as_text=False, output_format=output_format, **more)
    else:
        carry_out(plan)
        code = 0
        if output_format == "json":
            print_json(plan, written=True, **more)
        else:
            print_actions(plan)
    for note in notes if output_format == "text" else ():
        click.echo(f"note: {note}", err=True)
    return code


def _test_change(
    renamed: Renamed, old: str, new: str, path: str | None
) -> tuple[list[PlannedFile], list[str]]:
    """Rename the keyword in the calls of the class's test; tell what else still has the old name."""
    from scaffold.errors import ScaffoldError
    from scaffold.evolve.mentions import calls_elsewhere, mentions
    from scaffold.evolve.test_file import find_test
    from scaffold.generate.plan import Action, planned_change

    target = renamed.target
    notes = mentions(target.path, renamed.text, old, of=target.cls.name)
    found = find_test(target, path)
    if path is not None and found is None:
        raise ScaffoldError(
            f"expected a test file that imports {target.cls.name} from its module, got {path!r}",
            remedy="Leave --test out to change the class alone.",
        )
    notes += calls_elsewhere(target, old, but=found.source.path if found is not None else "")
    if found is None:
        return [], notes
    text = found.renamed(old, new)
    change = planned_change(found.source.path, found.source.text, text, found.source.encoding)
    notes += mentions(found.source.path, text, old)
    return [change] if change.action is not Action.IDENTICAL else [], notes
