"""What an example's expressions spell out: literals, and the arrays that well-known functions would return."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MOST_VALUES = 2_000_000
_BATCH = 2
# What `None` in a shape stands for, beside the batch size.
_STEPS = 6


class _Unknown:
    """The value of what is not spelled out."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Any = _Unknown()


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """An array of an example.

    Args:
        array: Its values; made up where the example draws them.
    """

    array: Any


def literal_of(node: ast.expr | None, names: Mapping[str, Any] | None = None) -> Any:
    """Return the value of a literal, or of arithmetic on whole numbers and known names; else UNKNOWN."""
    if node is None:
        return UNKNOWN
    if isinstance(node, ast.BinOp):
        left, right = literal_of(node.left, names), literal_of(node.right, names)
        return _combined(node.op, left, right)
    if isinstance(node, ast.Name) and names is not None:
        return names.get(node.id, UNKNOWN)
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return UNKNOWN


def _combined(operator: ast.operator, left: Any, right: Any) -> Any:
    if not all(type(value) in (int, float) and abs(value) < _MOST_VALUES for value in (left, right)):
        return UNKNOWN
    match operator:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div() | ast.FloorDiv() if right:
            return left / right if isinstance(operator, ast.Div) else left // right
    return UNKNOWN


# Where the shape stands among the arguments of functions that make arrays, in NumPy, Keras and TensorFlow.
_SHAPE_FIRST = frozenset({"ones", "zeros", "empty", "uniform", "normal", "random", "full", "random_sample"})
_SIZES = frozenset({"rand", "randn"})
_VALUES = frozenset({"array", "asarray", "constant", "convert_to_tensor"})


def data_of_call(name: str, owner: Any, arguments: list[Any], keywords: Mapping[str, Any]) -> Any:
    """Return the array that a call of this name would return; UNKNOWN where that cannot be told.

    Args:
        name: The last part of the function's name: ``rand`` of ``np.random.rand``.
        owner: What a method is called on, where that is data.
        arguments: Positional arguments, as far as they are spelled out.
        keywords: Keyword arguments.
    """
    dtype = keywords.get("dtype", UNKNOWN)
    if isinstance(owner, Data):
        return _of_method(name, owner, arguments)
    if name in _VALUES and arguments:
        inside = arguments[0]
        return inside if isinstance(inside, Data) else _array(inside, dtype)
    if name == "cast" and arguments and isinstance(arguments[0], Data):
        return _as_type(arguments[0], arguments[1] if len(arguments) > 1 else dtype)
    if name == "reshape" and len(arguments) == 2 and isinstance(arguments[0], Data):
        return _of_method(name, arguments[0], arguments[1:])
    if name in ("arange", "range") and arguments and all(type(item) is int for item in arguments):
        return _range(arguments, dtype)
    shape = _shape_of_call(name, arguments, keywords)
    if not isinstance(shape, (tuple, list, int)):
        return UNKNOWN
    sizes = shape if isinstance(shape, (tuple, list)) else (shape,)
    if name in ("Input", "KerasTensor", "placeholder"):
        batch = name == "Input" and "batch_shape" not in keywords
        sizes = (None, *sizes) if batch else sizes
        return _made_up(sizes, dtype)
    return _made_up(sizes, "int32" if name == "randint" else dtype, most=keywords.get("high", UNKNOWN))


def _shape_of_call(name: str, arguments: list[Any], keywords: Mapping[str, Any]) -> Any:
    for keyword in ("shape", "size", "batch_shape"):
        if keyword in keywords and (name in _SHAPE_FIRST or name in ("Input", "randint", "KerasTensor")):
            return keywords[keyword]
    if name in _SIZES:
        return tuple(arguments)
    if name in _SHAPE_FIRST or name in ("Input", "KerasTensor"):
        return arguments[0] if arguments else UNKNOWN
    if name == "randint" and arguments:
        # NumPy's has the size third; that of Keras has the shape first.
        return arguments[0] if isinstance(arguments[0], (tuple, list)) else (arguments + [UNKNOWN] * 3)[2]
    return UNKNOWN


def _made_up(sizes: Any, dtype: Any, most: Any = UNKNOWN) -> Any:
    """Return an array of this shape: the made-up numbers of the kit, or small whole ones."""
    import numpy as np

    from scaffold.roundtrip.inputs import floats

    if not all(size is None or (type(size) is int and size >= 0) for size in sizes) or not sizes:
        return UNKNOWN
    shape = tuple(
        (_BATCH if index == 0 else _STEPS) if size is None else size for index, size in enumerate(sizes)
    )
    if math.prod(shape) > _MOST_VALUES:
        return UNKNOWN
    kind = dtype if isinstance(dtype, str) else "float32"
    if kind == "string":
        return Data(np.full(shape, "red"))
    if kind.startswith(("int", "uint", "bool")):
        limit = min(most, 3) if type(most) is int and most > 0 else 3
        return Data((np.arange(math.prod(shape)) % limit).reshape(shape).astype(kind))
    return Data(floats(shape))


def _array(value: Any, dtype: Any) -> Any:
    import numpy as np

    if not isinstance(value, (list, tuple, int, float)):
        return UNKNOWN
    try:
        array = np.array(value)
        if isinstance(dtype, str) and dtype != "string":
            array = array.astype(dtype)
    except (ValueError, TypeError):
        # Rows of different lengths, or a dtype of another library.
        return UNKNOWN
    if array.dtype.kind not in "biufU" or array.size > _MOST_VALUES:
        return UNKNOWN
    return Data(array.astype("float32") if array.dtype.kind == "f" else array)


def _range(bounds: list[int], dtype: Any) -> Any:
    import numpy as np

    if max(map(abs, bounds)) > _MOST_VALUES or len(bounds) > 3:
        return UNKNOWN
    array = np.arange(*bounds)
    return Data(array.astype(dtype if isinstance(dtype, str) else "int32"))


def _of_method(name: str, owner: Data, arguments: list[Any]) -> Any:
    if name == "astype" and arguments:
        return _as_type(owner, arguments[0])
    if name == "reshape" and arguments:
        shape = arguments[0] if isinstance(arguments[0], (tuple, list)) else tuple(arguments)
        try:
            return Data(owner.array.reshape(shape))
        except (ValueError, TypeError):
            return UNKNOWN
    return UNKNOWN


def _as_type(data: Data, dtype: Any) -> Data:
    known = isinstance(dtype, str) and dtype.startswith(("int", "uint", "float", "bool"))
    return Data(data.array.astype(dtype)) if known else data
