"""What a layer is called with: given by the author as shapes or arrays, or found by trying."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.errors import ScaffoldError
from scaffold.roundtrip.calls import no_exit

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
    6: (BATCH, 3, 6, 6, 6, 2),
}
_CHANNELS = 64
# Enough for the windows of a layer that takes sound.
_SAMPLES = 4096
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


def candidate_inputs(layer: Any) -> Iterator[Inputs]:
    """Yield what the layer might accept, the most likely first.

    Args:
        layer: A new layer; its ``input_spec`` and ``state_size`` and the arguments of its ``call`` are read.

    Yields:
        Data to try; the first that the layer takes is used.
    """
    names = _data_arguments(layer)
    if len(names) == 2 and hasattr(layer, "state_size"):
        # A cell of a recurrent layer: the features of one step, and the state it goes on from.
        sizes = _state_shapes(layer.state_size)
        yield Inputs(keywords={names[0]: floats(_SHAPE_OF_RANK[2]), names[1]: [floats(s) for s in sizes]})
    if len(names) > 1:
        for rank in (3, 2, 4):
            yield Inputs(keywords={name: floats(_SHAPE_OF_RANK[rank]) for name in names})
        return
    for shape in _shapes(layer):
        yield Inputs(positional=floats(shape))
    for count in (2, 3):
        for rank in (2, 3, 4):
            yield Inputs(positional=[floats(_SHAPE_OF_RANK[rank]) for _ in range(count)])
    yield from _other_than_floats()
    yield Inputs(positional=floats((BATCH, _SAMPLES)))


def _state_shapes(state_size: Any) -> list[tuple[int, int]]:
    """Return the shapes of the states of a recurrent cell that tells their sizes."""
    sizes = state_size if isinstance(state_size, (list, tuple)) else [state_size]
    return [(BATCH, int(size)) for size in sizes]


def _other_than_floats() -> Iterator[Inputs]:
    import numpy as np

    numbers = np.arange(BATCH * 4, dtype="int32").reshape(BATCH, 4) % 3
    texts = np.array([["red", "green"], ["blue", "red"]])
    yield Inputs(positional=numbers)
    yield Inputs(positional=[numbers[:, 0], numbers[:, 1]])
    yield Inputs(positional=texts)
    yield Inputs(positional=texts[:, 0])


def _data_arguments(layer: Any) -> list[str]:
    parameters = inspect.signature(layer.call).parameters.values()
    return [
        parameter.name
        for parameter in parameters
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        and parameter.default is parameter.empty
        and parameter.name not in _NOT_DATA
    ]


def _shapes(layer: Any) -> list[tuple[int, ...]]:
    """Return the shapes to try; those that the layer's own ``input_spec`` asks for come first."""
    asked: list[tuple[int, ...]] = []
    spec = getattr(layer, "input_spec", None)
    for one in spec if isinstance(spec, (list, tuple)) else [spec]:
        rank = getattr(one, "ndim", None) or getattr(one, "min_ndim", None)
        if rank in _SHAPE_OF_RANK:
            shape = list(_SHAPE_OF_RANK[rank])
            for axis, size in (getattr(one, "axes", None) or {}).items():
                shape[axis] = size or shape[axis]
            asked.append(tuple(shape))
    ordinary = [_SHAPE_OF_RANK[rank] for rank in (2, 3, 4, 5, 1)]
    # Layers that divide the channels into groups need many.
    many = [(*_SHAPE_OF_RANK[rank][:-1], _CHANNELS) for rank in (2, 4)]
    return list(dict.fromkeys([*asked, *ordinary, *many]))
