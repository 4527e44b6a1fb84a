"""What the tests ask of the facts: whether an attribute is set, to which value, and whether that is known."""

from __future__ import annotations

from scaffold.source.facts import (
    ClassInfo,
    KerasClass,
)
from scaffold.source.inheritance import line_of
from scaffold.source.located import Answer
from scaffold.source.method_facts import (
    Assignment,
)
from scaffold.source.values import Call, Mapping, MethodOfSelf, SelfAttribute, Unknown, Value, either, walk

Ancestor = ClassInfo | KerasClass

# Properties that refer to properties are followed this far.
_DEPTH = 5


def attribute_setters(cls: ClassInfo, name: str) -> tuple[tuple[ClassInfo, Assignment], ...]:
    """Return every assignment of an attribute in the class and its ancestors of the sources, nearest class first."""
    return tuple(
        (ancestor, assignment)
        for ancestor in line_of(cls)
        if isinstance(ancestor, ClassInfo)
        for assignment in ancestor.attributes.get(name, ())
    )


def is_set(cls: ClassInfo, name: str) -> Answer:
    """Tell whether objects of the class have an attribute, however it comes to be: assigned, method,
    property, Keras's.

    Returns:
        NO only where all ancestors are known and none of them can set it unseen.
    """
    for ancestor in line_of(cls):
        if isinstance(ancestor, KerasClass):
            if name in ancestor.attributes:
                return Answer.YES
        elif name in ancestor.methods or any(
            a.how not in {"del", "annotation"} for a in ancestor.attributes.get(name, ())
        ):
            return Answer.YES
    if name.startswith("__") or not cls.ancestry_known:
        return Answer.UNKNOWN
    declared = any(name in a.attributes for a in line_of(cls) if isinstance(a, ClassInfo))
    hidden = any(
        a.attributes_unknown or a.generated_constructor for a in line_of(cls) if isinstance(a, ClassInfo)
    )
    return Answer.UNKNOWN if hidden or declared else Answer.NO


def attribute_value(cls: ClassInfo, name: str) -> Value:
    """Return what an attribute may hold: all its assignments joined; a property is followed to what it
    returns.

    A `Parameter` in it is an argument of the constructor of the class that assigns it, see
    `attribute_setters`.

    Example:
        >>> attribute_value(cls, "units")
        Parameter(name='units')
    """
    return _attribute_value(cls, name, _DEPTH)


def _attribute_value(cls: ClassInfo, name: str, depth: int) -> Value:
    for ancestor in line_of(cls):
        if isinstance(ancestor, KerasClass):
            if name in ancestor.attributes:
                break
            continue
        method = ancestor.methods.get(name)
        if method is not None:
            if method.kind != "property":
                return MethodOfSelf(name)
            if isinstance(method.result, SelfAttribute) and depth > 0:
                return _attribute_value(cls, method.result.name, depth - 1)
            return method.result if method.result is not None else Unknown("property")
    setters = attribute_setters(cls, name)
    values = [assignment.value for _, assignment in setters if assignment.how != "annotation"]
    # A class-level default that every constructor replaces is never seen.
    in_constructor = any(a.method == "__init__" and not a.conditional for _, a in setters)
    if in_constructor:
        values = [a.value for _, a in setters if a.how != "annotation" and a.method]
    if not values:
        return Unknown("never assigned")
    return either(tuple(values))


def is_known(value: Value) -> bool:
    """Tell whether no part of the value is Unknown and no call or dict in it is open.

    Example:
        >>> is_known(Call("int", (Unknown(),)))
        False
    """
    return not any(
        isinstance(part, Unknown) or (isinstance(part, (Call, Mapping)) and part.open) for part in walk(value)
    )
