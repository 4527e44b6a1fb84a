"""Values brought into a form in which two of them can be compared, and the places where they differ."""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.roundtrip.calls import Described
from scaffold.roundtrip.report import Difference

# Keras numbers the names it makes up: `dense`, `dense_1`, ... (keras/src/utils/naming.py).
_COUNTER = re.compile(r"_\d+$")
# Written by Keras around a serialized object; they describe the file, not the object.
_ABOUT_THE_FILE = frozenset({"build_config", "shared_object_id", "compile_config"})


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list or a tuple, with its kind."""

    kind: str
    items: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ObjectForm:
    """An object that is told by its class, or function, and its config."""

    name: str
    config: Any = None


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that cannot be compared; two of one type count as equal."""

    name: str


def without_counter(name: str) -> str:
    """Return a layer or weight name without the number that Keras appends to the names it makes up."""
    return _COUNTER.sub("", name)


def canonical(value: Any, above: frozenset[int] = frozenset()) -> Any:
    """Return a comparable form of a config entry or attribute: plain values, sequences, dicts, objects.

    Args:
        value: Anything a layer keeps.
        above: Identities of what holds the value; what holds itself cannot be compared from there on.

    Returns:
        A structure of None, bool, int, float, str, ``Sequence``, dict, array, ``ObjectForm`` and ``Opaque``.
    """
    import numpy as np

    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value
    if id(value) in above:
        return Opaque(f"{type(value).__qualname__} that holds itself")
    inside = above | {id(value)}
    if isinstance(value, (list, tuple)):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return Sequence(kind, tuple(canonical(item, inside) for item in value))
    if isinstance(value, (set, frozenset)):
        return Sequence("set", tuple(sorted((canonical(item, inside) for item in value), key=repr)))
    if isinstance(value, Mapping):
        return _canonical_mapping(value, inside)
    if isinstance(value, enum.Enum):
        return ObjectForm(f"{type(value).__module__}.{type(value).__qualname__}.{value.name}")
    return _canonical_object(value, inside)


def _canonical_mapping(value: Mapping[Any, Any], inside: frozenset[int]) -> dict[Any, Any]:
    form = {key: canonical(item, inside) for key, item in value.items() if key not in _ABOUT_THE_FILE}
    if isinstance(form.get("name"), str):
        form["name"] = without_counter(form["name"])
    return form


def _canonical_object(value: Any, inside: frozenset[int]) -> Any:
    if isinstance(value, Described):
        return ObjectForm(str(value.form["class_name"]), canonical(value.form.get("config", {}), inside))
    if isinstance(value, type):
        return ObjectForm(f"{value.__module__}.{value.__qualname__}")
    if hasattr(value, "get_config"):
        name = f"{type(value).__module__}.{type(value).__qualname__}"
        try:
            return ObjectForm(name, canonical(value.get_config(), inside))
        except Exception:
            # An object that cannot tell its config is compared by its class alone.
            return ObjectForm(name)
    if callable(value) and hasattr(value, "__qualname__"):
        return ObjectForm(f"{value.__module__}.{value.__qualname__}")
    return Opaque(type(value).__qualname__)


def differences(path: str, expected: Any, found: Any) -> Iterator[Difference]:
    """Yield the places where two canonical values differ.

    Args:
        path: The place of the values themselves.
        expected: Canonical value of the original.
        found: Canonical value of the rebuilt layer.

    Yields:
        Differences, with ``container_only`` set where only list and tuple are confused.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            place = f"{path}[{key!r}]"
            if key not in found:
                yield Difference(place, short(expected[key]), "nothing")
            elif key not in expected:
                yield Difference(place, "nothing", short(found[key]))
            else:
                yield from differences(place, expected[key], found[key])
    elif isinstance(expected, Sequence) and isinstance(found, Sequence):
        yield from _sequence_differences(path, expected, found)
    elif isinstance(expected, ObjectForm) and isinstance(found, ObjectForm) and expected.name == found.name:
        yield from differences(path, expected.config, found.config)
    elif not _same(expected, found):
        yield Difference(path, short(expected), short(found))


def _sequence_differences(path: str, expected: Sequence, found: Sequence) -> Iterator[Difference]:
    if len(expected.items) != len(found.items):
        yield Difference(path, short(expected), short(found))
        return
    inner = [
        difference
        for index, (left, right) in enumerate(zip(expected.items, found.items, strict=True))
        for difference in differences(f"{path}[{index}]", left, right)
    ]
    yield from inner
    if expected.kind != found.kind and not inner:
        yield Difference(path, short(expected), short(found), container_only=True)


def _same(expected: Any, found: Any) -> bool:
    import numpy as np

    if isinstance(expected, np.ndarray) or isinstance(found, np.ndarray):
        return _same_array(expected, found)
    if type(expected) is not type(found):
        return False
    if isinstance(expected, float):
        return expected == found or (math.isnan(expected) and math.isnan(found))
    return bool(expected == found)


def _same_array(expected: Any, found: Any) -> bool:
    import numpy as np

    if not (isinstance(expected, np.ndarray) and isinstance(found, np.ndarray)):
        return False
    if expected.shape != found.shape or expected.dtype != found.dtype:
        return False
    return bool(np.array_equal(expected, found, equal_nan=expected.dtype.kind in "fc"))


def short(value: Any, limit: int = 80) -> str:
    """Write a canonical value on one line, cut where it is long."""
    text = _text(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _text(value: Any) -> str:
    import numpy as np

    if isinstance(value, Sequence):
        left, right = {"tuple": ("(", ")"), "list": ("[", "]")}.get(value.kind, ("{", "}"))
        return f"{left}{', '.join(_text(item) for item in value.items)}{right}"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {_text(item)}' for key, item in value.items())}}}"
    if isinstance(value, ObjectForm):
        return value.name if value.config is None else f"{value.name}({_text(value.config)})"
    if isinstance(value, Opaque):
        return f"a {value.name}"
    if isinstance(value, np.ndarray):
        return f"array of shape {value.shape} and dtype {value.dtype}"
    return repr(value)


def is_batch_size(difference: Difference) -> bool:
    """Return whether a shape differs in its first size alone, by None and a number.

    A layer that keeps the shape it was built for has None of a functional model, and a number of a call.
    """
    sizes = {difference.expected, difference.found}
    return difference.path.endswith("[0]") and "None" in sizes and any(size.isdigit() for size in sizes)
