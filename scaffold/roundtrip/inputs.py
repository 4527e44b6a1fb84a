"""What a layer is called with: given by the author as shapes or arrays, or found by trying."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from scaffold.errors import ScaffoldError

BATCH = 2
_SEED = 20240607

# Arguments of `call` that carry no data.
_NOT_DATA = frozenset({"self", "training", "mask"})

# Shapes by rank; sizes differ, so that confused axes show, and are large enough for small kernels.
_SHAPE_OF_RANK = {
    1: (BATCH,),
    2: (BATCH, 5),
    3: (BATCH, 6, 5),
    4: (BATCH, 8, 8, 3),
    5: (BATCH, 6, 6, 6, 3),
}


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
        if self.keywords is not None:
            return layer(**{name: _tensor(value) for name, value in self.keywords.items()}, **context)
        return layer(_tensor(self.positional), **context)

    def positive(self) -> Inputs:
        """Return the same with the made-up numbers in [0, 1): not every layer takes negative ones."""

        def absolute(array: Any) -> Any:
            return np.abs(array) if is_made_up(array) else array

        if self.keywords is not None:
            return Inputs(keywords={name: _mapped(absolute, value) for name, value in self.keywords.items()})
        return Inputs(positional=_mapped(absolute, self.positional))

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
            return flat, None, {name: keras_input(value) for name, value in self.keywords.items()}
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
    sizes = tuple(BATCH if size is None else size for size in shape)
    return np.random.default_rng(_SEED).uniform(-1, 1, sizes).astype("float32")


def is_made_up(array: Any) -> bool:
    """Return whether an array is what ``floats`` gives for its shape, and not the author's."""
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
    if isinstance(value, (tuple, list)) and value and all(_is_size(size) for size in value):
        return floats(tuple(value))
    if isinstance(value, (tuple, list)) and value:
        return [_given(item) for item in value]
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        import keras

        return value if isinstance(value, np.ndarray) else keras.ops.convert_to_numpy(value)
    raise ScaffoldError(
        f"inputs: expected a shape such as (None, 8) or an array, found {value!r}",
        remedy="Pass a shape with the batch size first, a list or dict of shapes, or arrays.",
    )


def _is_size(size: Any) -> bool:
    return size is None or (isinstance(size, (int, np.integer)) and not isinstance(size, bool))


def candidate_inputs(layer: Any) -> Iterator[Inputs]:
    """Yield what the layer might accept, the most likely first.

    Args:
        layer: A new layer; its ``input_spec`` and the arguments of its ``call`` are read.

    Yields:
        Data to try; the first that the layer takes is used.
    """
    names = _data_arguments(layer)
    if len(names) > 1:
        for rank in (3, 2, 4):
            yield Inputs(keywords={name: floats(_SHAPE_OF_RANK[rank]) for name in names})
        return
    ranks = _ranks(layer)
    for rank in ranks:
        yield Inputs(positional=floats(_SHAPE_OF_RANK[rank]))
    for rank in (2, 3, 4):
        yield Inputs(positional=[floats(_SHAPE_OF_RANK[rank]), floats(_SHAPE_OF_RANK[rank])])
    yield Inputs(positional=np.arange(BATCH * 4, dtype="int32").reshape(BATCH, 4) % 3)


def _data_arguments(layer: Any) -> list[str]:
    parameters = inspect.signature(layer.call).parameters.values()
    return [
        parameter.name
        for parameter in parameters
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        and parameter.default is parameter.empty
        and parameter.name not in _NOT_DATA
    ]


def _ranks(layer: Any) -> list[int]:
    """Return the ranks to try; those that the layer's own ``input_spec`` asks for come first."""
    asked = []
    spec = getattr(layer, "input_spec", None)
    for one in spec if isinstance(spec, (list, tuple)) else [spec]:
        rank = getattr(one, "ndim", None) or getattr(one, "min_ndim", None)
        if rank in _SHAPE_OF_RANK:
            asked.append(rank)
    return list(dict.fromkeys([*asked, 2, 3, 4, 5, 1]))
