"""The shapes that the layer foretells for its outputs, where its author wrote how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import canonical, differences, is_batch_size
from scaffold.roundtrip.inputs import Inputs
from scaffold.roundtrip.observation import Moment, Observation, Seen
from scaffold.roundtrip.report import Difference
from scaffold.rule import Rule

RULE = Rule(
    code="KR315",
    name="output-shape-changed",
    severity=Severity.ERROR,
    summary="compute_output_shape or compute_output_spec of the rebuilt layer gives another answer.",
    why="A functional model is built from these answers: a layer that foretells another shape cannot be put "
    "where it was. https://github.com/keras-team/keras/issues/12818.",
    remedy="Put every argument that the shape depends on into the config.",
)

_METHODS = ("compute_output_shape", "compute_output_spec")


def _take(seen: Seen) -> dict[str, Any]:
    import keras

    if seen.inputs is None:
        return {}
    # Keras's own compute_output_spec calls the layer, which is seen as its outputs.
    own = [
        name for name in _METHODS if getattr(type(seen.layer), name) is not getattr(keras.layers.Layer, name)
    ]
    return {name: _answer(seen.layer, name, seen.inputs) for name in own}


def _answer(layer: Any, method: str, inputs: Inputs) -> Any:
    import keras

    def spec(array: Any) -> Any:
        return keras.KerasTensor(
            array.shape, dtype="string" if array.dtype.kind in "OUS" else str(array.dtype)
        )

    of, ending = (spec, "") if method == "compute_output_spec" else (_shape, "_shape")
    ask = getattr(layer, method)
    try:
        if inputs.keywords is not None:
            answer = ask(**{f"{name}{ending}": _each(of, value) for name, value in inputs.keywords.items()})
        else:
            answer = ask(_each(of, inputs.positional))
    except Exception as error:
        # Not every layer can tell without data; it must then be the same for both.
        return f"raises {type(error).__name__}"
    return canonical(keras.tree.map_structure(_plain, answer))


def _shape(array: Any) -> tuple[int, ...]:
    return tuple(array.shape)


def _each(function: Callable[[Any], Any], value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_each(function, item) for item in value]
    if isinstance(value, dict):
        return {key: _each(function, item) for key, item in value.items()}
    return function(value)


def _plain(answer: Any) -> Any:
    return f"{answer.dtype}{list(answer.shape)}" if hasattr(answer, "dtype") else answer


def _script_of(difference: Any) -> str:
    method = next(name for name in _METHODS if name in difference.path)
    if method == "compute_output_spec":
        asked = "keras.tree.map_structure(lambda x: keras.KerasTensor(x.shape, dtype=str(x.dtype)), data)"
        return (
            f"called(layer), called(rebuilt)\nspecs = {asked}\n"
            f"before, after = str(layer.{method}(specs)), str(rebuilt.{method}(specs))\n"
            "assert after == before, (before, after)"
        )
    asked = "data.shape if hasattr(data, 'shape') else [x.shape for x in data]"
    return (
        f"called(layer), called(rebuilt)\nshape = {asked}\n"
        f"before, after = layer.{method}(shape), rebuilt.{method}(shape)\n"
        "assert tuple(after) == tuple(before), (before, after)"
    )


def _compare(label: str, expected: Any, found: Any) -> Iterator[Difference]:
    yield from (d for d in differences(label, expected, found) if not is_batch_size(d))


OBSERVATION = Observation(
    rule=RULE, moment=Moment.CALLED, take=_take, compare=_compare, label="layer", script_of=_script_of
)
