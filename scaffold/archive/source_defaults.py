"""Which constructor arguments of a class are lost unnoticed when a saved config does not have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scaffold.source.values import Call, Constant, Parameter, Unknown, Value, parameters_in, walk

if TYPE_CHECKING:
    from scaffold.source.facts import ClassInfo, EffectiveConfig, EffectiveParameter

# What the base layer of Keras takes beside the arguments that its signature names.
_OF_THE_BASE = frozenset({"name", "trainable", "dtype", "weights", "dynamic", "build_config"})


def silent_defaults(cls: ClassInfo) -> Mapping[str, str]:
    """Return the arguments that a config always has, unless it was forgotten, with their defaults as text.

    These are left out, since the default may be what was saved: arguments of a class of Keras; those that no
    attribute keeps as they are, or that go to no call whose result is kept; those that are a part of what another key
    holds; those that ``get_config`` writes only sometimes; all of a class whose config
    Keras makes itself, from the arguments that were passed, or whose arguments or config are not fully known.

    Args:
        cls: The class.

    Returns:
        Argument -> its default as Python; empty text where that cannot be told.
    """
    from scaffold.source.facts import KerasClass
    from scaffold.source.inheritance import effective_config, effective_parameters
    from scaffold.source.located import Answer

    parameters, config = effective_parameters(cls), effective_config(cls)
    if not parameters.complete or parameters.accepts_any or config.automatic is not Answer.NO:
        return {}
    of_keras = {
        parameter.name
        for ancestor in cls.ancestors
        if isinstance(ancestor, KerasClass)
        for parameter in ancestor.parameters
    }
    defaults = {}
    for name, parameter in parameters.parameters.items():
        written = config.entries.get(name)
        certain = config.complete if written is None else not written.conditional
        if not certain or name in of_keras | _OF_THE_BASE:
            continue
        if _kept(parameter) or (
            written is None and _handed_on(parameter) and not _elsewhere(cls, config, name)
        ):
            defaults[name] = _text(parameter.default)
    return defaults


def _handed_on(parameter: EffectiveParameter) -> bool:
    """Tell whether the layer keeps what a call made with the argument: a sublayer, most often."""
    from scaffold.source.facts import ClassInfo

    if not parameter.has_default or not isinstance(parameter.origin, ClassInfo):
        return False
    calls = [
        part
        for places in parameter.origin.attributes.values()
        for place in places
        if place.method == "__init__"
        for part in walk(place.value)
        if isinstance(part, Call)
    ]
    given = [value for call in calls for value in (*call.args, *(value for _, value in call.keywords))]
    return Parameter(parameter.name) in given


def _elsewhere(cls: ClassInfo, config: EffectiveConfig, name: str) -> bool:
    """Tell whether another key of the config may hold the argument: the config of the sublayer that got it."""
    from scaffold.source.made_of import made_of

    entries = [known.entry for known in config.entries.values() if known.entry is not None]
    parts = [part for entry in entries for part in made_of(cls, entry.value)]
    return any(isinstance(part, Unknown) or name in parameters_in(part) for part in parts)


def _kept(parameter: EffectiveParameter) -> bool:
    """Tell whether an argument with a default is kept in an attribute as it is, or as the object it names."""
    from scaffold.source.facts import ClassInfo

    if not parameter.has_default or not isinstance(parameter.origin, ClassInfo):
        return False
    return any(
        assignment.method == "__init__" and _is_argument(assignment.value, parameter.name)
        for assignments in parameter.origin.attributes.values()
        for assignment in assignments
    )


def _is_argument(value: Value, name: str) -> bool:
    if isinstance(value, Call) and (value.function or "").startswith("keras.") and len(value.args) == 1:
        value = value.args[0]
    return value == Parameter(name)


def _text(default: Value | None) -> str:
    return repr(default.value) if isinstance(default, Constant) else ""
