"""What a package promises to the models that were saved with it: plain values, ready to be written down."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.source.record import Record

# Where an argument has a default that is no literal, nothing is known of it but that it may be left out.
UNKNOWN_DEFAULT = ""


class ArgumentPromise(Record):
    """One constructor argument.

    Args:
        required: Whether a config must carry it.
        default: Its default as a Python literal; `UNKNOWN_DEFAULT` where it is none, or where the argument is
            required.
    """

    required: bool
    default: str = UNKNOWN_DEFAULT


class ClassPromise(Record):
    """One class that saved models name.

    Args:
        role: ``layer``, ``model``, ``loss`` and so on.
        registered: Names it is registered under, the one that is saved first; empty where it is not
            registered; None where it cannot be told.
        arguments: Arguments of its constructor, by name; those that Keras takes from every layer left out.
        config: Keys that its config carries, or may carry, and that it takes back.
        config_complete: Whether its config carries no others.
    """

    role: str
    registered: tuple[str, ...] | None
    arguments: Mapping[str, ArgumentPromise]
    config: tuple[str, ...]
    config_complete: bool


class Contract(Record):
    """The promises of a package.

    Args:
        paths: Files and directories it was taken from, relative to the lock file.
        classes: By qualified name: ``package.module.Class``.
    """

    paths: tuple[str, ...]
    classes: Mapping[str, ClassPromise]


def saved_name(qualified_name: str, promise: ClassPromise) -> str | None:
    """Return the name that saved models carry; None where it cannot be told.

    Example:
        >>> saved_name("pkg.layers.Scale", ClassPromise("layer", ("pkg>Scale",), {}, (), True))
        'pkg>Scale'
    """
    if promise.registered is None:
        return None
    return promise.registered[0] if promise.registered else qualified_name.rpartition(".")[2]
