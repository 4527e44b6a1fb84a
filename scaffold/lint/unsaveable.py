"""Which config entries certainly hold a value that a file cannot carry, or carries changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from scaffold.lint.annotation import only_type, without_none
from scaffold.lint.held import carried_values
from scaffold.pattern import pattern
from scaffold.source.facts import ClassInfo, EffectiveParameter
from scaffold.source.keras_names import keras_class
from scaffold.source.method_facts import ConfigEntry
from scaffold.source.plain_classes import Plain
from scaffold.source.project import Project
from scaffold.source.record import Record
from scaffold.source.values import (
    Call,
    Comprehension,
    Constant,
    ElementOf,
    ItemOf,
    Mapping,
    MethodCall,
    Parameter,
    Reference,
    Sequence,
    Value,
)

_ARRAY_MAKERS = frozenset({
    "array", "asarray", "zeros", "ones", "full", "eye", "arange", "linspace", "empty", "concatenate", "stack", "diag",
    "identity", "zeros_like", "ones_like", "logspace", "meshgrid", "tile", "repeat", "reshape", "transpose",
})  # fmt: skip
# Those that give the same array again of what they have given; `zeros` takes a shape.
_OF_VALUES = frozenset({"array", "asarray", "cast", "constant", "convert_to_tensor"})
_TENSOR_MAKERS = frozenset(
    f"{module}.{name}"
    for module in ("tensorflow", "keras.ops")
    for name in ("cast", "constant", "convert_to_tensor")
)
_ARRAY_MODULES = frozenset({"numpy", "jax.numpy", "keras.ops", "tensorflow", "tensorflow.experimental.numpy"})
_PATHS = frozenset({"Path", "PurePath", "PosixPath", "WindowsPath", "PurePosixPath"})
_SETS = frozenset({"set", "Set", "frozenset", "FrozenSet", "AbstractSet", "MutableSet"})
_DATE_MAKERS = ("fromisoformat", "fromtimestamp", "now", "strptime", "today", "utcnow")
# What these methods of a dict give only looks at the dict.
_VIEWS = frozenset({"keys", "values", "items"})
# Calls of these give what Keras refuses to write, or writes as a dict that describes it.
_OTHERS = frozenset({
    "bytes", "bytearray", "complex", "range", "slice", "memoryview", "map", "filter", "collections.deque",
    "decimal.Decimal", "fractions.Fraction", "datetime.datetime", "datetime.date", "datetime.time",
    "datetime.timedelta", "functools.partial", "numpy.dtype", "re.compile", "uuid.UUID", "uuid.uuid4",
    "types.SimpleNamespace", "argparse.Namespace", "zip", "enumerate", "reversed", "random.Random",
    "numpy.random.default_rng", "numpy.random.RandomState", "logging.getLogger", "threading.Lock", "threading.RLock",
    *(f"datetime.date.{name}" for name in _DATE_MAKERS),
    *(f"datetime.datetime.{name}" for name in _DATE_MAKERS),
    *(f"pathlib.{name}" for name in _PATHS),
})  # fmt: skip
_OTHER_TYPES = frozenset({
    "bytes", "bytearray", "complex", "range", "slice", "deque", "Decimal", "Fraction", "timedelta", "UUID", *_PATHS,
})  # fmt: skip
_LISTS = pattern(r"^(?:\w+\.)*(?:[Ll]ist|Sequence|[Tt]uple)\[([^,]*)(?:,\s*\.\.\.)?\]$", re.DOTALL)


class Unsaveable(Record):
    """A config entry with a value that does not come back.

    Args:
        entry: The entry.
        made_again: Whether the constructor makes such a value of whatever it is given.
        numpy: Whether it is certainly an array of NumPy.
        path: Whether it is certainly a path that the constructor makes of text.
        inside: Whether the entry is a list or dict that holds the value.
    """

    entry: ConfigEntry
    made_again: bool
    numpy: bool = False
    path: bool = False
    inside: bool = False


def sets(cls: ClassInfo) -> Iterator[Unsaveable]:
    """Yield the entries that certainly hold a set or frozenset."""
    return _entries(cls, _is_set, _SETS.__contains__)


def arrays(cls: ClassInfo) -> Iterator[Unsaveable]:
    """Yield the entries that certainly hold an array or a tensor."""
    return _entries(cls, _is_array, frozenset({"ndarray", "NDArray"}).__contains__)


def others(cls: ClassInfo) -> Iterator[Unsaveable]:
    """Yield the entries that certainly hold bytes, a complex number, a path, or the like."""
    return _entries(cls, _is_other, _OTHER_TYPES.__contains__)


def objects(cls: ClassInfo, project: Project, kind: Plain) -> Iterator[Unsaveable]:
    """Yield the entries that certainly hold an object of a class of the project that has no config."""

    def is_of_kind(name: str, *, written: bool = False) -> bool:
        # By its name it is a class: other modules are not looked into for functions.
        is_class = name.rpartition(".")[2].lstrip("_")[:1].isupper()
        return is_class and project.plain_kind(name, cls, written=written) is kind

    def is_one(value: Value) -> bool:
        if isinstance(value, Call):
            return value.function is not None and is_of_kind(value.function)
        if kind is not Plain.ENUM:
            return False
        # `Colour.RED`, and `Colour["RED"]`
        if isinstance(value, ItemOf):
            return isinstance(value.value, Reference) and is_of_kind(value.value.name)
        return isinstance(value, Reference) and is_of_kind(value.name.rpartition(".")[0])

    def is_type(name: str) -> bool:
        # Of a plain class there may be others that derive from it and have a config.
        return kind is not Plain.OBJECT and is_of_kind(name, written=True)

    return _entries(cls, is_one, is_type)


def _entries(
    cls: ClassInfo, is_one: Callable[[Value], bool], is_type: Callable[[str], bool]
) -> Iterator[Unsaveable]:
    for entry, parameter, held in carried_values(cls):
        if any(map(is_one, held)):
            again = all(_is_made_of(value, entry.key) for value in held)
            numpy, path = (
                all((value.function or "").startswith(module) for value in held if isinstance(value, Call))
                for module in ("numpy.", "pathlib.")
            )
            yield Unsaveable(entry, again, again and numpy, again and path)
        elif any(_holds(value, is_one) for value in held):
            yield Unsaveable(entry, False, inside=True)
        elif held == (Parameter(entry.key),):
            inside = _is_given(parameter, is_one, is_type)
            if inside is not None:
                yield Unsaveable(entry, False, inside=inside)


def _is_given(
    parameter: EffectiveParameter, is_one: Callable[[Value], bool], is_type: Callable[[str], bool]
) -> bool | None:
    """Tell from default and annotation whether an argument certainly is such a value.

    Returns:
        False where it is, True where it is a list or dict that holds one, None where neither is certain.
    """
    if parameter.default is not None and _holds(parameter.default, is_one):
        return not is_one(parameter.default)
    if parameter.declared is None or not parameter.declared.annotation:
        return None
    annotation = without_none(parameter.declared.annotation)
    match = _LISTS.match(annotation) if "[" in annotation else None
    name = only_type(match.group(1) if match else annotation)
    return bool(match) if name and is_type(name) else None


def _holds(value: Value, is_one: Callable[[Value], bool]) -> bool:
    """Tell whether a value is such a one, or a list or dict display that holds one."""
    match value:
        case Sequence(kind="list" | "tuple", items=items):
            return any(_holds(item, is_one) for item in items)
        case Mapping(items=pairs):
            return any(_holds(held, is_one) for _, held in pairs)
        case Comprehension(kind="list", element=element):
            return _holds(element, is_one)
    return is_one(value)


def _is_made_of(value: Value, name: str) -> bool:
    """Whether a value is made of an argument in a way that gives the same once more, made of what it then holds."""
    if isinstance(value, Comprehension):
        return value.kind == "set" and value.element == ElementOf(Parameter(name))
    if not isinstance(value, Call) or value.function is None or value.args[:1] != (Parameter(name),):
        return False
    module, _, function = value.function.rpartition(".")
    if module in _ARRAY_MODULES:
        return function in _OF_VALUES
    return len(value.args) == 1


def _is_set(value: Value) -> bool:
    if isinstance(value, Call):
        return value.function in ("set", "frozenset")
    return isinstance(value, (Sequence, Comprehension)) and value.kind == "set"


def _is_array(value: Value) -> bool:
    if not isinstance(value, Call) or value.function is None:
        return False
    module, _, name = value.function.rpartition(".")
    return value.function in _TENSOR_MAKERS or (module in _ARRAY_MODULES and name in _ARRAY_MAKERS)


def _is_other(value: Value) -> bool:
    if isinstance(value, Call):
        return value.function in _OTHERS
    if isinstance(value, Comprehension):
        return value.kind == "generator"
    if isinstance(value, MethodCall):
        return value.method in _VIEWS and not (value.args or value.keywords)
    if isinstance(value, Reference):
        return value.name.startswith("keras.") and keras_class(value.name) is not None  # a class itself
    return isinstance(value, Constant) and isinstance(value.value, (bytes, complex))
