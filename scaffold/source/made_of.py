"""What a value is made of, once the attributes of self in it are followed to what the constructor puts into them."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.source.facts import ClassInfo
from scaffold.source.values import Constant, ItemOf, Mapping, SelfAttribute, Value, attributes_in, walk

# Attributes made from attributes made from attributes are followed this far.
_DEPTH = 3


def made_of(cls: ClassInfo, value: Value, depth: int = _DEPTH) -> Iterator[Value]:
    """Yield a value and everything it is made of, `Unknown` where that cannot be told.

    Args:
        cls: The class whose attributes the value speaks of.
        value: What a key of its config holds, for example.
        depth: How often an attribute is followed.
    """
    item = _item(cls, value)
    if item is not None and depth > 0:
        yield from made_of(cls, item, depth - 1)
        return
    yield from walk(value)
    if depth > 0:
        for attribute in attributes_in(value):
            for held in _held(cls, attribute):
                yield from made_of(cls, held, depth - 1)


def _item(cls: ClassInfo, value: Value) -> Value | None:
    """Return what a key of a dict holds that the constructor writes out and keeps; None where it is something else."""
    match value:
        case ItemOf(value=SelfAttribute(name=attribute), key=Constant() as key):
            match _held(cls, attribute):
                case [Mapping(items=items, open=False)]:
                    return dict(items).get(key)
    return None


def _held(cls: ClassInfo, attribute: str) -> list[Value]:
    """Return what the constructors of a class put into an attribute, or what a property gives."""
    owners = [cls, *(ancestor for ancestor in cls.ancestors if isinstance(ancestor, ClassInfo))]
    properties = [owner.methods[attribute].result for owner in owners if attribute in owner.methods]
    values = [
        place.value
        for owner in owners
        for place in owner.attributes.get(attribute, ())
        if place.method == "__init__"
    ]
    return values + [value for value in properties if value is not None]
