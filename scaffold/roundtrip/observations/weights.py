"""The structure of the weights: names, shapes, dtypes and flags, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import without_counter
from scaffold.roundtrip.observation import Moment, Observation, Seen
from scaffold.roundtrip.report import Difference
from scaffold.rule import Rule

RULE = Rule(
    code="KR306",
    name="weights-changed",
    severity=Severity.ERROR,
    summary="The rebuilt layer has other weights.",
    why="Keras matches saved weights by position: another number or another shape cannot be loaded, and another "
    "order loads in silence (https://github.com/philipperemy/keras-tcn/issues/104).",
    remedy="Put every constructor argument that shapes weights into the config.",
)


def _take(seen: Seen) -> list[tuple[str, tuple[int, ...], str, bool]]:
    return [
        (without_counter(weight.name), tuple(weight.shape), str(weight.dtype), bool(weight.trainable))
        for weight in seen.layer.weights
    ]


def _text(weight: tuple[str, tuple[int, ...], str, bool]) -> str:
    name, shape, dtype, trainable = weight
    return f"{name} {dtype}{list(shape)}{'' if trainable else ' not trainable'}"


def _compare(label: str, expected: Any, found: Any) -> Iterator[Difference]:
    if len(expected) != len(found):
        yield Difference(label, f"{len(expected)} weights", f"{len(found)} weights")
    for index, (left, right) in enumerate(zip(expected, found, strict=False)):
        if left != right:
            yield Difference(f"{label}[{index}]", _text(left), _text(right))


SCRIPT = (
    "called(layer), called(rebuilt)\n"
    "def told(layer):\n"
    "    return [(w.name.rstrip('_0123456789'), tuple(w.shape), w.trainable) for w in layer.weights]\n"
    "\n"
    "\n"
    "before, after = told(layer), told(rebuilt)\n"
    "assert after == before, (before, after)"
)

OBSERVATION = Observation(
    rule=RULE, moment=Moment.CALLED, take=_take, compare=_compare, label="layer.weights", script=SCRIPT
)
