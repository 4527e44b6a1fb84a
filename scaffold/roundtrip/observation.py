"""What is seen of a layer: one pass over it, the same for original and rebuilt, here and in another process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from typing import Any

from scaffold.discovery import modules_of
from scaffold.roundtrip.canonical import canonical, differences
from scaffold.roundtrip.diagnosis import told
from scaffold.roundtrip.inputs import Inputs
from scaffold.roundtrip.report import Difference
from scaffold.roundtrip.sublayers import sublayers
from scaffold.rule import Rule


class Moment(IntEnum):
    """When an observation is made."""

    REBUILT = 1  # nothing has been done to the layer
    LOADED = 2  # the same; the route claims to have brought the weight values
    CALLED = 3  # called in inference and in training mode, with the original's variables


@dataclass(frozen=True, slots=True)
class Seen:
    """What the pass has at hand when an observation is made."""

    layer: Any
    inputs: Inputs | None = None
    outputs: Any = None
    masks: Any = None
    training_outputs: Any = None
    losses: tuple[Any, ...] = ()


Compare = Callable[[str, Any, Any], Iterable[Difference]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One thing that must be the same after a round trip.

    Args:
        rule: What it says about itself.
        moment: When it is made.
        take: Turns what is seen into a plain value that can be sent to another process.
        compare: Yields where two such values differ.
        label: How the place of a difference begins.
        script: Python lines that fail where ``layer`` and ``rebuilt`` differ in this; empty where a report
            of the differences has to do.
        script_of: The same, made for one difference.
    """

    rule: Rule
    moment: Moment
    take: Callable[[Seen], Any]
    compare: Compare = differences
    label: str = ""
    script: str = ""
    script_of: Callable[[Difference], str] | None = None


@cache
def observations() -> tuple[Observation, ...]:
    """Return every observation, in the order of the codes; a new file in ``observations/`` is enough."""
    from scaffold.roundtrip import observations as package

    return tuple(
        sorted((m.OBSERVATION for m in modules_of(package)), key=lambda observation: observation.rule.code)
    )


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything that was seen of one layer: plain values by the code of the observation.

    Args:
        values: Code of the observation -> what was seen.
        failure: Why the layer could not be called; empty where it could.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    failure: str = ""


def observe(layer: Any, inputs: Inputs | None, variables: list[Any] | None) -> Observed:
    """Look at a layer at every moment; this builds, calls and changes it.

    Args:
        layer: The layer; it is used up.
        inputs: What to call it with; None where it is not to be called.
        variables: Values, in the order of ``layer.variables``, to give it before outputs are taken;
            None leaves its own.

    Returns:
        What was seen. A layer that raises when called has ``failure`` set and no observation of that moment.
    """
    values = _take(Seen(layer), Moment.REBUILT) | _take(Seen(layer), Moment.LOADED)
    if inputs is None:
        return Observed(values)
    try:
        # A layer that has all its variables is used as it is, as people use a loaded one.
        if variables is None or not assign(layer, variables):
            inputs.call(layer)
            if variables is not None:
                assign(layer, variables)
        tensors = inputs.call(layer)
        outputs, masks = plain(tensors), plain(_masks(tensors))
        training_outputs = plain(inputs.call(layer, training=True))
        losses = tuple(plain(loss) for loss in layer.losses)
    except Exception as error:
        return Observed(values, failure=told(error))
    seen = Seen(layer, inputs, outputs, masks, training_outputs, losses)
    return Observed(values | _take(seen, Moment.CALLED))


def _masks(tensors: Any) -> list[Any]:
    """Return the masks that go on with the outputs: they change what the layers after this one do."""
    import keras

    # `get_keras_mask` in keras/src/backend/common/masking.py (3.15.1) reads this attribute.
    return [getattr(tensor, "_keras_mask", None) for tensor in keras.tree.flatten(tensors)]


def _take(seen: Seen, moment: Moment) -> dict[str, Any]:
    return {
        observation.rule.code: observation.take(seen)
        for observation in observations()
        if observation.moment is moment
    }


def plain(value: Any) -> Any:
    """Return tensors as arrays, in the structure they came in."""
    import keras

    return canonical(
        keras.tree.map_structure(
            lambda item: keras.ops.convert_to_numpy(item) if hasattr(item, "dtype") else item, value
        )
    )


def assign(layer: Any, values: list[Any]) -> bool:
    """Give the layer these variable values where every shape fits; return whether it did."""
    variables = layer.variables
    if [tuple(variable.shape) for variable in variables] != [value.shape for value in values]:
        return False
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
    settle(layer)
    return True


def settle(layer: Any) -> None:
    """Let layers that keep something computed from their weights compute it again, as after a load.

    A layer that does so overrides ``load_own_variables``, as ``keras.layers.Normalization`` does.
    """
    import keras

    default = keras.layers.Layer.load_own_variables
    for inner in (layer, *(inner for _, inner in sublayers(layer))):
        # A functional model holds plain operations as well, which have no weights.
        own = getattr(type(inner), "load_own_variables", default)
        if own is not default and inner.built:
            store: dict[str, Any] = {}
            try:
                inner.save_own_variables(store)
                inner.load_own_variables(store)
            except Exception:
                # What a layer saves and does not take again is told by the routes through files.
                continue


def variable_values(layer: Any) -> list[Any]:
    """Return the values of ``layer.variables``: unlike ``weights`` they hold the state of seeds as well."""
    import keras
    import numpy as np

    return [np.array(keras.ops.convert_to_numpy(variable)) for variable in layer.variables]


def compare(
    expected: Observed, found: Observed, moments: Iterable[Moment]
) -> Iterator[tuple[Observation, list[Difference]]]:
    """Yield each observation of these moments that both layers have, with its differences."""
    wanted = frozenset(moments)
    for observation in observations():
        code = observation.rule.code
        if observation.moment in wanted and code in expected.values and code in found.values:
            left, right = expected.values[code], found.values[code]
            yield observation, list(observation.compare(observation.label, left, right))
