"""Which constructor arguments of a class are nested Keras objects, and whether the config carries them rightly."""

from __future__ import annotations

import re
from collections.abc import Callable

from scaffold.kinds import KINDS, kind_of_parameter
from scaffold.lint.annotation import only_type
from scaffold.lint.stored import OBJECT_KINDS, assignments
from scaffold.lint.subjects import CONFIGURED, lineage, own_lineage
from scaffold.source.facts import ClassInfo, EffectiveParameter, KerasClass
from scaffold.source.inheritance import effective_parameters
from scaffold.source.located import Answer
from scaffold.source.method_facts import ConfigEntry
from scaffold.source.values import (
    Call,
    Comprehension,
    Constant,
    ElementOf,
    MethodCall,
    Parameter,
    SelfAttribute,
    Value,
    attributes_in,
    children,
    parameters_in,
)

# What only a layer has; many other things are built, but then they are not called as well.
_ONLY_LAYERS = frozenset({"compute_output_shape", "compute_output_spec", "trainable_weights"})
_BUILT = frozenset({"build", "built"})
_LAYER_SERIALIZERS = frozenset({"keras.saving.serialize_keras_object", "keras.layers.serialize"})
# Layers of Keras whose constructors raise on anything that is no layer.
_WANT_LAYERS = frozenset(
    f"keras.layers.{name}" for name in ("RNN", "TimeDistributed", "Bidirectional", "Wrapper")
)
_SERIALIZERS = frozenset(name for kind in KINDS.values() for name in kind.serializers) | {
    "keras.optimizers.schedules.serialize",
    "keras.optimizers.serialize",
}


def raw_layer_parameters(cls: ClassInfo) -> list[ConfigEntry]:
    """Return the entries that hold a constructor argument as it was passed, where that is certainly a layer."""
    if cls.role not in CONFIGURED or cls.get_config is None or cls.constructor is None:
        return []
    if cls.get_config.decorated:
        return []
    entries = []
    for entry in cls.get_config.entries:
        name = _kept_argument(cls, entry.value)
        parameter = cls.constructor.parameter(name) if name is not None else None
        if name is not None and parameter is not None:
            assert isinstance(entry.value, SelfAttribute)
            if _is_layer_annotation(parameter.annotation) or used_as_layer(cls, entry.value.name):
                entries.append(entry)
    return entries


def never_deserialized(cls: ClassInfo) -> list[ConfigEntry]:
    """Return the entries that are serialized, reach the constructor, and are kept there as the dict they are."""
    if cls.role not in CONFIGURED or cls.get_config is None or not cls.ancestry_known:
        return []
    deserialized = _deserialized_by_from_config(cls)
    if deserialized is None:
        return []
    parameters = effective_parameters(cls).parameters
    found = []
    for entry in cls.get_config.entries:
        attribute = _serialized_attribute(entry.value)
        if attribute is None or entry.key in deserialized or entry.key not in parameters:
            continue
        kind = kind_of_parameter(entry.key)
        if kind is not None and kind.name in OBJECT_KINDS:
            # What takes an initializer, say, takes its config as well.
            continue
        if _is_plain(parameters[entry.key]):
            continue
        copied = isinstance(entry.value, Comprehension)
        kept = _kept_argument(cls, SelfAttribute(attribute), copied=copied)
        if kept == entry.key and not _is_put_elsewhere(cls, entry.key):
            found.append(entry)
    return found


def serialized_arguments(cls: ClassInfo) -> dict[str, str]:
    """Return the attributes that hold an argument as it was passed and that get_config serializes, by its name."""
    if cls.get_config is None:
        return {}
    found = {}
    for entry in cls.get_config.entries:
        value = entry.value
        if isinstance(value, Call) and value.function in _LAYER_SERIALIZERS:
            attribute = _serialized_attribute(value)
            if attribute is not None and _kept_argument(cls, SelfAttribute(attribute)) == entry.key:
                found[entry.key] = attribute
    return found


def _is_plain(parameter: EffectiveParameter) -> bool:
    """Whether an argument is a number or a text, which serializing leaves as it is."""
    declared, default = parameter.declared, parameter.default
    if isinstance(default, Constant) and default.value is not None:
        return True
    return declared is not None and only_type(declared.annotation) in ("int", "float", "bool", "str")


def _kept_argument(cls: ClassInfo, value: Value, *, copied: bool = False) -> str | None:
    """Return the constructor argument that an attribute holds as it was passed, or as a list of the same things."""
    if not isinstance(value, SelfAttribute):
        return None
    places = assignments(cls, value.name)
    if len(places) != 1 or places[0].method != "__init__" or places[0].how != "assign":
        return None
    kept = places[0].value
    if copied and _is_copy(kept):
        kept = children(kept)[0]
    return kept.name if isinstance(kept, Parameter) else None


def _is_copy(value: Value) -> bool:
    """Tell whether a value is a list or tuple of the very things that an argument holds."""
    return (
        isinstance(value, Call)
        and value.function in ("list", "tuple")
        and [*map(type, children(value))] == [Parameter]
    )


def goes_elsewhere(
    cls: ClassInfo,
    name: str,
    attributes: frozenset[str] = frozenset(),
    harmless: Callable[[Value], bool] = lambda value: False,
) -> bool:
    """Whether anything else is made from an argument, or from attributes that hold it: perhaps the object itself.

    Args:
        cls: The class.
        name: The argument.
        attributes: Attributes that hold it.
        harmless: What values do not count.
    """
    values = (
        place.value for owner in own_lineage(cls) for places in owner.attributes.values() for place in places
    )
    return any(
        value != Parameter(name)
        and not _is_copy(value)
        and not harmless(value)
        and (name in parameters_in(value) or attributes & attributes_in(value))
        for value in values
    )


def _is_put_elsewhere(cls: ClassInfo, name: str) -> bool:
    """Whether anything is made from an argument but layers of Keras that refuse a dict."""
    return goes_elsewhere(cls, name, harmless=lambda value: _refuses_dict(value, name))


def _refuses_dict(value: Value, name: str) -> bool:
    if not isinstance(value, Call) or value.function not in _WANT_LAYERS:
        return False
    given = (*value.args[:1], *(held for key, held in value.keywords if key in ("cell", "layer")))
    others = (*value.args[1:], *(held for key, held in value.keywords if key not in ("cell", "layer")))
    return Parameter(name) in given and not any(name in parameters_in(other) for other in others)


def _serialized_attribute(value: Value) -> str | None:
    """Return the attribute that a serializing expression is about: alone, or each element of it."""
    if isinstance(value, Comprehension) and isinstance(value.element, Call):
        element = value.element
        inner = element.args[0] if element.args else None
        if isinstance(inner, ElementOf) and element.function in _SERIALIZERS:
            return inner.iterable.name if isinstance(inner.iterable, SelfAttribute) else None
    if isinstance(value, MethodCall) and value.method == "get_config":
        # What the attribute holds after a trip is the dict, which has no such method.
        return value.receiver.name if isinstance(value.receiver, SelfAttribute) else None
    if isinstance(value, Call) and value.function in _SERIALIZERS and len(value.args) == 1:
        return value.args[0].name if isinstance(value.args[0], SelfAttribute) else None
    return None


def _deserialized_by_from_config(cls: ClassInfo) -> frozenset[str] | None:
    """Return the keys that any ``from_config`` in use turns back into objects; None where that cannot be told."""
    keys: set[str] = set()
    for ancestor in lineage(cls):
        if isinstance(ancestor, KerasClass):
            return frozenset(keys | set(ancestor.deserialized_keys))
        facts = ancestor.from_config
        if facts is None:
            continue
        if not facts.complete or facts.calls_super is Answer.UNKNOWN:
            return None
        keys |= set(facts.deserialized)
        if facts.calls_super is Answer.NO:
            return frozenset(keys)
    return frozenset(keys)


def _is_layer_annotation(annotation: str) -> bool:
    return "Layer" in annotation and bool(re.search(r"(?:^|[\s.|\['\"])Layer\b", annotation))


def used_as_layer(cls: ClassInfo, attribute: str) -> bool:
    """Whether the class does with the attribute what only a layer can take."""
    if not any(_mentions(owner, attribute) for owner in own_lineage(cls)):
        return False
    uses = frozenset[str]().union(*(owner.uses.get(attribute, frozenset()) for owner in own_lineage(cls)))
    return bool(_ONLY_LAYERS & uses) or ("__call__" in uses and bool(_BUILT & uses))


def _mentions(owner: ClassInfo, attribute: str) -> bool:
    """Tell from the text alone whether a class may do so, before its methods are walked over."""
    text, span = owner.source.text, owner.span
    return text.find(f"{attribute}.", span.start, span.end) >= 0 and any(
        text.find(f"{attribute}.{use}", span.start, span.end) >= 0 for use in _ONLY_LAYERS | _BUILT
    )
