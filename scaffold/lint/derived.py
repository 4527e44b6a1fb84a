"""Which arguments change with every trip through the config, because it holds what was computed from them."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.lint.held import carried_entries, reaches_constructor, settled
from scaffold.lint.subjects import CONFIGURED, is_abstract
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import effective_config, given_values
from scaffold.source.located import Span
from scaffold.source.record import Record
from scaffold.source.values import Call, Derived, Parameter, SelfAttribute, Unknown, Value, options

# What may be done to a computed value without undoing it.
_CONVERSIONS = frozenset({"int", "float", "round"})


class DerivedArgument(Record):
    """An argument whose config key holds what was computed from it, and where that is done."""

    key: str
    span: Span


def derived_arguments(cls: ClassInfo) -> Iterator[DerivedArgument]:
    """Yield the arguments of the class that are certainly computed anew from what was computed already."""
    found = {}
    for entry, parameter in carried_entries(cls):
        if parameter.origin is cls and _is_derived(_as_config_value(cls, entry.value), entry.key):
            found[entry.key] = DerivedArgument(entry.key, entry.span)
    yield from found.values()
    if cls.role in CONFIGURED and cls.ancestry_known and not is_abstract(cls):
        yield from (derived for derived in _through_the_parent(cls) if derived.key not in found)


def _as_config_value(cls: ClassInfo, value: Value) -> Value:
    """Return what an entry holds in terms of the constructor's arguments."""
    if isinstance(value, Derived) and len(value.attributes) == 1 and not value.parameters:
        (name,) = value.attributes
        inner = settled(cls, SelfAttribute(name))
        if not isinstance(inner, Parameter):
            return Unknown("what is computed from something computed may undo it")
        return Derived(frozenset({inner.name}), frozenset(), value.operator)
    return settled(cls, value)


def _is_derived(value: Value, name: str) -> bool:
    return all(_is_computed(option, name) for option in options(value))


def _is_computed(value: Value, name: str) -> bool:
    if isinstance(value, Call) and value.function in _CONVERSIONS and len(value.args) == 1:
        value = value.args[0]
    return isinstance(value, Derived) and bool(value.operator) and name in value.parameters


def _through_the_parent(cls: ClassInfo) -> Iterator[DerivedArgument]:
    """Yield the arguments that the parent is given in another form and writes into the config as it got them."""
    constructor = cls.constructor
    if constructor is None or constructor.decorated:
        return
    config = effective_config(cls)
    for call in constructor.super_inits:
        for key, value in given_values(cls, call).items():
            entry = config.entries.get(key)
            own = constructor.parameter(key)
            if own is None or entry is None or entry.origin is cls or not _is_derived(value, key):
                continue
            if _written_as_given(cls, key, entry.origin, entry.entry is None) and reaches_constructor(
                cls, key
            ):
                yield DerivedArgument(key, call.span)


def _written_as_given(cls: ClassInfo, key: str, origin: ClassInfo | KerasClass, automatic: bool) -> bool:
    """Tell whether the parent's config holds the very value that its constructor was given."""
    if isinstance(origin, KerasClass):
        # Keras makes an automatic config from what the class itself was given.
        return origin.overrides_get_config or key == "name"
    if automatic or origin.get_config is None:
        return False
    entry = origin.get_config.entry(key)
    return entry is not None and settled(origin, entry.value) == Parameter(key)
