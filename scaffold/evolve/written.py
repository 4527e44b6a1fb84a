"""One argument as an existing class has to write it; what is known of its kind comes from the generator."""

from __future__ import annotations

import re

from scaffold.generate.arguments import Argument
from scaffold.generate.context import argument_doc, enum_class
from scaffold.generate.literals import literal
from scaffold.generate.methods import choices_constant, constructor, from_config
from scaffold.generate.steps import Computation
from scaffold.source.record import Record

# A new argument is kept; what it is for remains to be written.
_NOTHING_ELSE = Computation((), None, (), (), ())


class WrittenArgument(Record):
    """The parts of a class that one argument needs, Keras under the name ``keras``.

    Args:
        annotation: Its type.
        default: Its default, as a literal.
        enum: Lines of the Enum class that it needs, four spaces a step; empty where it needs none.
        constant: Name of the class constant that lists what it may be; empty where there is none.
        allowed: The value of that constant.
        keep: Statements of the constructor.
        entry: What ``get_config`` gives for it.
        restore: Statements of ``from_config``; empty where the constructor takes the entry as it is.
        words: What the docstring says about it.
        other: An expression for a value that is not the default, for a test; empty where none is known.
    """

    annotation: str
    default: str
    enum: tuple[str, ...]
    constant: str
    allowed: str
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
        enum=_enum(argument) if argument.enum_class else (),
        constant=choices_constant(argument) if argument.choices and not argument.enum_class else "",
        allowed=literal(argument.choices),
        keep=tuple(constructor((argument,), _NOTHING_ELSE)),
        entry=argument.config_entry,
        restore=tuple(re.sub(r"\bconfig(?=\[|\.get\()", config, line) for line in from_config((argument,))),
        words=argument_doc(argument),
        other=_other(argument),
    )


def _enum(argument: Argument) -> tuple[str, ...]:
    made = enum_class(argument)
    return (
        f"class {made.name}(enum.Enum):",
        f'    """What `{made.argument}` may be."""',
        "",
        *(f"    {member}" for member in made.members),
    )


def _other(argument: Argument) -> str:
    default = literal(argument.default)
    values = [literal(choice) for choice in argument.choices] or [argument.sample]
    values += [literal(name) for name in argument.kind.identifiers]
    if argument.kind.name == "bool":
        values = ["True", "False"]
    return next((value for value in values if value != default), "")
