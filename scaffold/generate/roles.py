"""What an argument is to a layer, told by its kind and its name: its width, its rate of dropout, its vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from scaffold.generate.arguments import Argument

# Names of a whole number that say how many features come out.
_WIDTHS = re.compile(r"(?:\w+_)?(?:units|features|filters|channels|dim|width)")
# Names of a number that say how much is dropped in training; a learning_rate or dilation_rate is no such.
_DROPOUTS = re.compile(r"rate|(?:\w+_)?drop(?:out)?(?:_rate|_prob)?")
_FACTORS = re.compile(r"(?:\w+_)?(?:scale|factor|gain|multiplier)")
_BIAS_SWITCHES = ("use_bias", "bias")
WEIGHT_KINDS = ("initializer", "regularizer", "constraint")
LAYER_KINDS = ("layer", "list[layer]", "dict[layer]")


def is_width(argument: Argument) -> bool:
    """Return whether an argument says how many features come out."""
    if argument.kind.name != "int" or argument.optional or not _WIDTHS.fullmatch(argument.name):
        return False
    if argument.bounds is not None and argument.bounds.high is not None and argument.bounds.high < 2:
        return False
    return argument.required or argument.default >= 1


def is_dropout(argument: Argument) -> bool:
    """Return whether an argument says how much is dropped in training."""
    if argument.kind.name != "float" or argument.optional or not _DROPOUTS.fullmatch(argument.name):
        return False
    bounds = argument.bounds
    if bounds is not None and not (
        bounds.low is not None and bounds.low >= 0 and bounds.high is not None and bounds.high <= 1
    ):
        return False
    return argument.required or 0 <= argument.default < 1


def is_factor(argument: Argument) -> bool:
    """Return whether an argument is what the outputs are multiplied by."""
    return argument.kind.name == "float" and not argument.optional and bool(_FACTORS.fullmatch(argument.name))


def is_bias_switch(argument: Argument) -> bool:
    """Return whether an argument says if there is a bias."""
    return argument.kind.name == "bool" and argument.name in _BIAS_SWITCHES


def _has_weights(argument: Argument) -> bool:
    return is_width(argument) or argument.kind.name in WEIGHT_KINDS or is_bias_switch(argument)


# What a template may ask for by another word than the name of an argument.
_BY_MEANING: Mapping[str, Callable[[Argument], bool]] = {
    "width": is_width,
    "rate": is_dropout,
    "weights": _has_weights,
    "layers": lambda argument: argument.kind.name in LAYER_KINDS,
    "seed": lambda argument: argument.kind.name == "seed",
    "vocabulary": lambda argument: argument.kind.name == "vocabulary",
    "activation": lambda argument: argument.kind.name == "activation" and argument.name == "activation",
}


# What Keras takes None for: these may be None in whatever a template computes.
_MAY_BE_NONE = ("activation", *WEIGHT_KINDS, "seed", "bool")


def find_role(
    role: str, like: Argument | None, arguments: Sequence[Argument], *, needed: bool = False
) -> Argument | None:
    """Return the first argument that has a role.

    Args:
        role: A word of the table above, or the name of an argument.
        like: The kind and the choices that an argument of that name must have; None where any will do.
        arguments: The arguments.
        needed: Whether a template cannot do without it, so that it must not be None.

    Returns:
        The argument, or None.
    """
    has_role = _BY_MEANING.get(role)
    for argument in arguments:
        if has_role is not None:
            if has_role(argument):
                return argument
        elif argument.name == role and (like is None or _is_like(argument, like)):
            computed = needed or (like is not None and like.kind.name not in _MAY_BE_NONE)
            return None if computed and argument.optional else argument
    return None


def _is_like(argument: Argument, like: Argument) -> bool:
    return argument.kind.name == like.kind.name and set(argument.choices) == set(like.choices)
