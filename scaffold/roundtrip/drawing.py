"""Hypothesis strategies for the constructor arguments of a layer class and for the inputs of a layer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from scaffold.errors import ScaffoldError
from scaffold.roundtrip.argument_values import values_of
from scaffold.roundtrip.calls import ConstructorCall, as_source, made
from scaffold.roundtrip.construction import NotConstructedError
from scaffold.roundtrip.inputs import BATCH, Inputs
from scaffold.roundtrip.own_strategies import repeatable_strategies, require_known_arguments
from scaffold.roundtrip.scope import global_state_kept
from scaffold.roundtrip.signature import MISSING, Argument
from scaffold.roundtrip.subject import Subject
from scaffold.roundtrip.use import Use, find_use

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# Exact in every floating-point dtype, so that nothing that is seen comes from rounding.
_STEPS = 8
_BATCH_SIZES = (1, BATCH, 3)


class Arguments(Mapping[str, Any]):
    """Keyword arguments of a constructor, for ``cls(**arguments)``.

    A layer among them is made when it is looked up, so every call of the constructor gets one of its own, and
    none is made while Hypothesis draws.

    Args:
        values: The arguments; layers in them are described.

    Example:
        >>> dict(Arguments({"units": 2}))
        {'units': 2}
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return made(self._values[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"dict({', '.join(f'{name}={as_source(value)}' for name, value in self._values.items())})"


def draw_arguments(cls: type, args: Mapping[str, SearchStrategy[Any]] | None) -> SearchStrategy[Arguments]:
    """Return the strategy behind ``scaffold.strategies.constructor_arguments``."""
    from hypothesis import strategies as st

    if not isinstance(cls, type):
        raise ScaffoldError(
            f"constructor_arguments: expected a layer class, found {cls!r}",
            remedy=f"Pass {type(cls).__name__}.",
        )
    own = repeatable_strategies(args or {})
    with global_state_kept():
        subject = _use_of(cls, own).subject
        require_known_arguments(subject, own)
        strategies = {
            argument.name: strategy
            for argument in subject.signature.arguments
            if (strategy := _strategy_of(subject, argument, own)) is not None
        }
    needed = {name: strategies.pop(name, st.just(value)) for name, value in subject.call.arguments.items()}

    @st.composite
    def arguments(draw: Callable[[SearchStrategy[Any]], Any]) -> Arguments:
        values = {name: draw(strategy) for name, strategy in needed.items()}
        for name, strategy in strategies.items():
            # A choice of its own for each: the optional keys of st.fixed_dictionaries do not all shrink away.
            if draw(st.booleans()):
                values[name] = draw(strategy)
        return Arguments(values)

    return arguments()


def _use_of(layer: Any, args: Mapping[str, SearchStrategy[Any]]) -> Use:
    try:
        return find_use(layer, args, None)
    except NotConstructedError as failure:
        raise ScaffoldError(
            str(failure), remedy="Pass args={argument: <Hypothesis strategy>} for what the constructor needs."
        ) from failure


def _strategy_of(
    subject: Subject, argument: Argument, own: Mapping[str, SearchStrategy[Any]]
) -> SearchStrategy[Any] | None:
    return own[argument.name] if argument.name in own else _accepted(subject, argument)


def _accepted(subject: Subject, argument: Argument) -> SearchStrategy[Any] | None:
    """Return the values of an argument that the constructor takes with nothing else changed; None for none."""
    from hypothesis import strategies as st

    given = subject.call.arguments.get(argument.name, MISSING)
    values = values_of(argument, given)
    taken = [value for value in values.first if _takes(subject.call.changed(**{argument.name: value}))]
    if len(taken) == len(values.first):
        return values.strategy
    if given is not MISSING:
        taken = [given, *taken]
    return st.sampled_from(taken) if taken else None


def _takes(call: ConstructorCall) -> bool:
    try:
        call.make()
    except Exception:
        # Which values a constructor refuses is its own affair.
        return False
    return True


def draw_inputs(layer: Any) -> SearchStrategy[Any]:
    """Return the strategy behind ``scaffold.strategies.inputs_for``."""
    from hypothesis import strategies as st

    with global_state_kept():
        use = _use_of(layer, {})
        if use.inputs is None:
            raise ScaffoldError(
                f"{use.subject.cls.__name__}: {use.problem}",
                remedy="Draw its inputs with hypothesis.extra.numpy.arrays.",
            )
        sizes = [size for size in _BATCH_SIZES if _works(use, _of_batch(use.inputs, size))]
    return st.sampled_from(sizes).flatmap(lambda size: _filled(_of_batch(use.inputs, size)))


def _of_batch(inputs: Inputs | None, size: int) -> Inputs:
    """Return the inputs with another batch size, where all arrays have the usual one; else as they are."""
    import numpy as np

    assert inputs is not None
    if {array.shape[:1] for array in inputs.flat()} != {(BATCH,)}:
        return inputs
    return inputs.mapped(lambda array: np.concatenate([array] * size)[:size])


def _works(use: Use, inputs: Inputs) -> bool:
    if inputs is use.inputs:
        return True
    try:
        inputs.call(use.subject.call.make())
    except Exception:
        # A layer may be tied to one batch size.
        return False
    return True


def _filled(inputs: Inputs) -> SearchStrategy[Any]:
    """Return a strategy for data of the same shapes and dtypes, in the structure that the layer is called with."""
    value = inputs.positional if inputs.keywords is None else dict(inputs.keywords)
    return _structure(value)


def _structure(value: Any) -> SearchStrategy[Any]:
    from hypothesis import strategies as st

    if isinstance(value, dict):
        return st.fixed_dictionaries({key: _structure(item) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return st.tuples(*(_structure(item) for item in value)).map(list)
    return _array_like(value)


def _array_like(array: Any) -> SearchStrategy[Any]:
    import numpy as np
    from hypothesis import strategies as st
    from hypothesis.extra.numpy import arrays

    elements: SearchStrategy[Any]
    if array.dtype.kind == "f":
        elements = st.integers(-_STEPS, _STEPS).map(lambda step: step / _STEPS)
    elif array.dtype.kind in "iu":
        elements = st.integers(int(array.min()), int(array.max()))
    elif array.dtype.kind == "b":
        elements = st.booleans()
    else:
        elements = st.sampled_from(sorted(set(np.ravel(array).tolist())))
    return arrays(array.dtype, array.shape, elements=elements)
