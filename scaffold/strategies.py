"""Hypothesis strategies for your own property tests of layers: constructor arguments and inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["constructor_arguments", "inputs_for"]


def constructor_arguments(
    cls: type, *, args: Mapping[str, SearchStrategy[Any]] | None = None
) -> SearchStrategy[Mapping[str, Any]]:
    """Return a strategy for the keyword arguments of a layer class.

    Which values an argument takes is read from its annotation, name, default, documentation and examples, as
    ``check_roundtrip`` does. What is drawn are plain keyword arguments: a layer among them is made when the
    constructor is called, and every call gets its own. A failing example shrinks to the fewest arguments, each
    at its simplest value.

    Args:
        cls: A ``keras.layers.Layer`` subclass.
        args: Strategies for arguments of your own choice, by name; an argument of which nothing is known is left
            at its default unless it is here.

    Returns:
        A strategy for mappings that ``cls(**arguments)`` takes. Each value is accepted by the constructor alone;
        a combination may still be refused, so reject it with ``hypothesis.assume`` or ``hypothesis.reject``.

    Raises:
        ScaffoldError: Where no call of the constructor works, or ``args`` names an unknown argument.

    Example:
        >>> import keras
        >>> from hypothesis import given
        >>> from scaffold.strategies import constructor_arguments
        >>> @given(constructor_arguments(keras.layers.Dense))
        ... def test_units_are_the_last_axis(arguments):
        ...     layer = keras.layers.Dense(**arguments)
        ...     assert layer.compute_output_shape((2, 5)) == (2, arguments["units"])
        >>> test_units_are_the_last_axis()
    """
    from scaffold.roundtrip.drawing import draw_arguments

    return draw_arguments(cls, args)


def inputs_for(layer: Any) -> SearchStrategy[Any]:
    """Return a strategy for inputs that a layer takes.

    Rank, number, structure and dtype of the inputs are found by trying, as ``check_roundtrip`` does; drawn are the
    batch size and the values. A failing example shrinks to one sample of zeros.

    Args:
        layer: A ``keras.layers.Layer``, a subclass of it, or a function without arguments that returns one. A layer
            is read, and neither built, called nor changed; call your own with what is drawn.

    Returns:
        A strategy for NumPy arrays, for a list or dict of them where the layer takes such, or for a dict of keyword
        arguments, ``layer(**inputs)``, where its ``call`` needs more than one.

    Raises:
        ScaffoldError: Where no inputs are found.

    Example:
        >>> import keras
        >>> from hypothesis import given
        >>> from scaffold.strategies import inputs_for
        >>> layer = keras.layers.ReLU()
        >>> @given(inputs_for(layer))
        ... def test_nothing_is_negative(inputs):
        ...     assert keras.ops.all(layer(inputs) >= 0)
        >>> test_nothing_is_negative()
    """
    from scaffold.roundtrip.drawing import draw_inputs

    return draw_inputs(layer)
