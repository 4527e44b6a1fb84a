"""What add-arg and rename-arg share: a target and its test, the plan of both, and what is noted besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli._plan import Command, carry_out_or_show, preview_options

if TYPE_CHECKING:
    from scaffold.evolve.target import Target
    from scaffold.evolve.test_file import TestFile
    from scaffold.generate.plan import PlannedFile


def evolve_options(command: Command) -> Command:
    """Add the options of a change to a class that exists."""
    test = click.option(
        "test",
        "--test",
        type=click.Path(),
        metavar="FILE",
        help="The test file. Default: test_<module>.py nearby.",
    )
    return test(preview_options(command))


def test_of(target: Target, path: str | None) -> TestFile | None:
    """Return the test of a class: the one that was named, or the one that is found.

    Raises:
        ScaffoldError: What was named is no test of it.
    """
    from scaffold.errors import ScaffoldError
    from scaffold.evolve.test_file import find_test

    found = find_test(target, path)
    if path is not None and found is None:
        raise ScaffoldError(
            f"expected a test file that imports {target.cls.name} from its module, got {path!r}",
            remedy="Leave --test out to change the class alone.",
        )
    return found


def change_class(
    target: Target,
    text: str,
    tested: Sequence[PlannedFile],
    notes: Sequence[str],
    preview: dict[str, Any],
    **more: Any,
) -> int:
    """Write or show the new text of the file of a class and of its test, then the notes.

    Args:
        target: The class.
        text: The new text of its file.
        tested: The plan of its test; empty where that stays as it is.
        notes: What a person has to look at.
        preview: What the options of `preview_options` say.
        more: What else belongs into the object for programs.

    Returns:
        The exit code.
    """
    from scaffold.generate.plan import Plan, planned_change

    source = target.source
    plan = Plan((planned_change(target.path, source.text, text, source.encoding), *tested))
    code = carry_out_or_show(plan, **preview, **more, notes=list(notes))
    for note in notes if preview["output_format"] == "text" else ():
        click.echo(f"note: {note}", err=True)
    return code
