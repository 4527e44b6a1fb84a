"""What layers are asked for, in which spelling: options, a file, or questions on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from scaffold.generate.generate import LayerRequest
    from scaffold.generate.style import Style

Command = TypeVar("Command", bound=Callable[..., Any])

_SPELLING = (
    click.option(
        "--keras",
        type=click.Choice(["keras", "tf.keras"]),
        help="How Keras is spelled. Default: as the modules beside.",
    ),
    click.option("--typed/--untyped", default=None, help="Whether to annotate. Default: typed."),
    click.option(
        "--docstrings", type=click.Choice(["google", "numpy"]), help="Style of docstrings. Default: google."
    ),
    click.option(
        "--tests", type=click.Choice(["pytest", "unittest"]), help="Style of the test. Default: pytest."
    ),
    click.option(
        "--line-length",
        type=click.IntRange(60, 320),
        help="The longest line. Default: that of ruff or black in the project, else 88.",
    ),
)


def spelling_options(command: Command) -> Command:
    """Add the options that say how code is spelled; what is left out is asked of the project."""
    for option in reversed(_SPELLING):
        command = option(command)
    return command


def style_with(style: Style, **asked: Any) -> Style:
    """Return the style of a project with what was asked for in place of its own."""
    names = {"line_length": "width"}
    return style.but(**{names.get(key, key): value for key, value in asked.items() if value is not None})


def layer_requests(
    name: str | None,
    arguments: tuple[str, ...],
    docs: tuple[str, ...],
    template: str | None,
    package: str | None,
    spec_file: Path | None,
) -> tuple[LayerRequest, ...]:
    """Return what layers are asked for.

    Raises:
        click.UsageError: Nothing is asked for, or one thing in two ways.
        ScaffoldError: The file of specifications is wrong.
    """
    from scaffold.generate.generate import LayerRequest
    from scaffold.generate.names import class_name_of
    from scaffold.generate.spec_file import read_spec_file

    if spec_file is not None:
        if name is not None or arguments or docs or template or package:
            raise click.UsageError(
                "--spec says everything: leave out NAME, --arg, --doc, --template and --package."
            )
        return read_spec_file(spec_file)
    said = dict(_doc(text) for text in docs)
    if sys.stdin.isatty() and sys.stdout.isatty() and not arguments and template is None:
        name = name or click.prompt("Name of the layer", value_proc=_layer_name)
        arguments, said = _asked(class_name_of(name))
    if name is None:
        raise click.UsageError("Missing argument 'NAME': for example GatedDense, or --spec layers.toml.")
    return (LayerRequest(name, arguments, said, template, package),)


def _doc(text: str) -> tuple[str, str]:
    name, equals, said = text.partition("=")
    if not equals:
        raise click.UsageError(
            f"--doc {text[:60]!r}: expected NAME=TEXT, for example --doc units='number of outputs'."
        )
    return name.strip(), said


def _layer_name(name: str) -> str:
    """Return what was answered as the name of a layer, or let it be asked for again."""
    from scaffold.errors import ScaffoldError
    from scaffold.generate.names import class_name_of

    try:
        return class_name_of(name)
    except ScaffoldError as error:
        raise click.UsageError(str(error)) from None


def _asked(name: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Ask for one argument after the other, and again where it cannot be."""
    from scaffold.errors import ScaffoldError
    from scaffold.generate.arguments import parse_argument

    click.echo(
        f"Arguments of {name}, such as units:int, rate:float[0..1]=0.1 or activation:activation=relu.\n"
        "`scaffold kinds` lists every kind. An empty line ends."
    )
    arguments: list[str] = []
    names: set[str] = set()
    docs: dict[str, str] = {}
    while text := click.prompt("Argument", default="", show_default=False):
        try:
            argument = parse_argument(text)
            if argument.name in names:
                raise ScaffoldError(f"the argument {argument.name!r} is there already")
            doc = click.prompt("  What is it for?", default="", show_default=False)
            parse_argument(text, doc)
        except ScaffoldError as error:
            click.echo(str(error), err=True)
            continue
        arguments.append(text)
        names.add(argument.name)
        if doc:
            docs[argument.name] = doc
    return tuple(arguments), docs
