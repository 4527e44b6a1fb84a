"""What of a config JSON text cannot carry, and how it is told."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from pathlib import PurePath
from types import MethodType
from typing import Any

from scaffold.finding import Severity
from scaffold.kinds import KINDS, kind_of_parameter
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.canonical import canonical, short
from scaffold.roundtrip.diagnosis import method_line
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.rule import Rule

NOT_JSON = Rule(
    code="KR102",
    name="config-not-json",
    severity=Severity.ERROR,
    summary="An entry of the config cannot be written as JSON text.",
    why="A saved file is JSON. Keras encodes functions, arrays and objects as dicts of its own, and hands those "
    "dicts to the constructor at load: https://github.com/keras-team/keras/issues/8401.",
    remedy="Serialize the entry in get_config.",
    lint_rules=(
        "KS111",
        "KS201",
        "KS202",
        "KS203",
        "KS204",
        "KS205",
        "KS207",
        "KS208",
        "KS209",
        "KS210",
        "KS214",
        "KS215",
    ),
)


@dataclass(frozen=True, slots=True)
class NotJson:
    """A config entry that JSON text cannot carry."""

    path: str
    value: Any
    key: str

    def fix(self, layer: Any) -> str:
        """Return what to write in place of the entry, read from the attribute in which the layer keeps it."""
        kept = next((name for name, value in vars(layer).items() if value is self.value), self.key)
        return f'Write "{self.key}": {_serialized(self.key, f"self.{kept}", self.value)} in get_config.'

    @property
    def lint_rule(self) -> str:
        """The lint rule for raw objects of this sort; empty where there is none."""
        import keras
        import numpy as np

        for sort, code in (
            (keras.layers.Layer, "KS205"),
            (keras.initializers.Initializer, "KS202"),
            (keras.regularizers.Regularizer, "KS203"),
            (keras.constraints.Constraint, "KS204"),
            (MethodType, "KS111"),
            ((set, frozenset), "KS207"),
            (np.ndarray, "KS208"),
            ((PurePath, bytes, complex, range, slice), "KS209"),
            (enum.Enum, "KS214"),
        ):
            if isinstance(self.value, sort):
                return code
        if is_dataclass(self.value) and not isinstance(self.value, type):
            return "KS215"
        if not callable(self.value):
            return ""
        kind = kind_of_parameter(self.key)
        of_keras = getattr(self.value, "__module__", "").startswith("keras.")
        return "KS201" if of_keras and kind is not None and kind.name == "activation" else "KS210"


def not_json(config: Mapping[str, Any]) -> NotJson | None:
    """Return the first entry that plain ``json.dumps`` refuses, or None."""
    try:
        json.dumps(config)
    except (TypeError, ValueError):
        return next(_not_json("config", config, ""), NotJson("config", config, ""))
    return None


def _not_json(path: str, value: Any, key: str, above: frozenset[int] = frozenset()) -> Iterator[NotJson]:
    if id(value) in above:
        yield NotJson(path, value, key)
        return
    inside = above | {id(value)}
    if isinstance(value, Mapping):
        for name, item in value.items():
            if not isinstance(name, (str, int, float, bool, type(None))):
                yield NotJson(path, name, key)
            yield from _not_json(f"{path}[{name!r}]", item, key or str(name), inside)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _not_json(f"{path}[{index}]", item, key, inside)
    elif not isinstance(value, (str, int, float, bool, type(None))):
        yield NotJson(path, value, key)


def _serialized(key: str, attribute: str, value: Any) -> str:
    """Write the expression that puts the value of an attribute into a config in the right form."""
    kind = kind_of_parameter(key)
    if kind is not None and kind.serializers and kind.from_config is None and callable(value):
        return kind.to_config.format(value=attribute)
    if hasattr(value, "get_config") or callable(value):
        return f"{KINDS['layer'].to_config.format(value=attribute)} (and deserialize it in from_config)"
    if isinstance(value, enum.Enum):
        return f"{attribute}.value (and {type(value).__qualname__}({key}) in __init__)"
    if hasattr(value, "tolist"):
        return f"{attribute}.tolist() (and np.asarray in __init__)"
    if isinstance(value, (set, frozenset)):
        return f"sorted({attribute})"
    return f"a text, number, list or dict made of {attribute}"


def not_json_result(entry: NotJson, call: ConstructorCall, layer: Any) -> Result:
    """Return the result for such an entry.

    Args:
        entry: The entry.
        call: The call of the layer with this config.
        layer: The layer, whose attributes the advice names.
    """
    form = canonical(entry.value)
    # What looks like a number, and is one of NumPy's, is told by its type.
    found = (
        f"{short(form)} of type {type(entry.value).__name__}"
        if isinstance(form, (int, float))
        else short(form)
    )
    return result(
        NOT_JSON,
        Status.FAILED,
        route="json",
        reason=f"{entry.path} holds {found}, which JSON text cannot carry",
        differences=(Difference(entry.path, "text, number, list or dict", found),),
        fix=entry.fix(layer),
        lint_rule=entry.lint_rule,
        counterexample=call.shown(),
        reproduction=script(call, "import json\n\njson.dumps(layer.get_config())"),
        source=method_line(call.cls, "get_config"),
    )
