"""The one table of argument kinds: generator, linter and checker know a kind from here alone."""

from __future__ import annotations

import ast
import sys
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
        from_config_when: The condition under which it must be done: an entry that already is what the
            constructor takes is left alone.
        takes_none: Whether ``normalize`` and ``to_config`` accept None by themselves.
        parse: Turns the text of a default into its value; raises ValueError saying what was expected.
        example: A default, as it would be typed; empty where the kind has no default but ``none``.
        sample: A value as a Python expression, for a test or an example that must pass one.
        implied_default: The default where none is typed; None where the argument is required then.
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
    from_config_when: str = ""
    takes_none: bool = False
    parse: Parser
    example: str = ""
    sample: str
    implied_default: str | None = None
    parameter_names: tuple[str, ...] = ()
    getters: tuple[str, ...] = ()
    serializers: tuple[str, ...] = ()
    draws: Draws = field(default_factory=Nothing)
    identifiers: tuple[str, ...] = ()
    choices_required: bool = False


def _literal(text: str) -> Any:
    """Return the Python literal that ``text`` is, or None; never evaluates anything else."""
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None


def _shown(text: str) -> str:
    """Quote what was typed, shortened: a message is read, not scrolled."""
    return repr(text if len(text) <= 60 else f"{text[:57]}...")


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _parse_int(text: str) -> int:
    value = _literal(text)
    if not _is_int(value):
        raise ValueError(f"expected a whole number such as 64, got {_shown(text)}")
    return int(value)


def _parse_float(text: str) -> float:
    value = _literal(text)
    if not _is_int(value) and not isinstance(value, float):
        raise ValueError(f"expected a number such as 0.1, got {_shown(text)}")
    if not abs(value) <= sys.float_info.max:
        raise ValueError(f"expected a finite number such as 0.1, got {_shown(text)}: JSON cannot carry it")
    return float(value)


def _parse_bool(text: str) -> bool:
    known = {"true": True, "false": False}
    if text.strip().lower() not in known:
        raise ValueError(f"expected true or false, got {_shown(text)}")
    return known[text.strip().lower()]


def _parse_str(text: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("expected text in UTF-8, got bytes that are none")
    return text


def _parse_shape(text: str) -> tuple[int, ...]:
    value = _literal(text) if text.strip() else ()
    sizes = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    if not all(map(_is_int, sizes)):
        raise ValueError(f"expected whole numbers separated by commas such as 3,3, got {_shown(text)}")
    return sizes


def _parse_object(text: str) -> None:
    raise ValueError(f"expected none, got {_shown(text)}: a layer object cannot be a default")


def _one_of(what: str, names: tuple[str, ...]) -> Parser:
    def parse(text: str) -> str:
        if text in names:
            return text
        guess = nearest(text, names)
        hint = f"did you mean {guess!r}?" if guess else f"known: {', '.join(names)}"
        raise ValueError(f"expected the name of a Keras {what}, got {_shown(text)}; {hint}")

    return parse


# Names accepted by `keras.<module>.get` on Keras 3.15.1, aliases left out; a test compares them with the
# installed Keras. Left out too: activations that change the shape (glu) or need arguments (threshold).
ACTIVATIONS = (
    "relu", "tanh", "sigmoid", "gelu", "elu", "selu", "silu", "softplus", "softsign", "leaky_relu", "mish",
    "hard_sigmoid", "exponential", "linear", "softmax", "log_softmax", "relu6", "celu", "swish", "hard_silu",
    "hard_swish", "hard_shrink", "hard_tanh", "log_sigmoid", "soft_shrink", "sparse_plus", "sparse_sigmoid",
    "sparsemax", "squareplus", "tanh_shrink",
)  # fmt: skip
INITIALIZERS = (
    "glorot_uniform", "glorot_normal", "he_normal", "he_uniform", "lecun_normal", "lecun_uniform", "zeros",
    "ones", "random_normal", "random_uniform", "truncated_normal", "variance_scaling", "orthogonal",
    "identity",
)  # fmt: skip
REGULARIZERS = ("l2", "l1", "l1l2", "orthogonal_regularizer")
CONSTRAINTS = ("non_neg", "max_norm", "unit_norm", "min_max_norm")
DTYPES = (
    "float32", "float16", "bfloat16", "float64", "int8", "int16", "int32", "int64",
    "uint8", "uint16", "uint32", "uint64", "bool",
)  # fmt: skip

# Those of them that Keras applies to matrices only: a vector of weights cannot have them.
MATRIX_ONLY = frozenset({"orthogonal", "identity", "orthogonal_regularizer"})

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
        sample=f'"{identifiers[0]}"',
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
        sample="4",
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
        sample="0.5",
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
        sample="True",
        parameter_names=("use_bias",),
        draws=OneOf((False, True)),
    ),
    # Free text is never drawn: a string may be a file name.
    Kind(
        name="str",
        summary="a text",
        annotation="str",
        parse=_parse_str,
        example="text",
        sample='"text"',
    ),
    Kind(
        name="choice",
        summary="one of the texts in brackets: choice[sum,mean]",
        annotation="str",
        parse=_parse_str,
        example="sum",
        sample='"{choice}"',
        choices_required=True,
    ),
    _keras_module_kind("activation", "activations", "str | Callable[..., Any] | None", ACTIVATIONS),
    _keras_module_kind("initializer", "initializers", "str | keras.Initializer | None", INITIALIZERS),
    _keras_module_kind("regularizer", "regularizers", "str | keras.Regularizer | None", REGULARIZERS),
    _keras_module_kind("constraint", "constraints", "str | keras.constraints.Constraint | None", CONSTRAINTS),
    Kind(
        name="layer",
        summary="a Keras layer",
        annotation="keras.layers.Layer",
        to_config=f"{_SERIALIZE_ANY}({{value}})",
        from_config=f"{_DESERIALIZE_ANY}({{value}})",
        from_config_when="isinstance({value}, dict)",
        takes_none=True,
        parse=_parse_object,
        sample="keras.layers.Dense(4)",
        parameter_names=("layer", "cell"),
        getters=("keras.layers.deserialize", _DESERIALIZE_ANY),
        serializers=("keras.layers.serialize", _SERIALIZE_ANY),
        draws=_SMALL_LAYERS,
    ),
    Kind(
        name="list[layer]",
        summary="a list of Keras layers",
        annotation="list[keras.layers.Layer]",
        normalize="list({value})",
        to_config=f"[{_SERIALIZE_ANY}(layer) for layer in {{value}}]",
        from_config=(
            f"[{_DESERIALIZE_ANY}(layer) if isinstance(layer, dict) else layer for layer in {{value}}]"
        ),
        from_config_when="isinstance({value}, list)",
        parse=_parse_object,
        sample="[keras.layers.Dense(4), keras.layers.Dense(4)]",
        parameter_names=("layers", "cells"),
        getters=("keras.layers.deserialize", _DESERIALIZE_ANY),
        serializers=("keras.layers.serialize", _SERIALIZE_ANY),
        draws=ListsOf(_SMALL_LAYERS, 1, 3),
    ),
    Kind(
        name="shape",
        summary="a tuple of whole numbers",
        annotation="tuple[int, ...]",
        normalize="tuple(map(int, {value}))",
        # JSON has no tuple; a list in the config is the same before and after.
        to_config="list({value})",
        parse=_parse_shape,
        example="3,3",
        sample="(3, 3)",
        parameter_names=("shape",),
        draws=TuplesOf(Integers(1, 4), 1, 3),
    ),
    Kind(
        name="seed",
        summary="a seed of random operations (default: none)",
        annotation="int",
        normalize="int({value})",
        parse=_parse_int,
        example="7",
        sample="7",
        implied_default="none",
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
        sample='"float32"',
        parameter_names=("_dtype",),
        draws=OneOf(("float32", "float16", "int32")),
        identifiers=DTYPES,
    ),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}

# What other libraries call a kind -> the kind, so that a message can name it.
OTHER_NAMES = {
    "integer": "int", "number": "float", "double": "float", "boolean": "bool", "string": "str", "text": "str",
    "enum": "choice", "literal": "choice", "function": "activation", "tuple": "shape", "list": "list[layer]",
    "layers": "list[layer]",
}  # fmt: skip


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
