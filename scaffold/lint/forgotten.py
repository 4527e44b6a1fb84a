"""Which constructor arguments the config of a class certainly lacks."""

from __future__ import annotations

from scaffold.lint.subjects import (
    BASE_ARGUMENTS,
    CONFIGURED,
    descendants,
    is_abstract,
    nearest_from_config,
    own_lineage,
)
from scaffold.source.facts import Answer, ClassInfo, ConstructorParameter, Returns
from scaffold.source.inheritance import effective_config, effective_parameters
from scaffold.source.project import Project
from scaffold.source.record import Record
from scaffold.source.values import Constant, parameters_in


class Forgotten(Record):
    """An argument that the config lacks.

    Args:
        parameter: The argument.
        owner: The class whose constructor takes it.
        keys: The keys that the classes of the project put into the config.
        strangers: Those of the keys that are no arguments: perhaps a misspelt one is the argument.
        config_from: Name of the class whose ``get_config`` is used.
    """

    parameter: ConstructorParameter
    owner: ClassInfo
    keys: tuple[str, ...]
    strangers: tuple[str, ...]
    config_from: str


def forgotten_arguments(cls: ClassInfo, project: Project) -> list[Forgotten]:
    """Return the arguments that are certainly lost, in the order of the constructors' parameters.

    Nothing is certain, and the list empty, where the ancestry, the config or ``from_config`` is not fully understood,
    where Keras makes the config by itself, and where the class is made to be derived from.
    """
    if cls.role not in CONFIGURED or not cls.ancestry_known or is_abstract(cls):
        return []
    config = effective_config(cls)
    if config.automatic is not Answer.NO or not config.complete or not _returns_dicts(cls):
        return []
    supplied = _supplied_by_from_config(cls)
    if supplied is None:
        return []
    parameters = effective_parameters(cls).parameters
    keys = tuple(key for key, entry in config.entries.items() if isinstance(entry.origin, ClassInfo))
    strangers = tuple(key for key in keys if key not in parameters)
    missing = [
        Forgotten(parameter.declared, parameter.origin, keys, strangers, config.chain[0].name)
        for name, parameter in parameters.items()
        if parameter.declared is not None
        and isinstance(parameter.origin, ClassInfo)
        and name not in config.entries
        and name not in BASE_ARGUMENTS | supplied
        and _matters(parameter.origin, parameter.declared)
        and not _known_to_parent(cls, parameter.origin, name)
    ]
    return [argument for argument in missing if not _fixed_by_children(cls, argument.parameter.name, project)]


def _returns_dicts(cls: ClassInfo) -> bool:
    return all(
        owner.get_config is None or owner.get_config.returns is Returns.DICT for owner in own_lineage(cls)
    )


def _supplied_by_from_config(cls: ClassInfo) -> frozenset[str] | None:
    """Return the arguments that ``from_config`` knows by itself; None where it is not understood."""
    nearest = nearest_from_config(cls)
    if nearest is None or nearest[1] is None:
        return frozenset()
    facts = nearest[1]
    return frozenset(facts.supplied) if facts.complete else None


def _matters(owner: ClassInfo, parameter: ConstructorParameter) -> bool:
    """Whether the config could carry it, and it is more than an old name the constructor still swallows."""
    if parameter.kind == "positional_only" or owner.constructor is None:
        return False
    if parameter.name not in owner.constructor.used:
        return False
    return parameter.kind not in ("popped", "peeked") or any(
        parameter.name in parameters_in(assignment.value)
        for places in owner.attributes.values()
        for assignment in places
    )


def _known_to_parent(cls: ClassInfo, owner: ClassInfo, name: str) -> bool:
    """Whether the fault is that of the class that takes the argument, and is reported there."""
    if owner is cls:
        return False
    config = effective_config(owner)
    return config.automatic is not Answer.YES and name not in config.entries


def _fixed_by_children(cls: ClassInfo, name: str, project: Project) -> bool:
    """Whether classes of the project pass a literal for the argument: then each child is one value of it."""
    position = _position(cls, name)
    for child in descendants(cls, project):
        for call in child.constructor.super_inits if child.constructor is not None else ():
            given = dict(call.keywords).get(name)
            if position is not None and position < len(call.args):
                given = call.args[position]
            if isinstance(given, Constant):
                return True
    return False


def _position(cls: ClassInfo, name: str) -> int | None:
    """Return where the class's own constructor takes the argument by position."""
    if cls.constructor is None:
        return None
    names = [known.name for known in cls.constructor.parameters if known.kind.startswith("positional")]
    return names.index(name) if name in names else None
