"""Which config entries certainly hold a value that a file cannot carry, or carries changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scaffold.lint.held import carried_entries, only_type, settled
from scaffold.source.facts import ClassInfo, EffectiveParameter
from scaffold.source.method_facts import ConfigEntry
from scaffold.source.record import Record
from scaffold.source.values import Call, Comprehension, Constant, Parameter, Sequence, Value, options

_ARRAY_MAKERS = frozenset({
    "array", "asarray", "zeros", "ones", "full", "eye", "arange", "linspace", "empty", "concatenate", "stack", "diag",
    "identity", "zeros_like", "ones_like", "logspace", "meshgrid", "tile", "repeat", "reshape", "transpose",
})  # fmt: skip
_TENSOR_MAKERS = frozenset({"tensorflow.constant", "tensorflow.convert_to_tensor", "tensorflow.cast"})
_ARRAY_MODULES = frozenset({"numpy", "jax.numpy", "keras.ops", "tensorflow", "tensorflow.experimental.numpy"})
_PATHS = frozenset({"Path", "PurePath", "PosixPath", "WindowsPath", "PurePosixPath"})


class Unsaveable(Record):
    """A config entry with a value that does not come back.

    Args:
        entry: The entry.
        made_again: Whether the constructor makes such a value of whatever it is given.
        numpy: Whether it is certainly an array of NumPy.
        path: Whether it is certainly a path that the constructor makes of text.
    """

    entry: ConfigEntry
    made_again: bool
    numpy: bool = False
    path: bool = False


def sets(cls: ClassInfo) -> Iterator[Unsaveable]:
    """Yield the entries that certainly hold a set or frozenset."""
    return _entries(
        cls, _is_set, frozenset({"set", "Set", "frozenset", "FrozenSet", "AbstractSet", "MutableSet"})
    )


def arrays(cls: ClassInfo) -> Iterator[Unsaveable]:
    """Yield the entries that certainly hold an array or a tensor."""
    return _entries(cls, _is_array, frozenset({"ndarray", "NDArray"}))


def others(cls: ClassInfo) -> Iterator[Unsaveable]:
    """Yield the entries that certainly hold bytes, a complex number, or a path."""
    return _entries(cls, _is_other, frozenset({"bytes", "bytearray", "complex", *_PATHS}))


def _entries(
    cls: ClassInfo, is_one: Callable[[Value], bool], annotations: frozenset[str]
) -> Iterator[Unsaveable]:
    for entry, parameter in carried_entries(cls):
        held = options(settled(cls, entry.value))
        if any(is_one(value) for value in held):
            again = all(_is_made_of(value, entry.key) for value in held)
            numpy, path = (
                all((value.function or "").startswith(module) for value in held if isinstance(value, Call))
                for module in ("numpy.", "pathlib.")
            )
            yield Unsaveable(entry, again, again and numpy, again and path)
        elif held == (Parameter(entry.key),) and _annotated(parameter, annotations):
            yield Unsaveable(entry, False)


def _annotated(parameter: EffectiveParameter, annotations: frozenset[str]) -> bool:
    return parameter.declared is not None and only_type(parameter.declared.annotation) in annotations


def _is_made_of(value: Value, name: str) -> bool:
    return isinstance(value, Call) and value.args[:1] == (Parameter(name),)


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
        module, _, name = (value.function or "").rpartition(".")
        return (module == "pathlib" and name in _PATHS) or (
            not module and name in ("bytes", "bytearray", "complex")
        )
    return isinstance(value, Constant) and isinstance(value.value, (bytes, complex))
