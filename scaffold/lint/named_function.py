"""Which functions the config of a class or layer holds by their names, and what of Keras is given these back."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.kinds import KINDS
from scaffold.lint.held import argument_entries, reaches_constructor, settled
from scaffold.lint.subjects import nearest_from_config
from scaffold.source.facts import ClassInfo
from scaffold.source.function_facts import GivenFunction
from scaffold.source.located import SourceFile
from scaffold.source.method_facts import ConstructorParameter
from scaffold.source.project import Project
from scaffold.source.record import Record
from scaffold.source.values import Call, Parameter, SelfAttribute, Value

_DESERIALIZE_ANY = "keras.saving.deserialize_keras_object"
_SERIALIZERS = frozenset(name for kind in KINDS.values() for name in kind.serializers)
_TAKERS = frozenset(name for kind in KINDS.values() for name in kind.getters) | {_DESERIALIZE_ANY}
# Last words of the arguments of Keras's layers that are made an object of by a module of their own.
_TAKEN_BY = {kind: f"keras.{kind}s.get" for kind in ("constraint", "initializer", "regularizer")}
ACTIVATION = "keras.activations.get"


class NamedFunction(Record):
    """A default argument that the config of a class names and that nothing registers.

    Args:
        function: The default.
        declared: The argument.
        taker: Canonical name of the function of Keras that is given what the config holds; empty where that is none.
        as_word: Whether the config may hold nothing but the name, for which the taker asks nobody but Keras itself.
    """

    function: GivenFunction
    declared: ConstructorParameter
    taker: str
    as_word: bool


def named_functions(cls: ClassInfo) -> Iterator[NamedFunction]:
    """Yield the arguments whose default is an unregistered function of the same file that the config serializes."""
    for entry, parameter in argument_entries(cls):
        declared = parameter.declared
        if declared is None or declared.unregistered_function is None:
            continue
        match entry.value:
            case Call(function=serializer, args=(SelfAttribute() as held,)) if serializer in _SERIALIZERS:
                taker = _taker(cls, entry.key, settled(cls, held))
                if taker is not None:
                    as_word = (serializer, taker) == ("keras.activations.serialize", ACTIVATION)
                    yield NamedFunction(declared.unregistered_function, declared, taker, as_word)


def _taker(cls: ClassInfo, key: str, held: Value) -> str | None:
    """Return the function of Keras that is given what a key of the config holds; empty where that is none.

    Returns:
        None where it cannot be told.
    """
    if reaches_constructor(cls, key):
        match held:
            case Call(function=str(name), args=(Parameter(name=given),), keywords=()) if given == key:
                return name if name in _TAKERS else ""
        return ""
    owner, facts = nearest_from_config(cls) or (None, None)
    if facts is None or not facts.complete or owner is not cls or key in facts.removed:
        return None
    takers = facts.deserialized.get(key, ())
    return takers[0] if len(takers) == 1 and takers[0] in _TAKERS else None


def taken_by(argument: str) -> str:
    """Return the function of Keras that a layer of Keras gives the config of an argument."""
    last = argument.rpartition("_")[2]
    return ACTIVATION if last == "activation" else _TAKEN_BY.get(last, _DESERIALIZE_ANY)


def may_be_offered(function: GivenFunction, source: SourceFile, project: Project) -> bool:
    """Tell whether the package of a file may give Keras a function by its name in ``custom_objects``."""
    return function.offered or project.models.may_offer(function.name, source)
