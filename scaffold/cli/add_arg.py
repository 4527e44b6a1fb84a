"""``scaffold add-arg``: put a new argument into a layer that exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scaffold.cli._evolve import change_class, evolve_options, test_of

if TYPE_CHECKING:
    from scaffold.evolve.add_argument import Added
    from scaffold.generate.plan import PlannedFile


@click.command(
    "add-arg",
    epilog="Example: scaffold add-arg my_package/gated_dense.py:GatedDense --arg scale:float=1.0 --diff",
)
@click.argument("target", metavar="FILE:CLASS")
@click.option(
    "arguments",
    "--arg",
    "-a",
    multiple=True,
    required=True,
    metavar="NAME:KIND=DEFAULT",
    help="The argument, as `scaffold new-layer` takes it; with a default, because saved models do not hold it.",
)
@click.option(
    "documented", "--doc", multiple=True, metavar="NAME=TEXT", help="What the docstring says about it."
)
@evolve_options
def command(
    target: str, arguments: tuple[str, ...], documented: tuple[str, ...], test: str | None, **preview: Any
) -> int:
    """Put a new argument into the constructor, the attributes, the config, the docstring and the test of a class.

    The edits are small and touch nothing else. They are proven before they are written: the class is read again, and
    `scaffold lint` must find nothing that it did not find before. A class that cannot be understood is left as it is.

    Exit code: 0 done, 2 wrong usage, or a class that is left as it is.
    """
    from scaffold.evolve.add_argument import add_arguments
    from scaffold.evolve.target import split
    from scaffold.generate.arguments import parse_argument

    path, name = split(target)
    docs = _docs(documented, arguments)
    parsed = [parse_argument(text, docs.get(text.partition(":")[0].strip(), "")) for text in arguments]
    added = add_arguments(path, name, parsed)
    tested, notes = _test_change(added, test)
    more = {"class": name, "arguments": [argument.name for argument in added.arguments]}
    return change_class(added.target, added.text, tested, notes, preview, **more)


def _docs(documented: tuple[str, ...], arguments: tuple[str, ...]) -> dict[str, str]:
    from scaffold.errors import ScaffoldError, nearest

    names = [text.partition(":")[0].strip() for text in arguments]
    docs = {}
    for text in documented:
        name, equals, said = text.partition("=")
        if not equals or name.strip() not in names:
            guess = nearest(name.strip(), names)
            raise ScaffoldError(
                f"expected --doc NAME=TEXT with the name of a new argument, got {text[:60]!r}",
                remedy=f"Did you mean --doc {guess}=...?" if guess else f"New arguments: {', '.join(names)}.",
            )
        docs[name.strip()] = said
    return docs


def _test_change(added: Added, path: str | None) -> tuple[list[PlannedFile], list[str]]:
    """Let the factory of the class's test pass the new arguments, where there is one."""
    from scaffold.evolve.mentions import notes_elsewhere
    from scaffold.evolve.written import written_argument
    from scaffold.generate.plan import planned_change

    notes = []
    if added.undocumented:
        notes.append(f"no docstring of {added.target.cls.name} lists its arguments, so none was added to")
    found = test_of(added.target, path)
    but = found.source.path if found is not None else ""
    for argument in added.arguments:
        notes += notes_elsewhere(added.target, argument.name, added=True, but=but)
    if found is None:
        return [], [*notes, f"no test of {added.target.cls.name} was found; name it with --test"]
    values = {argument.name: written_argument(argument).other for argument in added.arguments}
    text = found.with_arguments({name: value for name, value in values.items() if value})
    if text is None:
        return [], [
            *notes,
            f"{found.source.path} neither has a make_layer nor calls the class with plain values; it was left as it is",
        ]
    return [planned_change(found.source.path, found.source.text, text, found.source.encoding)], notes
