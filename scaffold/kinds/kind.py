"""What the kit knows of one kind of constructor argument, as a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.draws import Draws, Nothing
from scaffold.record import Record

Parser = Callable[[str], Any]


class Kind(Record, kw_only=True):
    """Everything the kit knows about one kind of constructor argument.

    Expressions are templates over ``{value}``: the parameter in the constructor, ``self.<name>`` in
    ``get_config``, the config entry in ``from_config``. Those of an enum name its class ``{enum}``.

    Args:
        name: What is typed after the colon in ``--arg name:kind``.
        summary: One line for the table of kinds.
        noun: What the documentation of an argument calls it.
        annotation: Type of the constructor parameter.
        normalize: What the constructor stores.
        to_config: What ``get_config`` puts into the config.
        from_config: What ``from_config`` must do to the entry before the constructor sees it; None where
            the constructor takes the entry as it is.
        from_config_when: The condition under which it must be done: an entry that already is what the
            constructor takes is left alone.
        takes_none: Whether ``normalize`` and ``to_config`` accept None by themselves.
        parse: Turns the text of a default into its value; raises ValueError saying what was expected.
        example: A default, as it would be typed; empty where the kind has no default but ``none``.
        sample: A value as a Python expression, for a test or an example that must pass one.
        strategy: A Hypothesis strategy over ``st`` as a Python expression, where the annotation does not
            tell the checker which values there are.
        implied_default: The default where none is typed; None where the argument is required then.
        parameter_names: Endings of parameter names that reveal the kind (``kernel_initializer``).
        getters: Keras functions that turn a config entry into an object of this kind.
        serializers: Keras functions that turn an object of this kind into a config entry.
        draws: Which values are worth trying.
        identifiers: Names that Keras accepts in place of an object of this kind.
        choices_required: Whether the kind lists its own values, as ``choice[sum,mean]`` does.
        bounded: Whether a range may be typed after it, as in ``float[0..1]``.
        length: How many items it has; None where that is free, or where it has none.
    """

    name: str
    summary: str
    noun: str
    annotation: str
    normalize: str = "{value}"
    to_config: str = "{value}"
    from_config: str | None = None
    from_config_when: str = ""
    takes_none: bool = False
    parse: Parser
    example: str = ""
    sample: str
    strategy: str = ""
    implied_default: str | None = None
    parameter_names: tuple[str, ...] = ()
    getters: tuple[str, ...] = ()
    serializers: tuple[str, ...] = ()
    draws: Draws = Nothing()
    identifiers: tuple[str, ...] = ()
    choices_required: bool = False
    bounded: bool = False
    length: int | None = None
