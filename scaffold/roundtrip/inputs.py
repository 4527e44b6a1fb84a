"""What a layer is called with: given by the author as shapes or arrays, or found by trying."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.errors import ScaffoldError
from scaffold.roundtrip.calls import no_exit

BATCH = 2
_SEED = 20240607

# What a shape may ask for: a slip of the pen must not take all memory.
_MOST_VALUES = 100_000_000


@dataclass(frozen=True, slots=True)
class Inputs:
    """The data of one call.

    Args:
        positional: What is passed as first argument: an array, or a list or dict of arrays.
        keywords: What is passed by keyword instead; empty where ``positional`` is used.
    """

    positional: Any = None
    keywords: Mapping[str, Any] | None = None

    def call(self, layer: Any, **context: Any) -> Any:
        """Call the layer with this data, eagerly."""
        with no_exit():
            if self.keywords is not None:
                return layer(**{name: _tensor(value) for name, value in self.keywords.items()}, **context)
            return layer(_tensor(self.positional), **context)

    def positive(self) -> Inputs:
        """Return the same with the made-up numbers in [0, 1): not every layer takes negative ones."""

        import numpy as np

        def absolute(array: Any) -> Any:
            return np.abs(array) if is_made_up(array) else array

        return self.mapped(absolute)

    def mapped(self, function: Callable[[Any], Any]) -> Inputs:
        """Return the same with every array changed by the function."""
        if self.keywords is not None:
            return Inputs(keywords={name: _mapped(function, value) for name, value in self.keywords.items()})
        return Inputs(positional=_mapped(function, self.positional))

    def symbolic(self) -> tuple[Any, Any, dict[str, Any]]:
        """Return Keras inputs of the same shapes: all of them flat, the positional one, the keyword ones."""
        import keras

        flat: list[Any] = []

        def keras_input(array: Any) -> Any:
            flat.append(
                keras.Input(array.shape[1:], dtype=_keras_dtype(array), name=f"scaffold_input_{len(flat)}")
            )
            return flat[-1]

        if self.keywords is not None:
            return flat, None, {name: _mapped(keras_input, value) for name, value in self.keywords.items()}
        return flat, _mapped(keras_input, self.positional), {}

    def flat(self) -> list[Any]:
        """Return the arrays in the order of the symbolic inputs."""
        arrays: list[Any] = []
        source = list(self.keywords.values()) if self.keywords is not None else self.positional
        _mapped(arrays.append, source)
        return arrays

    def __str__(self) -> str:
        if self.keywords is not None:
            return ", ".join(f"{name}={_described(value)}" for name, value in self.keywords.items())
        return _described(self.positional)


def _mapped(function: Any, value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(_mapped(function, item) for item in value)
    if isinstance(value, dict):
        return {key: _mapped(function, item) for key, item in value.items()}
    return function(value)


def _tensor(value: Any) -> Any:
    import keras

    def convert(array: Any) -> Any:
        # Texts stay NumPy arrays: not every backend has a tensor for them.
        return array if array.dtype.kind in "OUS" else keras.ops.convert_to_tensor(array)

    return _mapped(convert, value)


def _keras_dtype(array: Any) -> str:
    return "string" if array.dtype.kind in "OUS" else str(array.dtype)


def _described(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_described(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {_described(item)}' for key, item in value.items())}}}"
    return f"{value.dtype}{list(value.shape)}"


def floats(shape: tuple[int | None, ...]) -> Any:
    """Return an array of this shape, the same at every call, with values in [-1, 1)."""
    import numpy as np

    sizes = tuple(BATCH if size is None else size for size in shape)
    return np.random.default_rng(_SEED).uniform(-1, 1, sizes).astype("float32")


def is_made_up(array: Any) -> bool:
    """Return whether an array is what ``floats`` gives for its shape, and not the author's."""
    import numpy as np

    return array.dtype == "float32" and bool(np.array_equal(array, floats(array.shape)))


def given_inputs(inputs: Any) -> Inputs:
    """Turn what the author passed as ``inputs=`` into data.

    Args:
        inputs: A shape with the batch size first (None stands for any size), a list or dict of shapes,
            or arrays in the place of shapes. A dict calls the layer by keyword.

    Returns:
        The data of one call.

    Raises:
        ScaffoldError: Where a part is neither a shape nor an array.

    Example:
        >>> str(given_inputs({"query": (None, 4, 8), "value": (None, 6, 8)}))
        'query=float32[2, 4, 8], value=float32[2, 6, 8]'
    """
    if isinstance(inputs, Mapping):
        return Inputs(keywords={str(name): _given(value) for name, value in inputs.items()})
    return Inputs(positional=_given(inputs))


def _given(value: Any) -> Any:
    import numpy as np

    if isinstance(value, (tuple, list)) and value and all(_is_size(size) for size in value):
        if len(value) == 1:
            raise ScaffoldError(
                f"inputs: expected a shape with the batch size first, found {value!r}",
                remedy=f"Write (None, {value[0]}) for inputs of {value[0]} features; pass an array for one number "
                "a sample.",
            )
        return floats(_bounded(tuple(value)))
    if isinstance(value, (tuple, list)) and value:
        return [_given(item) for item in value]
    import keras

    if hasattr(value, "shape") and hasattr(value, "dtype") and not isinstance(value, keras.KerasTensor):
        return value if isinstance(value, np.ndarray) else keras.ops.convert_to_numpy(value)
    raise ScaffoldError(
        f"inputs: expected a shape such as (None, 8) or an array, found {value!r}",
        remedy="Pass a shape with the batch size first, a list or dict of shapes, or arrays.",
    )


def _bounded(shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
    sizes = [BATCH if size is None else size for size in shape]
    if min(sizes) < 0 or math.prod(sizes) > _MOST_VALUES:
        raise ScaffoldError(
            f"inputs: expected sizes of 0 and more, and at most {_MOST_VALUES:,} values in all, found {shape!r}",
            remedy="Pass a smaller shape; what is checked does not depend on the size.",
        )
    return shape


def _is_size(size: Any) -> bool:
    import numpy as np

    return size is None or (isinstance(size, (int, np.integer)) and not isinstance(size, bool))
