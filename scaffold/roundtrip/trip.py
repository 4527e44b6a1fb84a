"""One trip of a constructor call through the config, in memory: what every check of the config rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.canonical import canonical, differences
from scaffold.roundtrip.diagnosis import Diagnosis, told, why_config_is_not_taken
from scaffold.roundtrip.held import keras_attributes
from scaffold.roundtrip.report import Difference
from scaffold.roundtrip.scope import in_scope_of
from scaffold.roundtrip.sublayers import sublayers


class TripFailedError(Exception):
    """The layer raised on its way through the config; why is in the diagnosis."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(diagnosis.reason)
        self.diagnosis = diagnosis


class ConfigFailsError(TripFailedError):
    """``get_config`` raised, or returned what is no config."""


class ConfigNotTakenError(TripFailedError):
    """``from_config`` did not take what ``get_config`` returned."""


class RebuiltFailsError(TripFailedError):
    """The rebuilt layer raised where the original did not."""


@dataclass(frozen=True)
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

    @cached_property
    def rebuilt_form(self) -> Any:
        """The config of the rebuilt layer in comparable form.

        Raises:
            RebuiltFailsError: Where its ``get_config`` raises, as that of the original does not.
        """
        try:
            return canonical(self.rebuilt.get_config())
        except Exception as error:
            reason = (
                f"get_config of the rebuilt layer raised {told(error)}, and that of the original does not"
            )
            remedy = "Let from_config and the constructor leave all that get_config reads."
            raise RebuiltFailsError(Diagnosis(reason, remedy)) from error

    @property
    def rebuilt_has_config(self) -> bool:
        """Whether ``get_config`` of the rebuilt layer does not raise."""
        try:
            _ = self.rebuilt_form
        except RebuiltFailsError:
            return False
        return True

    def config_differences(self) -> list[Difference]:
        """Return where the rebuilt layer's config is another one.

        Raises:
            RebuiltFailsError: Where the rebuilt layer has none.
        """
        return list(differences("config", self.form, self.rebuilt_form))

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
