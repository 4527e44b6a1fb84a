"""Which functions the config of a class or layer holds by their names, and what of Keras is given these back."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.kinds import KINDS
from scaffold.lint.held import carried_entries, settled
from scaffold.source.facts import ClassInfo
from scaffold.source.function_facts import GivenFunction
from scaffold.source.located import SourceFile
from scaffold.source.method_facts import ConstructorParameter
from scaffold.source.project import Project
from scaffold.source.record import Record
from scaffold.source.values import Call, Parameter, SelfAttribute, Value

_SERIALIZERS = frozenset(name for kind in KINDS.values() for name in kind.serializers)
# Last words of the arguments of Keras's layers -> what turns their configs into objects.
_TAKEN_BY = {
    "activation": "activations",
    "constraint": "constraints",
    "initializer": "initializers",
    "regularizer": "regularizers",
}


class NamedFunction(Record):
    """A default argument that the config of a class names and that nothing registers.

    Args:
        function: The default.
        declared: The argument.
        home: The module of Keras whose ``get`` the constructor hands the argument to; empty where that is none.
    """

    function: GivenFunction
    declared: ConstructorParameter
    home: str


def named_functions(cls: ClassInfo) -> Iterator[NamedFunction]:
    """Yield the arguments whose default is an unregistered function of the same file that the config serializes."""
    for entry, parameter in carried_entries(cls):
        declared = parameter.declared
        if declared is None or declared.unregistered_function is None:
            continue
        match entry.value:
            case Call(function=serializer, args=(SelfAttribute() as held,)) if serializer in _SERIALIZERS:
                home = _getter(settled(cls, held), declared.name)
                yield NamedFunction(declared.unregistered_function, declared, home)


def _getter(value: Value, argument: str) -> str:
    match value:
        case Call(function=str(name), args=(Parameter(name=given),), keywords=()) if given == argument:
            home = name.removeprefix("keras.").removesuffix(".get")
            return home if name == f"keras.{home}.get" else ""
    return ""


def taken_by(argument: str) -> str:
    """Return the module of Keras whose ``get`` a layer of Keras hands an argument to; empty where that is none."""
    return _TAKEN_BY.get(argument.rpartition("_")[2], "")


def may_be_offered(function: GivenFunction, source: SourceFile, project: Project) -> bool:
    """Tell whether the package of a file may give Keras a function by its name in ``custom_objects``."""
    return function.offered or project.models.may_offer(function.name, source)
