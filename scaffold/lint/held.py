"""What a config entry certainly holds, and whether it reaches the constructor as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.lint.stored import lasting_assignments
from scaffold.lint.subjects import CONFIGURED, is_abstract, nearest_from_config, own_lineage
from scaffold.source.facts import ClassInfo, EffectiveParameter, KerasClass
from scaffold.source.inheritance import config_behind, effective_parameters
from scaffold.source.method_facts import Assignment, ConfigEntry
from scaffold.source.once import once
from scaffold.source.values import MethodOfSelf, Parameter, SelfAttribute, Unknown, Value, either, options


def settled(cls: ClassInfo, value: Value) -> Value:
    """Return what a value is once an attribute of self is followed to what the constructor puts into it.

    Returns:
        `Unknown` where anything but the constructor may set the attribute, or a class of Keras may.
    """
    if not isinstance(value, SelfAttribute):
        return value
    known = _settled(cls)
    if value.name not in known:
        known[value.name] = _settle(cls, value)
    return known[value.name]


@once
def _settled(cls: ClassInfo) -> dict[str, Value]:
    """Return what is known already of the attributes."""
    return {}


def _settle(cls: ClassInfo, value: SelfAttribute) -> Value:
    owners = own_lineage(cls)
    if any(owner.attributes_unknown or value.name in owner.methods for owner in owners):
        return Unknown("may be set elsewhere")
    found = lasting_assignments(cls, value.name)
    places = [place for _, place in found]
    if not places or any(not _in_constructor(owner, place) for owner, place in found):
        return Unknown("set outside of the constructor")
    if _keras_takes(cls, value.name):
        return Unknown("set by Keras")
    return either(tuple(place.value for place in places))


def _in_constructor(owner: ClassInfo, place: Assignment) -> bool:
    """Tell whether an attribute is assigned by the constructor, or by a method that only the constructor calls."""
    if place.how not in ("assign", "setattr", "augmented") or owner.constructor is None:
        return False
    return place.method == "__init__" or place.method in owner.constructor.helpers


def _keras_takes(cls: ClassInfo, name: str) -> bool:
    keras = next((ancestor for ancestor in cls.ancestors if isinstance(ancestor, KerasClass)), None)
    return keras is not None and any(known.name == name for known in keras.parameters)


def reaches_constructor(cls: ClassInfo, key: str) -> bool:
    """Tell whether ``from_config`` certainly hands what a key holds to the constructor as it is."""
    nearest = nearest_from_config(cls)
    if nearest is None:
        return True
    owner, facts = nearest
    if isinstance(owner, KerasClass):
        return key not in owner.deserialized_keys
    if facts is None or not facts.complete:
        return False
    return key not in facts.read_keys | facts.removed | facts.supplied.keys() | facts.deserialized.keys()


@once
def carried_entries(cls: ClassInfo) -> tuple[tuple[ConfigEntry, EffectiveParameter], ...]:
    """Return the entries of the class's own get_config that give the constructor an argument of the project's."""
    return tuple(found for found in argument_entries(cls) if reaches_constructor(cls, found[0].key))


def argument_entries(cls: ClassInfo) -> Iterator[tuple[ConfigEntry, EffectiveParameter]]:
    """Yield the entries of the class's own get_config that are called like an argument of the project's."""
    if cls.role not in CONFIGURED or cls.get_config is None or cls.get_config.decorated or is_abstract(cls):
        return
    parameters = effective_parameters(cls).parameters
    for entry in cls.get_config.entries:
        parameter = parameters.get(entry.key)
        if parameter is not None and parameter.declared is not None and not _may_be_replaced(cls, entry):
            yield entry, parameter


@once
def carried_values(cls: ClassInfo) -> tuple[tuple[ConfigEntry, EffectiveParameter, tuple[Value, ...]], ...]:
    """Return the same entries with what each may hold once attributes of self are followed."""
    return tuple(
        (entry, parameter, options(settled(cls, entry.value))) for entry, parameter in carried_entries(cls)
    )


def _may_be_replaced(cls: ClassInfo, entry: ConfigEntry) -> bool:
    """Whether the parent's config, which is merged on top of an entry, may hold the key as well."""
    if not entry.parent_wins:
        return False
    behind = config_behind(cls)
    return not behind.complete or entry.key in behind.entries


def keeps(cls: ClassInfo, name: str) -> str | None:
    """Return the attribute that certainly holds a constructor argument as it was passed; None where none does."""
    for owner in own_lineage(cls):
        for attribute in owner.attributes:
            if settled(cls, SelfAttribute(attribute)) == Parameter(name):
                return attribute
    return None


def is_called(cls: ClassInfo, attribute: str) -> bool:
    """Whether the class calls what an attribute holds, and never asks whether it can be called."""
    owners = own_lineage(cls)
    if not any("__call__" in owner.uses.get(attribute, ()) for owner in owners):
        return False
    asks = re.compile(rf"\b(?:callable|isinstance|type)\(\s*\w+\.{re.escape(attribute)}\b")
    return not any(asks.search(owner.source.text, owner.span.start, owner.span.end) for owner in owners)


def calls_each(cls: ClassInfo, attribute: str) -> bool:
    """Whether a loop of the class calls what it comes by in an attribute, and never asks what that is."""
    loops = re.compile(
        rf"^([ \t]*)for (\w+) in \w+\.{re.escape(attribute)}:.*\n((?:\1[ \t]+.*\n|[ \t]*\n)+)", re.MULTILINE
    )
    for owner in own_lineage(cls):
        if "__iter__" in owner.uses.get(attribute, ()):
            for found in loops.finditer(owner.source.text, owner.span.start, owner.span.end):
                item, body = found.group(2), found.group(3)
                asked = re.search(rf"\b(?:callable|isinstance|type|hasattr)\(\s*{item}\b", body)
                if not asked and re.search(rf"(?<![\w.]){item}\(", body):
                    return True
    return False


def is_method(cls: ClassInfo, value: Value) -> str | None:
    """Return the name of the method that a value is, not called; None where it is something else."""
    if isinstance(value, (MethodOfSelf, SelfAttribute)):
        for owner in own_lineage(cls):
            method = owner.methods.get(value.name)
            if value.name in owner.attributes:
                return None
            if method is not None:
                return value.name if method.kind == "method" and not method.decorators else None
    return None
