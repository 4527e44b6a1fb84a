"""Which config entries certainly hold less than the argument they stand for."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.lint.held import carried_entries, is_called, settled
from scaffold.lint.stored import kind_of_getter
from scaffold.source.facts import ClassInfo, EffectiveParameter
from scaffold.source.method_facts import ConfigEntry
from scaffold.source.record import Record
from scaffold.source.values import (
    AttributeOf,
    Call,
    Constant,
    Mapping,
    MethodCall,
    Parameter,
    SelfAttribute,
    Sequence,
    Value,
)

# Lists and the like that have as many items as what they are made of.
_SAME_LENGTH = frozenset({"list", "tuple", "sorted"})
# Methods that make plain values of objects; what they return has none of them, so the next get_config fails.
_TO_PLAIN = frozenset({
    "tolist", "as_list", "numpy", "item", "to_dict", "as_dict", "_asdict", "to_json", "model_dump", "as_posix",
})  # fmt: skip
# An object of which only a plain form is kept, with methods that the constructor does not give it back.
OBJECT = "object"
# What the class calls just as it was passed.
CALLABLE = "callable"


class Lossy(Record):
    """An entry that does not hold all of its argument.

    Args:
        entry: The entry.
        what: What is done to the argument, for a message.
        attribute: The attribute that holds the argument.
        kind: What the argument is: a kind of Keras object, `CALLABLE` or `OBJECT`; empty where it is a plain value.
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
            held = settled(cls, value.args[0])
            if value.function == "len" and isinstance(held, Call) and held.function in _SAME_LENGTH:
                held = next(iter(held.args), held)
            if plain and held == Parameter(entry.key) and _loses(value.function, parameter):
                what = "a text made" if value.function == "format" else f"{value.function}()"
                yield Lossy(entry, what, attribute, "")
        elif isinstance(value, MethodCall) and isinstance(value.receiver, SelfAttribute):
            if value.method in _TO_PLAIN and settled(cls, value.receiver) == Parameter(entry.key):
                yield Lossy(entry, f"{value.method}()", value.receiver.name, OBJECT)
        elif isinstance(value, AttributeOf):
            attribute = _named_by(value)
            kind = _object_kind(cls, attribute, entry.key) if attribute else ""
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
        case "str" | "repr" | "format":
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


def _object_kind(cls: ClassInfo, attribute: str, key: str) -> str:
    """Return the kind of object that the constructor keeps or makes of the argument; empty if not certain."""
    value = settled(cls, SelfAttribute(attribute))
    if value == Parameter(key):
        return CALLABLE if is_called(cls, attribute) else ""
    if isinstance(value, Call) and value.args[:1] == (Parameter(key),):
        kind = kind_of_getter(value.function)
        return kind.name if kind is not None else ""
    return ""
