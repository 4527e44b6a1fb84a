"""What the message of a layer that refuses its inputs tells about those it would take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scaffold.roundtrip.candidates import data_arguments
from scaffold.roundtrip.input_roles import SHAPE_OF_RANK, data_of_name
from scaffold.roundtrip.inputs import Inputs, floats

_RANK = re.compile(
    r"ndim\s*(?:=|:|of|is)?\s*([1-6])\b|\b([1-6])\s?-?D\b|"
    r"\brank[ =:]+(?:at least |must be |of )*([1-6])\b"
)
_UNPACK = re.compile(r"unpack \(expected (?:at least )?(\d)")
_TOO_SHORT = re.compile(
    r"(?:tuple|list) index out of range|out of bounds|not in the interval|not in range|slice index"
)
_LIST = re.compile(r"list|iterable|unpack|inputs\b.*\b(?:exactly|at least)|multiple inputs|tuple of", re.I)
_COUNT = re.compile(
    r"(?:list|tuple) of (?:exactly |at least )?([2-6])\b|expects? (?:exactly )?([2-6]) input", re.I
)
_MISSING = re.compile(r"missing (?:a |\d+ )?required (?:positional |keyword-only )*arguments?: (.*)")
_WHOLE = re.compile(r"\bu?int(?:8|16|32|64|eger)?s?\b|indices", re.I)
_TEXT = re.compile(r"\bstrings?\b", re.I)
_KEY = re.compile(
    r"^(?:KeyError: )?['\"](\w+)['\"]$|Got ['\"](\w+)['\"]|key ['\"](\w+)['\"]|missing.*['\"](\w+)['\"]"
)
_SIZE = re.compile(r"(?<![\w.])(\d{1,4})(?![\w.])")

_MOST_SIZES = 6
_LARGEST = 2048


def refined(inputs: Inputs, message: str, layer: Any) -> Iterator[Inputs]:
    """Yield inputs that heed the message with which a layer refused others, the plainest hint first.

    Args:
        inputs: What was refused.
        message: The error, with its type.
        layer: A layer of the class, for the arguments of its ``call``.
    """
    yield from _with_missing(inputs, message, layer)
    yield from _with_key(inputs, message)
    yield from _of_other_rank(inputs, message)
    yield from _as_list(inputs, message)
    yield from _of_other_size(inputs, message)
    yield from _of_other_type(inputs, message)


def _with_missing(inputs: Inputs, message: str, layer: Any) -> Iterator[Inputs]:
    found = _MISSING.search(message)
    names = re.findall(r"['\"`](\w+)['\"`]", found[1]) if found else []
    if not names:
        return
    first = data_arguments(layer)[:1]
    given = dict(inputs.keywords or {}) or dict.fromkeys(first, inputs.positional)
    if set(names) <= given.keys() or not all(value is not None for value in given.values()):
        return
    like = next(iter(given.values()), floats(SHAPE_OF_RANK[2]))
    yield Inputs(keywords={**given, **dict.fromkeys(names, like)})
    yield Inputs(keywords={**given, **{name: data_of_name(name, 3) for name in names}})


def _with_key(inputs: Inputs, message: str) -> Iterator[Inputs]:
    found = _KEY.search(message)
    if found is None or inputs.keywords is not None:
        return
    key = next(group for group in found.groups() if group)
    given = inputs.positional
    if isinstance(given, dict):
        if key not in given:
            yield Inputs(positional={**given, key: next(iter(given.values()))})
    elif not isinstance(given, list):
        yield Inputs(positional={key: given})


def _of_other_rank(inputs: Inputs, message: str) -> Iterator[Inputs]:
    ranks = [int(next(filter(None, groups))) for groups in _RANK.findall(message)]
    ranks += [int(count) for count in _UNPACK.findall(message)]
    if "spatial" in message:
        # Batch and channels are not counted.
        ranks = [*(rank + 2 for rank in ranks), *ranks]
    arrays = inputs.flat()
    have = {array.ndim for array in arrays}
    if _TOO_SHORT.search(message) and arrays:
        ranks.append(max(have) + 1)
    for rank in dict.fromkeys(ranks):
        if rank in SHAPE_OF_RANK and have != {rank} and all(array.dtype.kind == "f" for array in arrays):
            numbers = floats(SHAPE_OF_RANK[rank])
            yield inputs.mapped(lambda _, numbers=numbers: numbers)  # type: ignore[misc]


def _as_list(inputs: Inputs, message: str) -> Iterator[Inputs]:
    if inputs.keywords is not None or isinstance(inputs.positional, (list, dict)):
        return
    counts = [int(next(filter(None, groups))) for groups in _COUNT.findall(message)]
    counts += [int(count) for count in _UNPACK.findall(message) if 1 < int(count) < 5]
    if not counts and _LIST.search(message):
        counts = [2, 3]
    for count in dict.fromkeys(counts):
        yield Inputs(positional=[inputs.positional] * count)


def _of_other_size(inputs: Inputs, message: str) -> Iterator[Inputs]:
    """Yield inputs with the sizes that the message names as features, then as steps."""
    sizes = list(dict.fromkeys(int(size) for size in _SIZE.findall(message)))
    if "divisible" in message or "multiple of" in message:
        sizes = [*sizes, *(2 * size for size in sizes)]
    arrays = inputs.flat()
    for axis in (-1, 1):
        for size in sizes[:_MOST_SIZES]:
            if not 1 <= size <= _LARGEST:
                continue

            def resized(array: Any, axis: int = axis, size: int = size) -> Any:
                if array.dtype.kind != "f" or array.ndim < 2:
                    return array
                shape = list(array.shape)
                shape[axis] = size
                return floats(tuple(shape))

            if any(resized(array).shape != array.shape for array in arrays):
                yield inputs.mapped(resized)


def _of_other_type(inputs: Inputs, message: str) -> Iterator[Inputs]:
    import numpy as np

    def whole(array: Any) -> Any:
        return (np.arange(array.size, dtype="int32") % 3).reshape(array.shape)

    def texts(array: Any) -> Any:
        return np.array(["red", "green", "blue"])[whole(array)]

    kinds = {array.dtype.kind for array in inputs.flat()}
    if _WHOLE.search(message) and "f" in kinds:
        yield inputs.mapped(whole)
    if _TEXT.search(message) and kinds and not kinds & set("OUS"):
        yield inputs.mapped(texts)
