"""One layer ready to travel: built, with distinct weights, and with everything that was seen of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.closeness import holds_nan
from scaffold.roundtrip.inputs import Inputs
from scaffold.roundtrip.observation import (
    Moment,
    Observed,
    assign,
    compare,
    observe,
    plain,
    settle,
    variable_values,
)
from scaffold.roundtrip.scope import in_scope_of
from scaffold.roundtrip.sublayers import sublayers

_SEED = 7


@dataclass(frozen=True, slots=True)
class Original:
    """A layer that is about to be sent through a route.

    Args:
        call: The constructor call that made it.
        layer: The layer; built and filled where there are inputs.
        inputs: What it is called with; None where it cannot be called.
        variables: Values of all its variables.
        classes: Every class in it that Keras must find by name.
    """

    call: ConstructorCall
    layer: Any
    inputs: Inputs | None
    variables: list[Any]
    classes: tuple[type, ...]

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Let Keras find the classes that are not registered."""
        with in_scope_of(self.classes):
            yield

    def restored(self) -> Original:
        """Give the layer its variables again, which calls have changed."""
        assign(self.layer, self.variables)
        return self


def prepare(call: ConstructorCall, inputs: Inputs | None) -> Original:
    """Make a layer, call it once and give every weight distinct values.

    Raises:
        Exception: Whatever the constructor, ``build`` or ``call`` raises.
    """
    layer = call.make() if inputs is None else _filled(call, inputs)
    classes = tuple(dict.fromkeys([type(layer), *(type(inner) for _, inner in sublayers(layer))]))
    return Original(call, layer, inputs, variable_values(layer), classes)


def _filled(call: ConstructorCall, inputs: Inputs) -> Any:
    """Return a layer that was called, with distinct values in its weights where it takes such."""
    # The square root of a negative variance, say, is no number, and a layer may refuse to go on with it.
    for low in (-0.9, 0.1):
        layer = call.make()
        inputs.call(layer)
        fill(layer, low)
        try:
            is_number = not gives_nan(layer, inputs)
        except Exception:
            continue
        if is_number or low > 0:
            return layer
    layer = call.make()
    inputs.call(layer)
    return layer


def gives_nan(layer: Any, inputs: Inputs) -> bool:
    """Return whether a call gives something that is no number."""
    return holds_nan(plain(inputs.call(layer)))


def fill(layer: Any, low: float) -> None:
    """Give every weight that holds numbers distinct values from ``low`` to 0.9.

    Negative ones among them, or else a lost ReLU could not be seen; state of seeds and counters is left alone.
    """
    import numpy as np

    random = np.random.default_rng(_SEED)
    for weight in layer.weights:
        if str(weight.dtype).startswith(("float", "bfloat")):
            weight.assign(random.uniform(low, 0.9, size=tuple(weight.shape)).astype("float32"))
    settle(layer)


@dataclass(frozen=True)
class Trial:
    """A constructor call with the inputs for it; what is made from them is made once and kept."""

    call: ConstructorCall
    inputs: Inputs | None

    @cached_property
    def original(self) -> Original:
        """The layer that travels."""
        return prepare(self.call, self.inputs)

    @cached_property
    def observed(self) -> Observed:
        """What was seen of it."""
        original = self.original
        seen = observe(original.layer, original.inputs, original.variables)
        original.restored()
        return seen

    @property
    def not_called_again(self) -> str:
        """Why nothing that takes a call can be compared, the original itself having raised; empty where it did not."""
        failure = self.observed.failure
        return f"a call works, and a later one of the very same layer raised {failure}" if failure else ""

    @cached_property
    def unsteady(self) -> frozenset[str]:
        """Codes of the observations that differ between two runs of this very layer from equal state.

        Nothing can be told from them: the layer draws from a generator that is not its own, or gives NaN.
        """
        # First, what was seen while nothing had been called in training mode.
        observed, original = self.observed, self.original
        again = observe(original.layer, original.inputs, original.variables)
        original.restored()
        pairs = compare(observed, again, [Moment.CALLED])
        differing = {observation.rule.code for observation, found in pairs if found}
        nan = {code for code, value in observed.values.items() if holds_nan(value)}
        return frozenset(differing | nan)

    def inference_outputs(self) -> Any:
        """Call the original once more, with its variables as they were, and return what it gives."""
        original = self.original.restored()
        assert original.inputs is not None
        return plain(original.inputs.call(original.layer))

    @cached_property
    def unstable_places(self) -> frozenset[str]:
        """Places that differ between two layers made by the same call, such as a time of creation."""
        twin = self.look(self.original.variables)
        # Not what a load brings: a layer that was only made has no values to compare.
        pairs = compare(self.observed, twin, [Moment.REBUILT, Moment.CALLED])
        return frozenset(difference.path for _, found in pairs for difference in found)

    def look(self, variables: list[Any] | None) -> Observed:
        """Return what is seen of a new layer of this call, given these variables."""
        return observe(self.call.make(), self.inputs, variables)

    def without(self, arguments: frozenset[str]) -> Trial:
        """Return the trial of the same call with these arguments left at their defaults."""
        if not arguments:
            return self
        kept = {name: value for name, value in self.call.arguments.items() if name not in arguments}
        return replace(self, call=replace(self.call.plain(), arguments=kept))
