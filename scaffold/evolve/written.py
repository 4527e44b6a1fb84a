"""One argument as an existing class has to write it; what is known of its kind comes from the table of kinds."""

from __future__ import annotations

from scaffold.generate.arguments import Argument
from scaffold.generate.literals import literal
from scaffold.source.record import Record


class WrittenArgument(Record):
    """The parts of a class that one argument needs, Keras under the name ``keras``.

    Args:
        annotation: Its type.
        default: Its default, as a literal.
        keep: Statements of the constructor.
        entry: What ``get_config`` gives for it.
        restore: Statements of ``from_config`` over ``config``; empty where the constructor takes the entry as it is.
        words: What the docstring says about it.
        other: An expression for a value that is not the default, for a test; empty where none is known.
    """

    annotation: str
    default: str
    keep: tuple[str, ...]
    entry: str
    restore: tuple[str, ...]
    words: str
    other: str


def written_argument(argument: Argument, config: str = "config") -> WrittenArgument:
    """Write every part for an argument.

    Args:
        argument: The argument; it has a default.
        config: What ``from_config`` calls its config.
    """
    return WrittenArgument(
        annotation=argument.annotation,
        default=literal(argument.default),
        keep=tuple(_keep(argument)),
        entry=argument.config_entry,
        restore=tuple(_restore(argument, config)),
        words=_words(argument),
        other=_other(argument),
    )


def _keep(argument: Argument) -> list[str]:
    name = argument.name
    lines = []
    if argument.choices:
        allowed = literal(argument.choices)
        condition = f"{name} not in {allowed}"
        if argument.optional:
            condition = f"{name} is not None and {condition}"
        listed = ", ".join(argument.choices)
        lines += [
            f"if {condition}:",
            f'    raise ValueError(f"Expected {name} in {listed}, got {{{name}!r}}")',
        ]
    return [*lines, f"self.{name} = {argument.normalized}"]


def _restore(argument: Argument, config: str) -> list[str]:
    kind, key = argument.kind, literal(argument.name)
    if kind.from_config is None:
        return []
    condition = kind.from_config_when.format(value=f"{config}.get({key})")
    return [f"if {condition}:", f"    {config}[{key}] = {kind.from_config.format(value=f'{config}[{key}]')}"]


def _words(argument: Argument) -> str:
    what = argument.kind.summary.partition(" (")[0]
    if argument.choices:
        what = f"one of {', '.join(f'`{choice}`' for choice in argument.choices)}"
    nothing = ", or None" if argument.optional else ""
    return f"{what[0].upper()}{what[1:]}{nothing}."


def _other(argument: Argument) -> str:
    default = literal(argument.default)
    values = [literal(choice) for choice in argument.choices] or [argument.sample]
    values += [literal(name) for name in argument.kind.identifiers]
    if argument.kind.name == "bool":
        values = ["True", "False"]
    return next((value for value in values if value != default), "")
