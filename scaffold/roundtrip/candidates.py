"""Inputs that a layer might take, from what its author wrote: examples, `call`, the input spec, the docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.example_data import Data
from scaffold.roundtrip.examples import examples_of
from scaffold.roundtrip.input_roles import ROLES, SHAPE_OF_RANK, data_of_name, graphs, structured
from scaffold.roundtrip.inputs import BATCH, Inputs, floats

# Arguments of `call` that carry no data.
_NOT_DATA = frozenset({"self", "training", "mask"})

_CHANNELS = 64
# Enough for the windows of a layer that takes sound.
_SAMPLES = 4096
# The sizes that the constructor was told are tried after this many.
_BEFORE_SIZES = 4
_MOST_SIZES = 4
# An example with more values is tried when nothing smaller is taken.
_SMALL = 2_000


def candidate_inputs(call: ConstructorCall, layer: Any) -> list[Inputs]:
    """Return what the layer might accept, the most likely first.

    Args:
        call: The call that made the layer.
        layer: A new layer; its ``input_spec``, ``state_size``, ``call`` and docstrings are read.

    Returns:
        Data to try, each sort once.
    """
    examples = list(_of_examples(call.cls))
    small = [inputs for inputs in examples if _size(inputs) <= _SMALL]
    large = [inputs for inputs in examples if _size(inputs) > _SMALL]
    # What a layer is adapted to matters: numbers that were made up make a poor vocabulary.
    first = [inputs for inputs in small if _has_batch(inputs)] if hasattr(layer, "adapt") else []
    likely = list(_of_signature(layer))
    sized = list(_of_constructor_sizes(call.arguments, likely))
    sound = Inputs(positional=floats((BATCH, _SAMPLES)))
    ordered = [*first, *likely[:_BEFORE_SIZES], *sized, *likely[_BEFORE_SIZES:], *small, *large, sound]
    return list({str(inputs) + str(_texts(inputs)): inputs for inputs in ordered}.values())


def _of_constructor_sizes(arguments: Mapping[str, Any], likely: list[Inputs]) -> Iterator[Inputs]:
    """Yield inputs with as many features, or pixels, as the constructor was told: what is added to them fits."""
    sizes = list(dict.fromkeys(_whole_numbers(arguments.values())))[:_MOST_SIZES]
    likely = [inputs for inputs in likely[:_BEFORE_SIZES] if not isinstance(inputs.positional, list)]
    for size in sizes:
        for inputs in likely:
            yield inputs.mapped(lambda array, size=size: _resized(array, size))  # type: ignore[misc]
        if size > 1:
            yield Inputs(positional=floats((BATCH, size, size, 3)))


def _resized(array: Any, size: int) -> Any:
    return floats((*array.shape[:-1], size)) if array.dtype.kind == "f" and array.ndim > 1 else array


def _whole_numbers(values: Iterable[Any]) -> Iterator[int]:
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from _whole_numbers(value)
        elif type(value) is int and 0 < value <= _CHANNELS:
            yield value


def _texts(inputs: Inputs) -> list[Any]:
    return [array.tolist() for array in inputs.flat() if array.dtype.kind not in "f" and array.size < 50]


def _has_batch(inputs: Inputs) -> bool:
    return all(array.ndim > 1 or array.dtype.kind != "f" for array in inputs.flat())


def _size(inputs: Inputs) -> int:
    return sum(int(array.size) for array in inputs.flat())


def _of_examples(cls: type) -> Iterator[Inputs]:
    """Yield the inputs that docstrings show, with a small batch."""
    for example in examples_of(cls):
        for positional, keywords in example.inputs:
            if positional is None:
                yield Inputs(keywords={name: _arrays(value) for name, value in keywords.items()})
                continue
            yield Inputs(positional=_arrays(positional))
            first = next(iter(inspect.signature(cls.call).parameters.values()), None)  # type: ignore[attr-defined]
            if keywords and first is not None:
                names = list(inspect.signature(cls.call).parameters)  # type: ignore[attr-defined]
                named = {names[1]: positional, **keywords} if len(names) > 1 else keywords
                yield Inputs(keywords={name: _arrays(value) for name, value in named.items()})
        if example.adapted_to is not None and isinstance(example.adapted_to, Data):
            yield Inputs(positional=_arrays(example.adapted_to))


def _arrays(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_arrays(item) for item in value]
    if isinstance(value, dict):
        return {key: _arrays(item) for key, item in value.items()}
    array = value.array
    return array[:BATCH] if array.ndim > 2 and array.shape[0] > BATCH else array


def _of_signature(layer: Any) -> Iterator[Inputs]:
    names = data_arguments(layer)
    if len(names) == 2 and hasattr(layer, "state_size"):
        # A cell of a recurrent layer: the features of one step, and the state it goes on from.
        states = _states(layer.state_size)
        yield Inputs(keywords={names[0]: floats(SHAPE_OF_RANK[2]), names[1]: states})
        yield Inputs(keywords={names[0]: floats(SHAPE_OF_RANK[2]), names[1]: [states]})
    if len(names) > 1:
        yield from (Inputs(keywords=parts) for parts in graphs(names))
        for rank in (3, 2, 4):
            yield Inputs(keywords={name: data_of_name(name, rank) for name in names})
        for rank in (3, 2, 4):
            yield Inputs(keywords={name: floats(SHAPE_OF_RANK[rank]) for name in names})
        return
    yield from structured(layer)
    if names and ROLES[0].matches.search(names[0]):
        yield Inputs(positional=data_of_name(names[0], 3))
    if _counts_entries(layer):
        yield Inputs(positional=data_of_name("ids", 3))
    for shape in _shapes(layer):
        yield Inputs(positional=floats(shape))
    for count in (2, 3):
        for rank in (2, 3, 4):
            yield Inputs(positional=[floats(SHAPE_OF_RANK[rank]) for _ in range(count)])
    yield from _other_than_floats()


def takes_data(layer: Any) -> bool:
    """Return whether ``call`` has an argument for data at all."""
    parameters = inspect.signature(layer.call).parameters.values()
    return any(
        p.kind is p.VAR_POSITIONAL or (p.kind is not p.VAR_KEYWORD and p.name not in _NOT_DATA)
        for p in parameters
    )


def _states(state_size: Any) -> Any:
    """Return the states of a recurrent cell that tells their sizes: a number, a shape, or a list of such."""
    sizes = state_size if isinstance(state_size, (list, tuple)) else [state_size]
    return [
        _states(size) if isinstance(size, (list, tuple)) else floats((BATCH, int(size))) for size in sizes
    ]


_ENTRIES = re.compile(r"vocab|num_embeddings|input_dim$|num_tokens|max_tokens")


def _counts_entries(layer: Any) -> bool:
    """Return whether the constructor is told how many different whole numbers there may be."""
    names = inspect.signature(type(layer).__init__).parameters
    return any(_ENTRIES.search(name) for name in names)


def _other_than_floats() -> Iterator[Inputs]:
    import numpy as np

    numbers = np.arange(BATCH * 4, dtype="int32").reshape(BATCH, 4) % 3
    texts = np.array([["red", "green"], ["blue", "red"]])
    yield Inputs(positional=numbers)
    yield Inputs(positional=[numbers[:, 0], numbers[:, 1]])
    yield Inputs(positional=texts)
    yield Inputs(positional=texts[:, 0])


def data_arguments(layer: Any) -> list[str]:
    """Return the arguments that ``call`` cannot do without."""
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
        if rank in SHAPE_OF_RANK:
            asked.append(_with_sizes(SHAPE_OF_RANK[rank], getattr(one, "axes", None) or {}))
    documented = [SHAPE_OF_RANK[rank] for rank in _documented_ranks(type(layer)) if rank in SHAPE_OF_RANK]
    ordinary = [SHAPE_OF_RANK[rank] for rank in (2, 3, 4, 5, 1)]
    # Layers that divide the channels into groups need many.
    many = [(*SHAPE_OF_RANK[rank][:-1], _CHANNELS) for rank in (2, 4)]
    return list(dict.fromkeys([*asked, *documented, *ordinary, *many]))


def _with_sizes(shape: tuple[int, ...], axes: Mapping[int, int | None]) -> tuple[int, ...]:
    sizes = list(shape)
    for axis, size in axes.items():
        sizes[axis] = size or sizes[axis]
    return tuple(sizes)


def _documented_ranks(cls: type) -> Iterator[int]:
    """Yield the ranks that the docstring gives under its heading on inputs: "3D tensor"."""
    text = inspect.getdoc(cls) or ""
    section = re.search(
        r"Inputs? (?:shape|arguments)s?:(.*?)(?:\n\s*\n\s*(?=\w[\w ]*:)|\Z)", text, re.S | re.I
    )
    for rank in re.findall(r"\b([1-6])\s?-?D\b", section[1])[:2] if section else ():
        yield int(rank)
