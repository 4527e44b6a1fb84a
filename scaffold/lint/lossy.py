"""Which config entries certainly hold less than the argument they stand for."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.lint.held import carried_entries, settled
from scaffold.lint.stored import kind_of_getter
from scaffold.source.facts import ClassInfo, EffectiveParameter
from scaffold.source.method_facts import ConfigEntry
from scaffold.source.record import Record
from scaffold.source.values import (
    AttributeOf,
    Call,
    Constant,
    Mapping,
    Parameter,
    SelfAttribute,
    Sequence,
    Value,
)


class Lossy(Record):
    """An entry that does not hold all of its argument.

    Args:
        entry: The entry.
        what: What is done to the argument, for a message.
        attribute: The attribute that holds the argument.
        kind: The kind of Keras object that only its name is kept of; empty where it is none.
    """

    entry: ConfigEntry
    what: str
    attribute: str
    kind: str


def lossy_entries(cls: ClassInfo) -> Iterator[Lossy]:
    """Yield the entries of the class's own get_config that certainly lose a part of their argument."""
    for entry, parameter in carried_entries(cls):
        value = entry.value
        if isinstance(value, Call) and len(value.args) >= 1 and isinstance(value.args[0], SelfAttribute):
            attribute = value.args[0].name
            plain = len(value.args) == 1 or value.function == "round"
            as_passed = plain and settled(cls, value.args[0]) == Parameter(entry.key)
            if as_passed and _loses(value.function, parameter):
                yield Lossy(entry, f"{value.function}()", attribute, "")
        elif isinstance(value, AttributeOf):
            attribute = _named_by(value)
            kind = _object_kind(settled(cls, SelfAttribute(attribute)), entry.key) if attribute else ""
            if kind:
                yield Lossy(entry, value.name, attribute, kind)


def _loses(function: str | None, parameter: EffectiveParameter) -> bool:
    """Tell from the default whether a conversion changes what such an argument holds."""
    default = parameter.default.value if isinstance(parameter.default, Constant) else None
    match function:
        case "round":
            return isinstance(default, float)
        case "int":
            return isinstance(default, float) and default != int(default)
        case "str" | "repr":
            return isinstance(default, (bool, int, float)) or isinstance(
                parameter.default, (Sequence, Mapping)
            )
        case "len":
            return True  # what has a length is no number
        case "bool":
            return isinstance(default, (int, float)) and not isinstance(default, bool)
    return False


def _named_by(value: AttributeOf) -> str:
    """Return the attribute whose ``__name__`` or ``__class__.__name__`` a value is; empty where it is neither."""
    inner: Value = value.value
    if value.name != "__name__":
        return ""
    if isinstance(inner, AttributeOf) and inner.name == "__class__":
        inner = inner.value
    return inner.name if isinstance(inner, SelfAttribute) else ""


def _object_kind(value: Value, key: str) -> str:
    """Return the kind of object that the constructor makes out of the argument; empty where it is none."""
    if isinstance(value, Call) and value.args[:1] == (Parameter(key),):
        kind = kind_of_getter(value.function)
        return kind.name if kind is not None else ""
    return ""
