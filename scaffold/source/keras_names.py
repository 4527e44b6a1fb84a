"""Dotted names -> canonical Keras names, and the table of Keras's own classes, read when it is first needed."""

from __future__ import annotations

import os
from collections.abc import Container
from functools import cache
from typing import Any

from scaffold.source.facts import KerasClass, KerasParameter
from scaffold.source.record import Record
from scaffold.source.values import Constant, Sequence, Unknown, Value

# The many homes of one library, longest first.
_HOMES = (
    "tensorflow.compat.v1.keras", "tensorflow.compat.v2.keras", "tensorflow._api.v2.keras", "tensorflow.python.keras",
    "tensorflow.keras", "keras._tf_keras.keras", "keras.api._v2.keras", "keras.api._v1.keras", "keras.api",
    "tf_keras.src", "tf_keras.api._v2.keras", "tf_keras", "keras",
)  # fmt: skip

# Roots of all that Keras makes again from a config.
_REBUILT = (
    "keras.layers.Layer", "keras.losses.Loss", "keras.metrics.Metric", "keras.optimizers.Optimizer",
    "keras.initializers.Initializer", "keras.regularizers.Regularizer", "keras.constraints.Constraint",
    "keras.optimizers.schedules.LearningRateSchedule",
)  # fmt: skip

_TABLE = os.path.join(os.path.dirname(__file__), "keras_classes.json")


class _Table(Record):
    """The table: aliases with their canonical names, and the rows of the classes as they are written."""

    version: str
    aliases: dict[str, str]
    rows: dict[str, str]


@cache
def _table() -> _Table:
    """Read the table; of the classes only the names, since few of them are met: one class stands on one line."""
    import json

    with open(_TABLE, encoding="utf-8") as file:
        names, _, classes = file.read().partition(',\n"classes": {\n')
    known = json.loads(f"{names}}}")
    rows = {row[1 : row.index('"', 1)]: row for row in classes.split("\n") if row.startswith('"')}
    return _Table(known["keras_version"], known["aliases"], rows)


def keras_version() -> str:
    """Return the version of Keras that the table was made from."""
    return _table().version


@cache
def short_names() -> frozenset[str]:
    """Return the last parts of all names under which classes of Keras are known."""
    return _last_parts(_table().rows)


@cache
def rebuilt_names() -> frozenset[str]:
    """Return those of the short names whose classes Keras makes again from a config: layers, losses, no callbacks."""
    # A row names the ancestors of its class; so the rows need not be read.
    roots = tuple(f'"{root}"' for root in _REBUILT)
    return _last_parts({name for name, row in _table().rows.items() if any(root in row for root in roots)})


def _last_parts(classes: Container[str]) -> frozenset[str]:
    names = {*_table().rows, *_table().aliases}
    aliases = _table().aliases
    return frozenset(name.rpartition(".")[2] for name in names if aliases.get(name, name) in classes)


@cache
def known_names() -> frozenset[str]:
    """Return the canonical names of all that the table knows: classes and functions."""
    table = _table()
    return frozenset(table.aliases.values()) | frozenset(table.rows)


@cache
def canonical_name(dotted: str) -> str | None:
    """Return the canonical name of a thing of Keras, or None where the name does not lead into Keras.

    Example:
        >>> canonical_name("tensorflow.keras.layers.Dense")
        'keras.layers.Dense'
        >>> canonical_name("keras.utils.register_keras_serializable")
        'keras.saving.register_keras_serializable'
        >>> canonical_name("torch.nn.Module") is None
        True
    """
    home = next((home for home in _HOMES if dotted == home or dotted.startswith(f"{home}.")), None)
    if home is None:
        return None
    rest = dotted[len(home) :]
    name = f"keras{rest}"
    if name == "keras":
        return name
    table = _table()
    for candidate in (name, name.replace("keras.src.", "keras.", 1)):
        if candidate in table.aliases:
            return table.aliases[candidate]
        if candidate in table.rows:
            return candidate
    return _legacy_name(name) or name


def _legacy_name(name: str) -> str | None:
    """Find a class that older releases kept elsewhere: ``keras.engine.base_layer.Layer``."""
    parts = name.split(".")
    classes = _table().rows
    last = parts[-1]
    if len(parts) < 4 or not last[:1].isupper():
        return None
    homes = ["layers", "models"] if parts[1] == "engine" else [parts[1]] if parts[1] != "src" else [parts[2]]
    return next((found for home in homes if (found := f"keras.{home}.{last}") in classes), None)


@cache
def keras_class(canonical: str) -> KerasClass | None:
    """Return the class of Keras with that canonical name, or None."""
    row = _table().rows.get(canonical)
    if row is None:
        return None
    import json

    facts: dict[str, Any] = json.loads(f"{{{row.rstrip(',')}}}")[canonical]
    return KerasClass(
        name=canonical,
        internal_name=facts["internal"],
        ancestors=tuple(facts.get("ancestors", ())),
        parameters=tuple(_parameter(row) for row in facts.get("parameters", ())),
        accepts_any=facts.get("accepts_any", False),
        parameters_known=facts.get("parameters_known", False),
        config_keys=tuple(facts.get("config_keys", ())),
        config_known=facts.get("config_known", False),
        optional_keys=frozenset(facts.get("optional_keys", ())),
        overrides_get_config=facts.get("overrides_get_config", False),
        injected_keys=tuple(facts.get("injected_keys", ())),
        overrides_from_config=facts.get("overrides_from_config", False),
        deserialized_keys=tuple(facts.get("deserialized_keys", ())),
        attributes=frozenset(facts.get("attributes", "").split()),
    )


def keras_ancestors(cls: KerasClass) -> tuple[KerasClass, ...]:
    """Return the ancestors of a class of Keras, nearest first."""
    return tuple(found for name in cls.ancestors if (found := keras_class(name)) is not None)


def _parameter(row: list[Any]) -> KerasParameter:
    if len(row) == 1:
        return KerasParameter(row[0], False, None)
    return KerasParameter(row[0], True, _default(row[1]))


def _default(plain: Any) -> Value:
    if isinstance(plain, dict):
        return (
            Sequence("tuple", tuple(_default(item) for item in plain["t"]))
            if "t" in plain
            else Unknown("default")
        )
    return Constant(plain)
