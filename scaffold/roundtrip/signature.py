"""Which arguments a layer's constructor takes, its parents' included where it passes them on."""

from __future__ import annotations

import inspect
import typing
from dataclasses import dataclass
from typing import Any

from scaffold.roundtrip.keras_signatures import keyword_arguments, popped_arguments
from scaffold.roundtrip.scope import is_built_in

# What every layer takes from `keras.layers.Layer` itself; these are checked as base arguments.
BASE_ARGUMENTS = ("name", "trainable", "dtype", "activity_regularizer", "autocast")

MISSING: Any = inspect.Parameter.empty


@dataclass(frozen=True, slots=True)
class Argument:
    """One constructor argument.

    Args:
        name: Its name.
        default: Its default, or ``MISSING``.
        annotation: Its evaluated annotation, or ``MISSING``.
        owner: The class whose constructor names it.
        inherited: Whether it reaches its owner through ``**kwargs``, out of which a constructor may take it.
    """

    name: str
    default: Any
    annotation: Any
    owner: type
    inherited: bool = False

    @property
    def required(self) -> bool:
        """Whether a call without it is rejected, as far as the signature tells."""
        return self.default is MISSING and not self.inherited


@dataclass(frozen=True, slots=True)
class Signature:
    """The arguments of a constructor.

    Args:
        arguments: The arguments the author named, in order, without the base arguments.
        base_arguments: The base arguments that the constructor can take.
    """

    arguments: tuple[Argument, ...]
    base_arguments: frozenset[str]

    def __getitem__(self, name: str) -> Argument:
        return next(argument for argument in self.arguments if argument.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the arguments, in order."""
        return tuple(argument.name for argument in self.arguments)


_VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def _own_parameters(owner: type) -> list[inspect.Parameter]:
    """Return what a constructor names, and what it takes out of its ``**kwargs`` by name."""
    function = owner.__dict__["__init__"]
    parameters = list(inspect.signature(function).parameters.values())[1:]
    # What Keras pops are leftovers of older versions.
    return parameters if is_built_in(owner) else [*parameters, *popped_arguments(function)]


def _annotations(owner: type) -> dict[str, Any]:
    try:
        return typing.get_type_hints(owner.__dict__["__init__"])
    except Exception:
        # Annotations are evaluated code of the author; one that does not evaluate tells nothing.
        return {}


def constructor_signature(cls: type) -> Signature:
    """Read the arguments of ``cls(...)`` along its parents, as far as ``**kwargs`` passes them on.

    Args:
        cls: A ``keras.layers.Layer`` subclass.

    Returns:
        The signature; arguments of ``keras.layers.Layer`` itself are its ``base_arguments``.
    """
    import keras

    arguments: dict[str, Argument] = {}
    base: set[str] = set()
    first: type | None = None
    for owner in cls.__mro__:
        if "__init__" not in owner.__dict__ or owner is object:
            continue
        if is_built_in(owner) and not issubclass(owner, keras.layers.Layer):
            # A part of keras.Model, whose constructor names its parents one by one.
            continue
        if owner is keras.layers.Layer:
            base.update(BASE_ARGUMENTS)
            break
        first = first or owner
        named = inspect.signature(owner.__dict__["__init__"]).parameters
        parameters = _own_parameters(owner)
        hints = _annotations(owner)
        for parameter in parameters:
            if parameter.name in BASE_ARGUMENTS:
                base.add(parameter.name)
            elif parameter.kind not in _VARIADIC and parameter.name not in arguments:
                annotation = hints.get(parameter.name, MISSING)
                arguments[parameter.name] = Argument(
                    parameter.name,
                    parameter.default,
                    annotation,
                    owner,
                    inherited=owner is not first or parameter.name not in named,
                )
        if not any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters):
            break
    passed_on = keyword_arguments(cls)
    bound = frozenset(arguments) - {parameter.name for parameter in passed_on.parameters}
    return Signature(
        tuple(a for a in arguments.values() if not (passed_on.known and a.inherited and a.name in bound)),
        frozenset(base),
    )
