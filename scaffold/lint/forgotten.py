"""Which constructor arguments the config of a class certainly lacks."""

from __future__ import annotations

from scaffold.lint.shape_hint import is_shape_hint
from scaffold.lint.subjects import (
    BASE_ARGUMENTS,
    CONFIGURED,
    descendants,
    is_for_heirs,
    lineage,
    nearest_from_config,
    own_lineage,
)
from scaffold.source.facts import ClassInfo, EffectiveConfig, EffectiveParameter, KerasClass
from scaffold.source.inheritance import effective_config, effective_parameters
from scaffold.source.located import Answer
from scaffold.source.made_of import made_of
from scaffold.source.method_facts import Constructor, ConstructorParameter
from scaffold.source.once import once
from scaffold.source.project import Project
from scaffold.source.record import Record
from scaffold.source.values import Constant, Parameter, Unknown, parameters_in

# Initial values of weights: they come back with the saved weights, not with the config.
_NOT_FOR_THE_CONFIG = BASE_ARGUMENTS | {"weights"}
# The graph of a functional model, which is no value.
_GRAPH = frozenset({"inputs", "outputs"})

# What these methods bring back is saved beside the config.
# https://keras.io/guides/customizing_saving_and_serialization/
_RESTORING = ("load_assets", "load_own_variables")


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


def forgotten_of_constructor(cls: ClassInfo, project: Project) -> list[Forgotten]:
    """Return the arguments of the class's own constructor that the class loses, or that heirs of a base lose with it.

    Heirs that have a constructor of their own, or put the argument into the config, lose nothing.
    """
    if cls.role not in CONFIGURED or cls.constructor is None or not _may_forget(cls, cls.constructor):
        return []
    rebuilt = [cls]
    if cls.get_config is not None and is_for_heirs(cls, project):
        rebuilt = _heirs_of_both(cls, project)
    lost: dict[str, Forgotten] = {}
    for heir in rebuilt:
        for argument in forgotten_arguments(heir, project):
            if argument.owner.qualified_name == cls.qualified_name:
                lost.setdefault(argument.parameter.name, argument)
    return list(lost.values())


def _may_forget(cls: ClassInfo, constructor: Constructor) -> bool:
    """Whether the class inherits its config, or its own one certainly lacks an argument of its own constructor.

    Only then its heirs are looked for: they may be many, in files that are parsed for nothing else.
    """
    if cls.get_config is None:
        return True
    named = {parameter.name for parameter in constructor.parameters}
    keys = {entry.key for entry in cls.get_config.entries}
    return not named <= keys | _NOT_FOR_THE_CONFIG and effective_config(cls).complete


def _heirs_of_both(cls: ClassInfo, project: Project) -> list[ClassInfo]:
    """Return the heirs that are made by the constructor of the class itself, and are no bases themselves."""
    heirs = []
    for heir in descendants(cls, project):
        maker = next(owner for owner in lineage(heir) if isinstance(owner, KerasClass) or owner.constructor)
        if maker.qualified_name == cls.qualified_name and not descendants(heir, project):
            heirs.append(heir)
    return heirs


@once
def forgotten_arguments(cls: ClassInfo, project: Project) -> list[Forgotten]:
    """Return the arguments that are certainly lost, in the order of the constructors' parameters.

    Nothing is certain, and the list empty, where the ancestry, the config or ``from_config`` is not fully understood,
    where Keras makes the config by itself, and where the class is made to be derived from.
    """
    if cls.role not in CONFIGURED or not cls.ancestry_known:
        return []
    config = effective_config(cls)
    if config.automatic is not Answer.NO or not config.complete:
        return []
    if cls.role == "model" and not config.entries:
        return []  # a model that is given an empty config has none on purpose: it is saved otherwise, or never
    supplied = _supplied_by_from_config(cls)
    if supplied is None:
        return []
    parameters = effective_parameters(cls).parameters
    keys = tuple(key for key, entry in config.entries.items() if isinstance(entry.origin, ClassInfo))
    strangers = tuple(key for key in keys if key not in parameters)
    known = _NOT_FOR_THE_CONFIG | supplied | set(config.entries) | _removed(cls)
    if cls.role == "model":
        known |= _GRAPH
    missing = [parameter for name, parameter in parameters.items() if name not in known]
    if not missing:
        return []
    carried = _carried(cls, config, frozenset(parameters))
    if carried is None:
        return []
    forgotten = [
        Forgotten(parameter.declared, parameter.origin, keys, strangers, config.chain[0].name)
        for parameter in missing
        if parameter.declared is not None
        and not (parameter.declared.has_default and is_made_by_name(cls))
        and isinstance(parameter.origin, ClassInfo)
        and parameter.name not in carried
        and _matters(parameter.origin, parameter)
        and not _in_the_hands_of_keras(cls, parameter)
        and not _restored(cls, parameter.name)
    ]
    # Heirs may be many, in files that are parsed for nothing else: they are looked for last.
    if not forgotten or is_for_heirs(cls, project):
        return []
    return [lost for lost in forgotten if not _left_to_children(cls, lost.parameter.name, project)]


def is_made_by_name(cls: ClassInfo) -> bool:
    """Whether ``Sequential.from_config`` makes the objects: it gives the constructor a name, and adds the saved layers.

    What the config holds beside them reaches nobody, and a constructor that has added layers already makes it fail. See
    https://github.com/keras-team/keras/blob/v3.15.1/keras/src/models/sequential.py.
    """
    nearest = nearest_from_config(cls)
    return nearest is not None and nearest[0].name == "keras.models.Sequential"


def _supplied_by_from_config(cls: ClassInfo) -> frozenset[str] | None:
    """Return the arguments that ``from_config`` knows by itself; None where it is not understood."""
    nearest = nearest_from_config(cls)
    if nearest is None or isinstance(nearest[0], KerasClass):
        return frozenset()
    facts = nearest[1]
    return frozenset(facts.supplied) if facts is not None and facts.complete else None


def _removed(cls: ClassInfo) -> set[str]:
    """Return the keys that a get_config takes out on purpose."""
    configs = [owner.get_config for owner in own_lineage(cls) if owner.get_config is not None]
    return {removed.key for config in configs for removed in config.removed}


def _carried(cls: ClassInfo, config: EffectiveConfig, parameters: frozenset[str]) -> set[str] | None:
    """Return the arguments that reach the config as part of what another argument's key holds.

    ``InputLayer(shape, batch_size)`` keeps both in one ``batch_shape``, which is an argument as well.

    Returns:
        None where it cannot be told what such a key is made from.
    """
    carried: set[str] = set()
    for key, effective in config.entries.items():
        if effective.entry is not None and key in parameters:
            for part in made_of(cls, effective.entry.value):
                if isinstance(part, Unknown):
                    return None
                carried |= parameters_in(part)
    return carried


def _matters(owner: ClassInfo, parameter: EffectiveParameter) -> bool:
    """Whether the config could carry it, and it is more than an old name the constructor still swallows."""
    declared = parameter.declared
    if declared is None or owner.constructor is None or declared.name.startswith("_"):
        return False
    if declared.kind == "positional_only" or declared.name not in owner.constructor.used:
        return False
    if declared.kind not in ("popped", "peeked"):
        return not is_shape_hint(owner, declared.name)
    if declared.kind == "peeked" and any(
        call.forwards_var_keyword is not Answer.NO for call in owner.constructor.super_inits
    ):
        return False  # it is the parent's: it goes on to it
    kept = any(
        parameters_in(place.value) == {declared.name}
        for places in owner.attributes.values()
        for place in places
    )
    return kept and isinstance(declared.default, Constant)


def _in_the_hands_of_keras(cls: ClassInfo, parameter: EffectiveParameter) -> bool:
    """Whether a class of Keras gets the argument and knows by itself how it comes back.

    ``Wrapper.from_config`` makes ``cls(layer, **config)``, whatever the constructor calls its first argument; and
    what Keras takes under the very same name, but does not write down, some version of it does (``implementation``);
    what it is given by a name that it does not know, another version takes.
    """
    origin = parameter.origin
    if not isinstance(origin, ClassInfo) or origin.constructor is None:
        return False
    keras = next((ancestor for ancestor in cls.ancestors if isinstance(ancestor, KerasClass)), None)
    if keras is None:
        return False
    value = Parameter(parameter.name)
    taken = {known.name for known in keras.parameters}
    nearest = nearest_from_config(cls)
    positional = nearest is not None and nearest[0] is keras and bool(keras.deserialized_keys)
    first = next(iter(origin.constructor.parameters), None)
    known = parameter.name in taken or _is_above(keras, origin)
    for call in origin.constructor.super_inits:
        if known and (parameter.name, value) in call.keywords:
            return True
        handed = call.args[:1] + tuple(
            given for key, given in call.keywords if key in keras.deserialized_keys
        )
        if positional and first is not None and first.name == parameter.name and value in handed:
            return True
    return False


def _is_above(keras: KerasClass, origin: ClassInfo) -> bool:
    """Whether the constructor of a class calls that of a class of Keras, with none of the project between them."""
    above = (known for known in origin.ancestors if isinstance(known, KerasClass) or known.constructor)
    return next(above, None) is keras


def _restored(cls: ClassInfo, name: str) -> bool:
    """Whether a method that loads what is saved beside the config names the argument: it brings it back."""
    for owner in own_lineage(cls):
        for method in (owner.methods[known] for known in _RESTORING if known in owner.methods):
            if name in owner.source.text[method.span.start : method.span.end]:
                return True
    return False


def _left_to_children(cls: ClassInfo, name: str, project: Project) -> bool:
    """Whether classes of the project fix the argument, or put it into the config themselves.

    Then the class is a base, and each child is one value of the argument.
    """
    position = _position(cls, name)
    for child in descendants(cls, project):
        if child.get_config is not None and child.get_config.entry(name) is not None:
            return True
        for call in child.constructor.super_inits if child.constructor is not None else ():
            given = dict(call.keywords).get(name)
            if position is not None and position < len(call.args):
                given = call.args[position]
            if given is not None and not parameters_in(given):
                return True
    return False


def _position(cls: ClassInfo, name: str) -> int | None:
    """Return where the class's own constructor takes the argument by position."""
    if cls.constructor is None:
        return None
    names = [known.name for known in cls.constructor.parameters if known.kind.startswith("positional")]
    return names.index(name) if name in names else None
