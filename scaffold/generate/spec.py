"""What was asked for: the words of the command line, validated and frozen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scaffold.errors import ScaffoldError, nearest
from scaffold.generate.names import check_argument_name, check_package, class_name_of, module_name_of
from scaffold.kinds import KINDS, OTHER_NAMES, Kind

_NONE = "none"
_ARGUMENT = re.compile(
    r"(?P<name>[^:=]*):(?P<kind>[^=\[]*(?:\[[^\]]*\]*)?\s*\??)\s*(?:=(?P<default>.*))?", re.DOTALL
)
_OPTIONAL = re.compile(r"optional\[(?P<kind>.*)\]", re.DOTALL)
_CHOICE = re.compile(r"choice\[(?P<choices>.*)\]", re.DOTALL)
# Plain words only: choices are written into the documentation of the argument too.
_PLAIN_CHOICE = re.compile(r"[A-Za-z0-9_.+-]{1,40}")


@dataclass(frozen=True, slots=True)
class Argument:
    """One constructor argument.

    Args:
        name: Its name, an identifier that nothing else has taken.
        kind: Its row in the table of kinds.
        required: Whether the constructor has no default for it.
        default: Its default, parsed; None where it is required, or where that is the default.
        optional: Whether None was given as its default or allowed beside it.
        choices: The texts it may be; empty for every kind but choice.
    """

    name: str
    kind: Kind
    required: bool = True
    default: Any = None
    optional: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One layer to write.

    Args:
        class_name: Name of the class, in CamelCase.
        module: Name of its module, in snake_case: also the name of the file.
        package: Package it is registered under.
        arguments: Its constructor arguments, those without a default first.
    """

    class_name: str
    module: str
    package: str
    arguments: tuple[Argument, ...]


def layer_spec(name: str, arguments: Sequence[str], package: str) -> LayerSpec:
    """Validate what was typed.

    Args:
        name: Name of the layer, as typed.
        arguments: The texts after ``--arg``, each ``name:kind`` or ``name:kind=default``.
        package: Package to register the layer under.

    Returns:
        The specification. Arguments without a default come first, otherwise in the order given.

    Raises:
        ScaffoldError: Something is wrong; the message says what was expected.

    Example:
        >>> spec = layer_spec("GatedDense", ["rate:float=0.1", "units:int"], "my_layers")
        >>> [argument.name for argument in spec.arguments]
        ['units', 'rate']
    """
    class_name = class_name_of(name)
    check_package(package)
    parsed = [parse_argument(text) for text in arguments]
    names = [argument.name for argument in parsed]
    for argument_name in names:
        if names.count(argument_name) > 1:
            raise ScaffoldError(
                f"the argument {argument_name!r} is given {names.count(argument_name)} times",
                remedy="Give each argument once.",
            )
    in_order = sorted(parsed, key=lambda argument: not argument.required)
    return LayerSpec(class_name, module_name_of(class_name), package, tuple(in_order))


def parse_argument(text: str) -> Argument:
    """Read one ``name:kind[=default]``.

    Args:
        text: As typed. A default of ``none`` makes the argument optional, as ``kind?`` and
            ``optional[kind]`` do.

    Returns:
        The argument.

    Raises:
        ScaffoldError: The text has another form, the kind is unknown, or the default does not fit it.

    Example:
        >>> parse_argument("rate:float=0.1").default
        0.1
    """
    match = _ARGUMENT.fullmatch(text)
    if match is None:
        shown = text[:60].partition("=")[0].strip() or "units"
        raise ScaffoldError(
            f"expected name:kind or name:kind=default, got {text[:60]!r}",
            remedy=f"For example: --arg {re.sub('[^A-Za-z0-9_]', '', shown) or 'units'}:int=64.",
        )
    name, kind_text, default_text = match["name"].strip(), match["kind"].strip(), match["default"]
    check_argument_name(name)
    kind_text, optional = _without_optional(kind_text)
    kind, choices = _kind(name, kind_text)
    if default_text is None:
        default_text = _NONE if optional else kind.implied_default
    if default_text is None:
        return Argument(name, kind, choices=choices)
    # Spaces around a text are part of it.
    bare = default_text if kind.name == "str" else default_text.strip()
    if bare.lower() == _NONE and _NONE not in choices:
        return Argument(name, kind, required=False, optional=True, choices=choices)
    return Argument(name, kind, False, _default(name, kind, choices, default_text), optional, choices)


def _without_optional(kind_text: str) -> tuple[str, bool]:
    wrapped = _OPTIONAL.fullmatch(kind_text)
    if wrapped:
        return wrapped["kind"].strip(), True
    return kind_text.removesuffix("?").strip(), kind_text.endswith("?")


def _kind(name: str, text: str) -> tuple[Kind, tuple[str, ...]]:
    listed = _CHOICE.fullmatch(text)
    if listed:
        return KINDS["choice"], _choices(name, listed["choices"])
    if text in KINDS and not KINDS[text].choices_required:
        return KINDS[text], ()
    if text == "choice":
        raise ScaffoldError(
            f"{name}:choice does not say what can be chosen",
            remedy=f"List it: --arg {name}:choice[sum,mean].",
        )
    bare = text.lower().partition("[")[0].strip()
    guess = OTHER_NAMES.get(bare) or nearest(text, KINDS)
    known = ", ".join(kind.name if not kind.choices_required else "choice[a,b]" for kind in KINDS.values())
    hint = f"Did you mean '{name}:{guess}'? " if guess else ""
    raise ScaffoldError(f"unknown kind {text[:60]!r} of argument {name!r}", remedy=f"{hint}Kinds: {known}.")


def _choices(name: str, text: str) -> tuple[str, ...]:
    choices = tuple(choice.strip() for choice in text.split(","))
    for choice in choices:
        if not _PLAIN_CHOICE.fullmatch(choice):
            raise ScaffoldError(
                f"expected choices of letters, digits and . _ + - for {name!r}, got {choice[:60]!r}",
                remedy=f"For example: --arg {name}:choice[sum,mean]. Take the kind 'str' for free text.",
            )
    if len(set(choices)) != len(choices):
        raise ScaffoldError(f"a choice of {name!r} is listed twice: {text[:60]}", remedy="List each once.")
    return choices


def _default(name: str, kind: Kind, choices: tuple[str, ...], text: str) -> Any:
    try:
        value = kind.parse(text)
    except ValueError as error:
        raise ScaffoldError(f"the default of {name}:{kind.name} is wrong: {error}") from None
    if choices and value not in choices:
        guess = nearest(text, choices)
        raise ScaffoldError(
            f"the default of {name}:choice is wrong: expected one of {', '.join(choices)}, got {text[:60]!r}",
            remedy=f"Did you mean {guess!r}?" if guess else "",
        )
    return value
