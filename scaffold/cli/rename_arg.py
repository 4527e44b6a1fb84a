"""``scaffold rename-arg``: rename a layer's argument, and keep old files loading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scaffold.cli._evolve import change_class, evolve_options, test_of

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
@evolve_options
def command(target: str, old: str, new: str, test: str | None, **preview: Any) -> int:
    """Rename the argument OLD of a class to NEW: parameter, attribute, config key, docstring, and calls in its test.

    from_config gets the lines that take OLD for NEW, so that models saved before still load. The edits touch nothing
    else, and are proven before they are written: the class is read again, and `scaffold lint` must find nothing that
    it did not find before. A class that cannot be understood is left as it is.

    Exit code: 0 done, 2 wrong usage, or a class that is left as it is.
    """
    from scaffold.evolve.rename_argument import rename_argument
    from scaffold.evolve.target import split

    path, name = split(target)
    renamed = rename_argument(path, name, old, new)
    tested, notes = _test_change(renamed, old, new, test)
    more = {"class": name, "old": old, "new": new}
    return change_class(renamed.target, renamed.text, tested, notes, preview, **more)


def _test_change(
    renamed: Renamed, old: str, new: str, path: str | None
) -> tuple[list[PlannedFile], list[str]]:
    """Rename the keyword in the calls of the class's test; tell what else still has the old name."""
    from scaffold.evolve.mentions import mentions, notes_elsewhere
    from scaffold.generate.plan import Action, planned_change

    target = renamed.target
    notes = mentions(target.path, renamed.text, old, of=target.cls.name)
    found = test_of(target, path)
    notes += notes_elsewhere(target, old, but=found.source.path if found is not None else "")
    if found is None:
        return [], notes
    text = found.renamed(old, new)
    change = planned_change(found.source.path, found.source.text, text, found.source.encoding)
    notes += mentions(found.source.path, text, old)
    return [change] if change.action is not Action.IDENTICAL else [], notes
