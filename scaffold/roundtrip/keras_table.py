"""Maintainers' command: describe the classes of the installed Keras in ``scaffold/source/keras_classes.json``.

Run ``python -m scaffold.roundtrip.keras_table``. The linter reads the file and so knows Keras without importing it.
Where it can, it asks Keras itself: every class that can be constructed from a few sample arguments is constructed,
and its config and ``from_config`` are observed; only what cannot be observed is read from Keras's own sources.
"""

from __future__ import annotations

import contextlib
import copy
import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from scaffold.roundtrip.keras_signatures import (
    assigned_attributes,
    conditional_keys,
    keyword_arguments,
)

TABLE = Path(__file__).parent.parent / "source" / "keras_classes.json"

# Modules whose names are second choice as the canonical one: they repeat what another module is about.
_REPEATING = ("keras.utils.", "keras.legacy.", "keras.backend.", "keras._")

# Arguments that construct most classes of Keras which cannot be constructed without any.
_SAMPLES: dict[str, Any] = {
    "units": 2, "filters": 2, "kernel_size": 2, "rate": 0.1, "pool_size": 2, "size": 2, "num_heads": 2,
    "key_dim": 2, "head_dim": 4, "num_query_heads": 2, "num_key_value_heads": 2, "input_dim": 3, "output_dim": 2,
    "target_shape": (1,), "dims": (1,), "n": 2, "factor": 0.1, "height": 4, "width": 4, "num_bins": 3,
    "bin_boundaries": [0.0, 1.0], "num_tokens": 4, "equation": "ab,bc->ac", "output_shape": (2,), "axes": 1,
    "shape": (3,), "padding": 1, "cropping": 1, "stddev": 0.1, "function": None, "initial_learning_rate": 0.1,
    "learning_rate": 0.1,
    "decay_steps": 10, "decay_rate": 0.9, "boundaries": [1], "values": [0.1, 0.2], "num_classes": 2,
    "target_class_ids": [0], "activation": "relu", "output_size": 2, "height_factor": 0.1, "max_number": 5,
    "pool_dimensions": 1, "pool_mode": "max", "strides": 1, "rank": 1, "depth_multiplier": 1, "mode": "log",
    "first_decay_steps": 10, "data_format": None,
    "thresholds": 0.5, "recall": 0.5, "precision": 0.5, "specificity": 0.5,
    "sensitivity": 0.5, "min_value": 0.0, "max_value": 1.0, "value_range": (0, 1), "seed": 7, "scale": 0.1,
}  # fmt: skip


def table() -> dict[str, Any]:
    """Describe the installed Keras.

    Returns:
        ``keras_version``, ``aliases`` (name -> canonical name) and ``classes`` (canonical name -> facts).
    """
    import keras

    public = _public_names(keras)
    names: dict[int, list[str]] = {}
    objects: dict[int, Any] = {}
    for name, value in public:
        names.setdefault(id(value), []).append(name)
        objects[id(value)] = value
    canonical = {key: _canonical(found, objects[key]) for key, found in names.items()}
    aliases = {
        name: canonical[key] for key, found in names.items() for name in found if name != canonical[key]
    }
    aliases |= {
        internal: canonical[key]
        for key, value in objects.items()
        if (internal := _internal_name(value)).startswith("keras.src.")
    }
    classes = [value for value in objects.values() if inspect.isclass(value)]
    described = {
        canonical.get(id(cls)) or _internal_name(cls): _describe(cls, canonical)
        for cls in _with_ancestors(classes)
    }
    return {
        "keras_version": keras.__version__,
        "aliases": dict(sorted(aliases.items())),
        "classes": dict(sorted(described.items())),
    }


def _public_names(root: ModuleType) -> list[tuple[str, Any]]:
    """Return every public dotted name under ``keras`` that is a class or function, with its object."""
    found: list[tuple[str, Any]] = []
    pending, seen = [("keras", root)], set()
    while pending:
        path, module = pending.pop()
        if path in seen:
            continue
        seen.add(path)
        for name, value in vars(module).items():
            if name.startswith("_") or name in {"src", "api"}:
                continue
            if inspect.ismodule(value) and value.__name__.startswith("keras."):
                pending.append((f"{path}.{name}", value))
            elif (inspect.isclass(value) or inspect.isroutine(value)) and _is_of_keras(value):
                found.append((f"{path}.{name}", value))
    return sorted(found, key=lambda pair: pair[0])


def _is_of_keras(value: Any) -> bool:
    return (getattr(value, "__module__", None) or "").startswith("keras.")


def _canonical(names: list[str], value: Any) -> str:
    """Choose among public names: module-qualified, in a telling module, spelt as the object is, then shortest."""
    own = getattr(value, "__name__", "")

    def rank(name: str) -> tuple[bool, bool, bool, int, str]:
        return (
            name.startswith(_REPEATING),
            name.count(".") == 1,
            name.rpartition(".")[2] != own,
            name.count("."),
            name,
        )

    return min(names, key=rank)


def _internal_name(value: Any) -> str:
    return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', '')}"


def _with_ancestors(classes: list[type]) -> list[type]:
    found: dict[type, None] = {}
    for cls in classes:
        for ancestor in cls.__mro__:
            if ancestor.__module__.startswith("keras."):
                found.setdefault(ancestor)
    return list(found)


def _describe(cls: type, canonical: dict[int, str]) -> dict[str, Any]:
    accepted = keyword_arguments(cls)
    observed = _observe(cls)
    ancestors = [a for a in cls.__mro__[1:] if a.__module__.startswith("keras.")]
    facts: dict[str, Any] = {
        "internal": _internal_name(cls),
        "ancestors": [canonical.get(id(a)) or _internal_name(a) for a in ancestors],
        "parameters": [
            [p.name] if p.default is p.empty else [p.name, _plain(p.default)] for p in accepted.parameters
        ],
        "accepts_any": accepted.accepts_any,
        "parameters_known": accepted.known,
        "overrides_get_config": not getattr(getattr(cls, "get_config", None), "_is_default", False),
        "overrides_from_config": _overrides_from_config(cls),
        "attributes": " ".join(sorted(assigned_attributes(cls) | _own_names(cls))),
    }
    if observed is not None:
        keys, injected, deserialized = observed
        # The sample has no activity regularizer: where its config has the key, the key is always there.
        sometimes = conditional_keys(cls) - (keys & {"activity_regularizer"})
        facts |= {"config_keys": sorted(keys | sometimes), "optional_keys": sorted(sometimes)}
        facts |= {"injected_keys": sorted(injected), "deserialized_keys": sorted(deserialized)}
        facts |= {"config_known": True}
    return {key: value for key, value in facts.items() if value}


def _own_names(cls: type) -> set[str]:
    return {name for name in vars(cls) if not (name.startswith("__") and name.endswith("__"))}


def _overrides_from_config(cls: type) -> bool:
    """Tell whether ``from_config`` is another one than that of the root its family starts with."""
    owner = next((a for a in cls.__mro__ if "from_config" in vars(a)), None)
    roots = {"Operation", "Layer", "Loss", "Metric", "Initializer", "Regularizer", "Constraint", "Optimizer"}
    return owner is not None and owner.__name__ not in roots and owner.__name__ != "BaseOptimizer"


def _plain(value: Any) -> Any:
    """Return a default as JSON can carry it; ``{"?": 0}`` stands for what it cannot, ``{"t": [...]}`` for a tuple."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, tuple):
        return {"t": [_plain(item) for item in value]}
    return {"?": 0}


def _observe(cls: type) -> tuple[set[str], set[str], set[str]] | None:
    """Construct the class and watch its config: keys, keys its ``from_config`` adds, keys it makes objects of."""
    try:
        sample = _subclass_that_extends(cls)(**_sample_arguments(cls))
        config = sample.get_config()
    except Exception:  # not constructible without knowing it better; its config stays unknown in the table
        return None
    if not isinstance(config, dict):
        return None
    return set(config), _injected_keys(cls, config), _deserialized_keys(cls, config)


def _subclass_that_extends(cls: type) -> Any:
    """Return a subclass whose get_config calls super: what a user's class gets from this one."""

    def get_config(self: Any) -> Any:
        return super(extended, self).get_config()

    extended: Any = type(
        f"Extended{cls.__name__}", (cls,), {"get_config": get_config, "__module__": __name__}
    )
    return extended


def _sample_arguments(cls: type) -> dict[str, Any]:
    import keras

    special: dict[str, Any] = {
        "layer": keras.layers.Dense(2),
        "cell": keras.layers.LSTMCell(2),
        "optimizer": None,
        "inner_optimizer": keras.optimizers.SGD(),
        "function": abs,
        "fn": keras.losses.mean_squared_error,
        "inputs": None,
    }
    if cls.__name__ in {"RNN", "StackedRNNCells"}:
        special["cells"] = [keras.layers.LSTMCell(2)]
    if cls.__name__ in {"Bidirectional", "TimeDistributed", "Wrapper", "SpectralNormalization"}:
        special["layer"] = keras.layers.LSTM(2) if cls.__name__ == "Bidirectional" else keras.layers.Dense(2)
    if cls.__name__.startswith("ConvLSTM"):
        special["rank"] = 2
    arguments: dict[str, Any] = {}
    known = special | {name: value for name, value in _SAMPLES.items() if value is not None}
    for parameter in _required(cls):
        if parameter.name not in known:
            raise LookupError(parameter.name)
        arguments[parameter.name] = known[parameter.name]
    return arguments


def _required(cls: type) -> list[inspect.Parameter]:
    """Return the arguments without which the class cannot be constructed."""
    declared = list(inspect.signature(cls).parameters.values())
    if all(parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD) for parameter in declared):
        # What the signature hides is found by following `**kwargs`; a model is made without inputs and outputs.
        declared = [p for p in keyword_arguments(cls).parameters if p.name not in {"inputs", "outputs"}]
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return [
        parameter
        for parameter in declared
        if parameter.default is parameter.empty and parameter.kind in by_name
    ]


def _received(cls: type, config: dict[str, Any]) -> dict[str, Any]:
    """Return what ``from_config`` hands to the constructor; empty where it fails before that."""
    received: dict[str, Any] = {}
    names = [name for name in inspect.signature(cls).parameters if name not in {"args", "kwargs"}]

    def __init__(self: Any, *args: Any, **keywords: Any) -> None:
        received.update(zip(names, args, strict=False))
        received.update(keywords)
        raise InterruptedError  # seen enough: the object itself is not wanted

    recorder: Any = type(f"Recorded{cls.__name__}", (cls,), {"__init__": __init__, "__module__": __name__})
    # Keras wraps whatever the constructor raises.
    with contextlib.suppress(Exception):
        recorder.from_config(copy.deepcopy(config))
    return received


def _injected_keys(cls: type, config: dict[str, Any]) -> set[str]:
    """Return the keys that reach the constructor although the config does not hold them."""
    injected = set(_received(cls, config)) - set(config)
    for key in config:
        if key in _received(cls, {other: value for other, value in config.items() if other != key}):
            injected.add(key)
    return injected


def _deserialized_keys(cls: type, config: dict[str, Any]) -> set[str]:
    """Return the keys that hold plain data in the config and objects in the constructor."""
    received = _received(cls, config)
    return {
        key
        for key, value in config.items()
        if isinstance(value, (dict, list)) and key != "dtype" and _holds_object(received.get(key))
    }


def _holds_object(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_holds_object(item) for item in value)
    return not isinstance(value, (dict, str, int, float, bool, type(None)))


def write(path: Path = TABLE) -> int:
    """Write the table and return how many classes it holds."""
    described = table()
    path.write_text(render(described), encoding="utf-8", newline="\n")
    return len(described["classes"])


def render(described: dict[str, Any]) -> str:
    """Return the table as text: one class or alias per line, so that a change of Keras is a readable diff."""
    return "".join(_lines(described))


def _lines(described: dict[str, Any]) -> Iterator[str]:
    yield f'{{"keras_version": {json.dumps(described["keras_version"])},\n'
    for part in ("aliases", "classes"):
        rows = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in described[part].items()]
        end = "}\n}\n" if part == "classes" else "},\n"
        yield f'"{part}": {{\n' + ",\n".join(rows) + "\n" + end


if __name__ == "__main__":
    print(f"{write()} classes written to {TABLE}", file=sys.stderr)
