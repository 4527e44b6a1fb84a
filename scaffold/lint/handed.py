"""What an argument of a constructor is that the class does not keep: told by its annotation, default, name and use."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from scaffold.kinds import kind_of_parameter
from scaffold.lint.annotation import is_plain, is_plain_list
from scaffold.lint.repair.body import asks_much, changed_in_place, constructor_node, times_read
from scaffold.lint.stored import OBJECT_KINDS, speaks_of_object
from scaffold.source.facts import ClassInfo, KerasClass, KerasParameter
from scaffold.source.keras_names import keras_class
from scaffold.source.method_facts import ConstructorParameter
from scaffold.source.project import Project
from scaffold.source.values import Call, Constant, Parameter, Sequence, Value, walk

# Required arguments of Keras's layers that are numbers, and those that take a number as well as a list of them.
_NUMBERS = frozenset({
    "units", "filters", "rate", "num_heads", "key_dim", "value_dim", "input_dim", "output_dim", "n", "num_tokens",
    "height", "width", "groups", "axis", "seed", "alpha", "epsilon", "momentum", "use_bias",
})  # fmt: skip
_EXTENTS = frozenset({
    "kernel_size", "strides", "pool_size", "size", "dilation_rate", "target_shape", "padding", "cropping", "axes",
    "dims",
})  # fmt: skip
# Kinds whose values are numbers, texts or None by their names alone.
_BY_NAME = frozenset({"int", "float", "bool", "axis", "seed"})

# An argument that is handed on by a class to a class of the project is followed that far.
_DEPTH = 3


class Carried(StrEnum):
    """How the config can carry an argument.

    RAW: as it is. ACTIVATION, INITIALIZER, REGULARIZER, CONSTRAINT: serialized as an object of that kind.
    """

    RAW = "raw"
    ACTIVATION = "activation"
    INITIALIZER = "initializer"
    REGULARIZER = "regularizer"
    CONSTRAINT = "constraint"


class _Use(StrEnum):
    """What a parameter of a layer of Keras says of what it is given."""

    NUMBER = "number"
    EXTENT = "extent"
    OTHER = "other"


def carried_as(cls: ClassInfo, parameter: ConstructorParameter, project: Project) -> Carried | None:
    """Return how the config can carry an argument as it was passed; None where that is not certain.

    Args:
        cls: The class whose constructor takes it.
        parameter: The argument.
        project: Knows the classes that it may be handed on to.
    """
    node = constructor_node(cls)
    if node is None:
        return None
    uses = [_use(function, taken) for function, taken in _receivers(cls, parameter.name)]
    only_keras = bool(uses) and None not in uses and len(uses) == times_read(node, parameter.name)
    objects = {use for use in uses if use in OBJECT_KINDS}
    if objects:
        # Keras makes the object of it with the same `get`, so whatever got through the constructor can be written.
        return Carried(next(iter(objects))) if only_keras and len(set(uses)) == 1 else None
    if asks_much(node, parameter.name):
        return None
    if _told_raw(parameter) and not (_is_list(parameter) and changed_in_place(node, parameter.name)):
        return Carried.RAW
    if speaks_of_object(parameter) or _kind_name(parameter) == "dtype":
        return None
    if only_keras and set(uses) <= {_Use.NUMBER, _Use.EXTENT}:
        return Carried.RAW
    open_default = not parameter.has_default or parameter.default == Constant(None)
    if (
        open_default
        and not parameter.annotation
        and (_Use.NUMBER in uses or _plain_elsewhere(cls, parameter.name, project, _DEPTH))
    ):
        return Carried.RAW
    return None


def _told_raw(parameter: ConstructorParameter) -> bool:
    """Whether annotation, default or name say that it is a number, a text, None, or a list of such."""
    if parameter.annotation:
        return is_plain(parameter.annotation) or is_plain_list(parameter.annotation)
    if speaks_of_object(parameter) or _kind_name(parameter) == "dtype":
        return False
    default = parameter.default
    if isinstance(default, Sequence):
        return default.kind == "list" and all(isinstance(item, Constant) for item in default.items)
    if isinstance(default, Constant) and default.value is not None:
        return isinstance(default.value, (str, int, float))
    return (not parameter.has_default or default == Constant(None)) and _kind_name(parameter) in _BY_NAME


def _is_list(parameter: ConstructorParameter) -> bool:
    return isinstance(parameter.default, Sequence) or is_plain_list(parameter.annotation)


def _kind_name(parameter: ConstructorParameter) -> str:
    kind = kind_of_parameter(parameter.name)
    return kind.name if kind is not None else ""


def _receivers(cls: ClassInfo, name: str) -> Iterator[tuple[str, str | int]]:
    """Yield the functions that the constructor hands an argument to as it is, with the name or place it has there."""
    constructor = cls.constructor
    values: list[Value] = [
        place.value for places in cls.attributes.values() for place in places if place.method == "__init__"
    ]
    for call in constructor.super_inits if constructor is not None else ():
        values += [*call.args, *(value for _, value in call.keywords)]
    for part in (part for value in values for part in walk(value)):
        if isinstance(part, Call) and part.function is not None:
            given: list[tuple[str | int, Value]] = [*enumerate(part.args), *part.keywords]
            for place, value in given:
                if value == Parameter(name):
                    yield part.function, place


def _use(function: str, taken: str | int) -> str | None:
    """Return what a layer of Keras does with an argument; None where the function is no such layer."""
    keras = keras_class(function)
    parameter = _parameter_of(keras, taken) if keras is not None else None
    if parameter is None or not function.startswith("keras.layers."):
        return None
    kind = kind_of_parameter(parameter.name)
    if kind is not None and kind.name in OBJECT_KINDS:
        return kind.name
    if parameter.name in _EXTENTS:
        return _Use.EXTENT
    default = parameter.default
    number = isinstance(default, Constant) and isinstance(default.value, (int, float))
    return _Use.NUMBER if number or parameter.name in _NUMBERS else _Use.OTHER


def _parameter_of(keras: KerasClass, taken: str | int) -> KerasParameter | None:
    if isinstance(taken, int):
        return keras.parameters[taken] if taken < len(keras.parameters) else None
    return next((known for known in keras.parameters if known.name == taken), None)


def _plain_elsewhere(cls: ClassInfo, name: str, project: Project, depth: int) -> bool:
    """Whether a class of the project that gets the argument takes a number or a text there."""
    for function, taken in _receivers(cls, name) if depth else ():
        other = project.class_named(function) if keras_class(function) is None else None
        if other is None or other.constructor is None:
            continue
        parameter = _parameter_taken(other, taken)
        if parameter is not None and (
            (_told_raw(parameter) and not _is_list(parameter))
            or (not parameter.annotation and _plain_elsewhere(other, parameter.name, project, depth - 1))
        ):
            return True
    return False


def _parameter_taken(cls: ClassInfo, taken: str | int) -> ConstructorParameter | None:
    if cls.constructor is None:
        return None
    if isinstance(taken, str):
        return cls.constructor.parameter(taken)
    positional = [known for known in cls.constructor.parameters if known.kind.startswith("positional")]
    return positional[taken] if taken < len(positional) else None
