"""The one table of argument kinds: generator, linter and checker know a kind from here alone."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from scaffold.draws import Draws, Floats, Integers, ListsOf, Nothing, OneOf, TuplesOf
from scaffold.errors import nearest

Parser = Callable[[str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Everything the kit knows about one kind of constructor argument.

    Expressions are templates over ``{value}``: the parameter in the constructor, ``self.<name>`` in
    ``get_config``, the config entry in ``from_config``.

    Args:
        name: What is typed after the colon in ``--arg name:kind``.
        summary: One line for the table of kinds.
        annotation: Type of the constructor parameter.
        normalize: What the constructor stores.
        to_config: What ``get_config`` puts into the config.
        from_config: What ``from_config`` must do to the entry before the constructor sees it; None where
            the constructor takes the entry as it is.
        takes_none: Whether ``normalize`` and ``to_config`` accept None by themselves.
        parse: Turns the text of a default into its value; raises ValueError saying what was expected.
        example: A default, as it would be typed; empty where the kind has no default but ``none``.
        parameter_names: Endings of parameter names that reveal the kind (``kernel_initializer``).
        getters: Keras functions that turn a config entry into an object of this kind.
        serializers: Keras functions that turn an object of this kind into a config entry.
        draws: Which values are worth trying.
        identifiers: Names that Keras accepts in place of an object of this kind.
        choices_required: Whether the kind lists its own values, as ``choice[sum,mean]`` does.
    """

    name: str
    summary: str
    annotation: str
    normalize: str = "{value}"
    to_config: str = "{value}"
    from_config: str | None = None
    takes_none: bool = False
    parse: Parser
    example: str = ""
    parameter_names: tuple[str, ...] = ()
    getters: tuple[str, ...] = ()
    serializers: tuple[str, ...] = ()
    draws: Draws = field(default_factory=Nothing)
    identifiers: tuple[str, ...] = ()
    choices_required: bool = False


def _literal(text: str, wanted: type | tuple[type, ...], what: str) -> Any:
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        value = text
    if isinstance(value, bool) and wanted is not bool:
        value = text
    if not isinstance(value, wanted):
        raise ValueError(f"expected {what}, got {text!r}")
    return value


def _parse_int(text: str) -> int:
    return int(_literal(text, int, "a whole number such as 64"))


def _parse_float(text: str) -> float:
    value = float(_literal(text, (int, float), "a number such as 0.1"))
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"expected a finite number such as 0.1, got {text!r}: JSON cannot carry it")
    return value


def _parse_bool(text: str) -> bool:
    known = {"true": True, "false": False}
    if text.strip().lower() not in known:
        raise ValueError(f"expected true or false, got {text!r}")
    return known[text.strip().lower()]


def _parse_str(text: str) -> str:
    return text


def _parse_shape(text: str) -> tuple[int, ...]:
    inner = text.strip().removeprefix("(").removesuffix(")").strip().rstrip(",")
    try:
        return tuple(_parse_int(part) for part in inner.split(",")) if inner else ()
    except ValueError:
        raise ValueError(f"expected whole numbers separated by commas such as 3,3, got {text!r}") from None


def _parse_object(text: str) -> None:
    raise ValueError(f"expected none, got {text!r}: a layer object cannot be a default")


def _one_of(what: str, names: tuple[str, ...]) -> Parser:
    def parse(text: str) -> str:
        if text in names:
            return text
        guess = nearest(text, names)
        hint = f"did you mean {guess!r}?" if guess else f"known: {', '.join(names)}"
        raise ValueError(f"expected the name of a Keras {what}, got {text!r}; {hint}")

    return parse


# Names accepted by `keras.<module>.get` on Keras 3.15.1; a test compares them with the installed Keras.
ACTIVATIONS = (
    "relu", "tanh", "sigmoid", "gelu", "elu", "selu", "silu", "softplus", "softsign", "leaky_relu", "mish",
    "hard_sigmoid", "exponential", "linear", "softmax", "log_softmax", "relu6", "celu", "swish", "hard_silu",
)  # fmt: skip
INITIALIZERS = (
    "glorot_uniform", "glorot_normal", "he_normal", "he_uniform", "lecun_normal", "lecun_uniform", "zeros",
    "ones", "random_normal", "random_uniform", "truncated_normal", "variance_scaling", "orthogonal",
)  # fmt: skip
REGULARIZERS = ("l2", "l1", "l1_l2", "orthogonal_regularizer")
CONSTRAINTS = ("non_neg", "max_norm", "unit_norm", "min_max_norm")
DTYPES = ("float32", "float16", "bfloat16", "float64", "int32", "int64", "uint8", "bool")

_SMALL_LAYERS = OneOf(
    (
        {"class_name": "Dense", "config": {"units": 3}},
        {"class_name": "Dense", "config": {"units": 3, "activation": "tanh"}},
        {"class_name": "LayerNormalization", "config": {}},
    )
)

_SERIALIZE_ANY = "keras.saving.serialize_keras_object"
_DESERIALIZE_ANY = "keras.saving.deserialize_keras_object"


def _keras_module_kind(name: str, module: str, annotation: str, identifiers: tuple[str, ...]) -> Kind:
    """Build the kind of an object that has ``get`` and ``serialize`` in a module of Keras."""
    return Kind(
        name=name,
        summary=f"a Keras {name}: its name, its config or the object itself",
        annotation=annotation,
        normalize=f"keras.{module}.get({{value}})",
        to_config=f"keras.{module}.serialize({{value}})",
        takes_none=True,
        parse=_one_of(name, identifiers),
        example=identifiers[0],
        parameter_names=(name,),
        getters=(f"keras.{module}.get", f"keras.{module}.deserialize"),
        serializers=(f"keras.{module}.serialize", _SERIALIZE_ANY),
        draws=OneOf(identifiers[:6]),
        identifiers=identifiers,
    )


_ALL = (
    Kind(
        name="int",
        summary="a whole number",
        annotation="int",
        normalize="int({value})",
        parse=_parse_int,
        example="64",
        parameter_names=("units", "filters", "num_heads", "depth"),
        draws=Integers(1, 8),
    ),
    Kind(
        name="float",
        summary="a finite number",
        annotation="float",
        normalize="float({value})",
        parse=_parse_float,
        example="0.1",
        parameter_names=("rate", "epsilon", "alpha", "momentum"),
        draws=Floats(0.0, 1.0),
    ),
    Kind(
        name="bool",
        summary="true or false",
        annotation="bool",
        normalize="bool({value})",
        parse=_parse_bool,
        example="true",
        parameter_names=("use_bias",),
        draws=OneOf((False, True)),
    ),
    # Free text is never drawn: a string may be a file name.
    Kind(
        name="str",
        summary="a text",
        annotation="str",
        normalize="str({value})",
        parse=_parse_str,
        example="text",
    ),
    Kind(
        name="choice",
        summary="one of the texts in brackets: choice[sum,mean]",
        annotation="str",
        parse=_parse_str,
        example="sum",
        choices_required=True,
    ),
    _keras_module_kind("activation", "activations", "str | Callable[..., Any] | None", ACTIVATIONS),
    _keras_module_kind(
        "initializer", "initializers", "str | dict[str, Any] | keras.Initializer | None", INITIALIZERS
    ),
    _keras_module_kind(
        "regularizer", "regularizers", "str | dict[str, Any] | keras.Regularizer | None", REGULARIZERS
    ),
    _keras_module_kind(
        "constraint", "constraints", "str | dict[str, Any] | keras.constraints.Constraint | None", CONSTRAINTS
    ),
    Kind(
        name="layer",
        summary="a Keras layer",
        annotation="keras.Layer",
        to_config=f"{_SERIALIZE_ANY}({{value}})",
        from_config=f"{_DESERIALIZE_ANY}({{value}})",
        takes_none=True,
        parse=_parse_object,
        parameter_names=("layer", "cell"),
        getters=("keras.layers.deserialize", _DESERIALIZE_ANY),
        serializers=("keras.layers.serialize", _SERIALIZE_ANY),
        draws=_SMALL_LAYERS,
    ),
    Kind(
        name="list[layer]",
        summary="a list of Keras layers",
        annotation="list[keras.Layer]",
        normalize="list({value})",
        to_config=f"[{_SERIALIZE_ANY}(layer) for layer in {{value}}]",
        from_config=f"[{_DESERIALIZE_ANY}(layer) for layer in {{value}}]",
        parse=_parse_object,
        parameter_names=("layers", "cells"),
        draws=ListsOf(_SMALL_LAYERS, 1, 3),
    ),
    Kind(
        name="shape",
        summary="a tuple of whole numbers",
        annotation="tuple[int, ...]",
        normalize="tuple(int(size) for size in {value})",
        # JSON has no tuple; a list in the config is the same before and after.
        to_config="list({value})",
        parse=_parse_shape,
        example="3,3",
        parameter_names=("shape",),
        draws=TuplesOf(Integers(1, 4), 1, 3),
    ),
    Kind(
        name="seed",
        summary="a seed for random operations, or none",
        annotation="int",
        normalize="int({value})",
        parse=_parse_int,
        example="7",
        parameter_names=("seed",),
        draws=Integers(0, 1000),
    ),
    Kind(
        name="dtype",
        summary="the name of a dtype",
        annotation="str",
        normalize="keras.backend.standardize_dtype({value})",
        parse=_one_of("dtype", DTYPES),
        example="float32",
        parameter_names=("_dtype",),
        draws=OneOf(("float32", "float16", "int32")),
        identifiers=DTYPES,
    ),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}


def kind_of_parameter(name: str) -> Kind | None:
    """Return the kind that a parameter's name reveals, the longest matching ending first, or None.

    Example:
        >>> kind_of_parameter("kernel_initializer").name
        'initializer'
        >>> kind_of_parameter("mystery") is None
        True
    """
    matches = [
        (len(ending), kind)
        for kind in _ALL
        for ending in kind.parameter_names
        if name == ending or name.endswith(ending if ending.startswith("_") else f"_{ending}")
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None
