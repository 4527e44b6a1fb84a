"""One trip of a constructor call through the config, in memory: what every check of the config rests on."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MethodType
from typing import Any

from scaffold.kinds import KINDS, kind_of_parameter
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.canonical import canonical, differences
from scaffold.roundtrip.diagnosis import Diagnosis, told, why_config_is_not_taken
from scaffold.roundtrip.held import keras_attributes
from scaffold.roundtrip.report import Difference
from scaffold.roundtrip.scope import in_scope_of
from scaffold.roundtrip.sublayers import sublayers


class ConfigFailsError(Exception):
    """``get_config`` raised, or returned what is no config."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(diagnosis.reason)
        self.diagnosis = diagnosis


class ConfigNotTakenError(Exception):
    """``from_config`` did not take what ``get_config`` returned."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(diagnosis.reason)
        self.diagnosis = diagnosis


@dataclass(frozen=True, slots=True)
class Trip:
    """A layer, its config and the layer that ``from_config`` made of it.

    Args:
        call: The call that made the layer.
        layer: The layer.
        config: Its config, as it was returned.
        form: The config in comparable form.
        rebuilt: The layer made of the config.
    """

    call: ConstructorCall
    layer: Any
    config: Mapping[str, Any]
    form: Mapping[str, Any]
    rebuilt: Any

    def config_differences(self) -> list[Difference]:
        """Return where the rebuilt layer's config is another one."""
        return list(differences("config", self.form, canonical(self.rebuilt.get_config())))

    def argument_difference(self, argument: str) -> Difference | None:
        """Return how the attribute named after the argument differs; None where it does not, or is none."""
        before, after = attribute_of(self.layer, argument), attribute_of(self.rebuilt, argument)
        if before is None:
            return None
        name, value = before
        found = next(differences(f"layer.{name}", value, after[1] if after else None), None)
        return None if found is not None and found.container_only else found


def attribute_of(layer: Any, argument: str) -> tuple[str, Any] | None:
    """Return name and comparable value of the attribute that keeps an argument; None where none does.

    A layer is no such value: what is inside it is compared as sublayers and weights.
    """
    import keras

    for name in (argument, f"_{argument}"):
        if name.startswith("_") and name in keras_attributes():
            # Keras keeps something of its own there, such as the sublayers in `_layers`.
            continue
        value = vars(layer).get(name)
        if name in vars(layer) and not isinstance(value, (keras.layers.Layer, keras.Variable)):
            return name, canonical(value)
    return None


def config_of(layer: Any) -> Mapping[str, Any]:
    """Return the layer's config.

    Raises:
        ConfigFailsError: Where ``get_config`` raises or returns no dict with text keys.
    """
    try:
        config = layer.get_config()
    except Exception as error:
        raise ConfigFailsError(_why_config_fails(layer, error)) from error
    if not isinstance(config, Mapping):
        raise ConfigFailsError(
            Diagnosis(
                f"get_config returned {type(config).__name__}, not a dict",
                "Return the dict: `config.update(...)` changes it in place and returns None.",
                "KS104" if config is None else "",
            )
        )
    return config


def _why_config_fails(layer: Any, error: Exception) -> Diagnosis:
    import keras

    if isinstance(error, NotImplementedError) and isinstance(layer, keras.Model):
        return Diagnosis(
            "the model has no get_config of its own, and Keras can write one by itself only where every argument "
            "has a plain default",
            "Write get_config: begin with super().get_config() and add every constructor argument, serialized.",
        )
    if isinstance(error, NotImplementedError):
        return Diagnosis(
            "the layer has no get_config of its own, and Keras can write a config by itself only where every "
            "argument is a plain value",
            "Write get_config: begin with super().get_config() and add every constructor argument, serialized.",
        )
    if isinstance(error, AttributeError) and error.name and error.obj is layer:
        return Diagnosis(
            f"get_config reads self.{error.name}, which the constructor does not set",
            f"Set self.{error.name} in __init__.",
            "KS105",
        )
    return Diagnosis(f"get_config raised {told(error)}", "Make get_config return a dict.")


def trip(call: ConstructorCall, layer: Any | None = None) -> Trip:
    """Send a layer through its config.

    Args:
        call: The call to make the layer with.
        layer: The layer, where the call has been made already.

    Raises:
        ConfigFailsError: Where there is no config.
        ConfigNotTakenError: Where ``from_config`` raises.
    """
    layer = call.make() if layer is None else layer
    classes = [type(layer), *(type(inner) for _, inner in sublayers(layer))]
    config = config_of(layer)
    form = canonical(config)
    with in_scope_of(classes):
        try:
            rebuilt = type(layer).from_config(config)
        except Exception as error:
            # A from_config that changes its argument must not make its own diagnosis wrong.
            raise ConfigNotTakenError(
                why_config_is_not_taken(type(layer), layer.get_config(), error)
            ) from error
    # What is learnt from data is no part of a config: both learn it from the same.
    call.adapt(rebuilt)
    return Trip(call, layer, config, form, rebuilt)


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
            (PurePath, "KS209"),
        ):
            if isinstance(self.value, sort):
                return code
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


def _not_json(path: str, value: Any, key: str) -> Iterator[NotJson]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            if not isinstance(name, (str, int, float, bool, type(None))):
                yield NotJson(path, name, key)
            yield from _not_json(f"{path}[{name!r}]", item, key or str(name))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _not_json(f"{path}[{index}]", item, key)
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
