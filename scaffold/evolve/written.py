"""One argument as an existing class has to write it; what is known of its kind comes from the generator."""

from __future__ import annotations

import re

from scaffold.errors import ScaffoldError
from scaffold.generate.arguments import Argument
from scaffold.generate.context import argument_doc
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

    Raises:
        ScaffoldError: The kind needs more than a class can be given.
    """
    if argument.enum_class:
        raise ScaffoldError(
            f"the kind of '{argument.name}' needs a class {argument.enum_class} beside the layer, "
            "which add-arg does not write",
            remedy=f"Take its texts: --arg {argument.name}:choice[{','.join(argument.choices)}].",
        )
    return WrittenArgument(
        annotation=argument.annotation,
        default=literal(argument.default),
        constant=choices_constant(argument) if argument.choices else "",
        allowed=literal(argument.choices),
        keep=tuple(constructor((argument,), _NOTHING_ELSE)),
        entry=argument.config_entry,
        restore=tuple(re.sub(r"\bconfig(?=\[|\.get\()", config, line) for line in from_config((argument,))),
        words=argument_doc(argument),
        other=_other(argument),
    )


def _other(argument: Argument) -> str:
    default = literal(argument.default)
    values = [literal(choice) for choice in argument.choices] or [argument.sample]
    values += [literal(name) for name in argument.kind.identifiers]
    if argument.kind.name == "bool":
        values = ["True", "False"]
    return next((value for value in values if value != default), "")
