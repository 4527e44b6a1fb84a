"""The layers inside the layer: where they are held, their classes, policies and flags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import canonical, without_counter
from scaffold.roundtrip.held import Held, held_by
from scaffold.roundtrip.observation import Moment, Observation, Seen
from scaffold.rule import Rule

RULE = Rule(
    code="KR305",
    name="sublayers-changed",
    severity=Severity.ERROR,
    summary="The layers inside the rebuilt layer are others.",
    why="A sublayer that the config does not describe is made anew with defaults, or not at all: "
    "https://github.com/keras-team/keras-cv/pull/1605.",
    remedy="Put `keras.saving.serialize_keras_object(self.sublayer)` into the config and deserialize it in "
    "from_config.",
)


def _take(seen: Seen) -> dict[str, Any]:
    first: dict[int, str] = {}
    return {
        path: _told(held.layer, first.setdefault(id(held.layer), path))
        for path, held in _places(held_by(seen.layer), "")
    }


def _places(owner: Held, prefix: str) -> Iterator[tuple[str, Held]]:
    """Yield what is held below, by paths that do not count: a model made anew has other automatic names."""
    import keras

    taken: Counter[str] = Counter()
    for held in owner.children:
        in_graph = isinstance(owner.layer, keras.Model) and held.segment == held.layer.name
        segment = without_counter(held.segment) if in_graph else held.segment
        taken[segment] += 1
        path = f"{prefix}{segment}" if taken[segment] == 1 else f"{prefix}{segment}#{taken[segment]}"
        yield path, held
        yield from _places(held, f"{path}/")


def _told(layer: Any, first: str) -> dict[str, Any]:
    return {
        "class": f"{type(layer).__module__}.{type(layer).__qualname__}",
        # A functional model holds operations as well, which have neither policy nor flag.
        "dtype": canonical(getattr(layer, "dtype_policy", None)),
        "trainable": getattr(layer, "trainable", None),
        "supports_masking": getattr(layer, "supports_masking", None),
        # A layer that is held twice must be held twice again, not be two layers.
        "object of": first,
    }


SCRIPT = (
    "def inner(layer):\n"
    "    held = [(name, part) for name, value in sorted(vars(layer).items()) for part in keras.tree.flatten(value)\n"
    "            if isinstance(part, keras.Layer)]\n"
    "    told = [(name, type(part).__name__, part.trainable, part.dtype_policy.name) for name, part in held]\n"
    "    return told, len({id(part) for _, part in held})\n"
    "\n"
    "\n"
    "called(layer), called(rebuilt)\n"
    "assert inner(rebuilt) == inner(layer), (inner(layer), inner(rebuilt))"
)

OBSERVATION = Observation(rule=RULE, moment=Moment.CALLED, take=_take, label="sublayers", script=SCRIPT)
