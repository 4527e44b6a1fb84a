"""The author's attributes that hold plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import ObjectForm, Opaque, Sequence, canonical, differences, is_batch_size
from scaffold.roundtrip.held import holds_layer, keras_attributes
from scaffold.roundtrip.observation import Moment, Observation, Seen
from scaffold.roundtrip.report import Difference
from scaffold.rule import Rule

RULE = Rule(
    code="KR304",
    name="attribute-changed",
    severity=Severity.WARNING,
    summary="An attribute of the rebuilt layer has another value.",
    why="A list in place of a tuple, or state that was set after construction, changes what the layer does as "
    "soon as someone uses it: https://github.com/tensorflow/tensorflow/issues/39583.",
    remedy="Put the value into the config, or make it a weight; normalize it in the constructor (`tuple(x)`).",
)


def _take(seen: Seen) -> dict[str, Any]:
    import keras

    attributes = {}
    of_keras = _of_keras(isinstance(seen.layer, keras.Model))
    for name, value in vars(seen.layer).items():
        # Layers are seen as sublayers and variables as weights.
        if name in of_keras or isinstance(value, keras.Variable) or holds_layer(value):
            continue
        form = canonical(value)
        if not _holds_opaque(form):
            attributes[name] = form
    return attributes


@cache
def _of_keras(is_model: bool) -> frozenset[str]:
    """Return the attributes that Keras gives to every layer of this sort; a model has those of its trainer."""
    import keras

    if not is_model:
        return keras_attributes()
    return keras_attributes() | frozenset(dir(keras.Model)) | frozenset(vars(keras.Model()))


def _holds_opaque(form: Any) -> bool:
    """Return whether a value cannot be compared, or holds a layer, which is compared elsewhere."""
    if isinstance(form, Opaque):
        return True
    if isinstance(form, Sequence):
        return any(_holds_opaque(item) for item in form.items)
    if isinstance(form, Mapping):
        return any(_holds_opaque(item) for item in form.values())
    return isinstance(form, ObjectForm) and _holds_opaque(form.config)


def _compare(label: str, expected: Any, found: Any) -> Iterator[Difference]:
    # What only the rebuilt layer has was set by the load, not lost by it.
    known = {name: found[name] for name in expected if name in found}
    yield from (d for d in differences(label, expected, known) if not is_batch_size(d))


def _script_of(difference: Difference) -> str:
    name = difference.path.removeprefix("layer['").partition("'")[0]
    return (
        f"called(layer), called(rebuilt)\n"
        f"assert repr(rebuilt.{name}) == repr(layer.{name}), (layer.{name}, rebuilt.{name})"
    )


OBSERVATION = Observation(
    rule=RULE, moment=Moment.CALLED, take=_take, compare=_compare, label="layer", script_of=_script_of
)
