"""One constructor argument: what was typed as ``name:kind[=default]``, and the code that it becomes."""

from __future__ import annotations

import re
from typing import Any

from scaffold.errors import ScaffoldError, nearest
from scaffold.generate.bounds import Bounds, read_bounds
from scaffold.generate.habits import understood
from scaffold.generate.names import check_argument_name, enum_class_of
from scaffold.kinds import KINDS, OTHER_NAMES, Kind, kind_named
from scaffold.record import Record

_NONE = "none"
_ARGUMENT = re.compile(
    r"(?P<name>[^:=]*):(?P<kind>[^=\[]*(?:\[[^=\]]*\]*)?[^=\[\]]*?\??)\s*(?:=(?P<default>.*))?", re.DOTALL
)
_OPTIONAL = re.compile(r"optional\[(?P<kind>.*)\]", re.DOTALL)
_LISTED = re.compile(r"(?P<kind>choice|enum)\[(?P<choices>.*)\]", re.DOTALL)
_BOUNDED = re.compile(r"(?P<kind>\w+)\[(?P<range>.*)\]", re.DOTALL)
# Plain words only: choices are written into the documentation of the argument too.
_PLAIN_CHOICE = re.compile(r"[A-Za-z0-9_.+-]{1,40}")
_MEMBER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_LONGEST_DOC = 500


class Argument(Record):
    """One constructor argument.

    Args:
        name: Its name, an identifier that nothing else has taken.
        kind: Its row in the table of kinds.
        required: Whether the constructor has no default for it.
        default: Its default, parsed; None where it is required, or where that is the default.
        optional: Whether None was given as its default or allowed beside it.
        choices: The texts it may be; empty for every kind but choice and enum.
        bounds: The range it is kept in; None where it has none.
        doc: What its author says about it; empty where nothing was said.
    """

    name: str
    kind: Kind
    required: bool = True
    default: Any = None
    optional: bool = False
    choices: tuple[str, ...] = ()
    bounds: Bounds | None = None
    doc: str = ""

    @property
    def enum_class(self) -> str:
        """Name of the Enum class that is written for it; empty where none is."""
        return enum_class_of(self.name) if self.kind.name == "enum" else ""

    @property
    def annotation(self) -> str:
        """Type of the parameter."""
        annotation = self.kind.annotation.format(enum=self.enum_class)
        return f"{annotation} | None" if self.optional and "None" not in annotation else annotation

    @property
    def normalized(self) -> str:
        """What the constructor stores, as an expression over the parameter."""
        value = self.kind.normalize.format(value=self.name, enum=self.enum_class)
        if self.optional and value != self.name and not self.kind.takes_none:
            return f"None if {self.name} is None else {value}"
        return value

    @property
    def config_entry(self) -> str:
        """What ``get_config`` puts into the config, as an expression over the attribute."""
        stored = f"self.{self.name}"
        value = self.kind.to_config.format(value=stored)
        if self.optional and value != stored and not self.kind.takes_none:
            return f"None if {stored} is None else {value}"
        return value

    @property
    def sample(self) -> str:
        """A small value, as an expression."""
        if self.bounds is not None:
            return repr(self.bounds.sample(self.kind.parse(self.kind.sample)))
        return self.kind.sample.format(choice=self.choices[0] if self.choices else "")


def parse_argument(text: str, doc: str = "") -> Argument:
    """Read one ``name:kind[=default]``.

    Args:
        text: As typed. A default of ``none`` makes the argument optional, as ``kind?`` and
            ``optional[kind]`` do.
        doc: What the documentation of the layer says about it.

    Returns:
        The argument.

    Raises:
        ScaffoldError: The text has another form, the kind is unknown, or the default does not fit it.

    Example:
        >>> parse_argument("rate:float[0..1]=0.1").default
        0.1
    """
    match = _ARGUMENT.fullmatch(text)
    if match is None or not match["kind"].strip():
        shown = text[:60].partition("=")[0].partition(":")[0].strip()
        raise ScaffoldError(
            f"expected name:kind or name:kind=default, got {text[:60]!r}",
            remedy=f"For example: --arg {re.sub('[^A-Za-z0-9_]', '', shown) or 'units'}:int=64.",
        )
    name = match["name"].strip()
    check_argument_name(name)
    kind_text, default_text = understood(name, match["kind"].strip(), match["default"])
    kind_text, optional = _without_optional(kind_text)
    kind, choices, bounds = _kind(name, kind_text)
    doc = checked_doc(name, doc)
    if default_text is None:
        default_text = _NONE if optional else kind.implied_default
    if default_text is None:
        return Argument(name, kind, choices=choices, bounds=bounds, doc=doc)
    # Spaces around a text are part of it.
    bare = default_text if kind.name == "str" else default_text.strip()
    if bare.lower() == _NONE and _NONE not in choices:
        return Argument(name, kind, False, None, True, choices, bounds, doc)
    default = _default(name, kind, choices, bounds, default_text)
    return Argument(name, kind, False, default, optional, choices, bounds, doc)


def _without_optional(kind_text: str) -> tuple[str, bool]:
    wrapped = _OPTIONAL.fullmatch(kind_text)
    if wrapped:
        return wrapped["kind"].strip(), True
    return kind_text.removesuffix("?").strip(), kind_text.endswith("?")


def _kind(name: str, text: str) -> tuple[Kind, tuple[str, ...], Bounds | None]:
    listed = _LISTED.fullmatch(text)
    if listed:
        return KINDS[listed["kind"]], _choices(name, listed["kind"], listed["choices"]), None
    kind = kind_named(text)
    if kind is not None and not kind.choices_required:
        return kind, (), None
    bounded = _BOUNDED.fullmatch(text)
    if bounded and bounded["kind"] in KINDS and KINDS[bounded["kind"]].bounded:
        kind = KINDS[bounded["kind"]]
        try:
            return kind, (), read_bounds(bounded["range"], kind)
        except ValueError as error:
            raise ScaffoldError(
                f"the range of {name!r} is wrong: {error}",
                remedy="An end may be left out: int[1..]. A < beside the dots leaves the end itself out: float[0..<1].",
            ) from None
    raise _unknown_kind(name, text)


def _unknown_kind(name: str, text: str) -> ScaffoldError:
    if text in ("choice", "enum"):
        return ScaffoldError(
            f"{name}:{text} does not say what can be chosen",
            remedy=f"List it: --arg {name}:{text}[sum,mean].",
        )
    bare = text.lower().partition("[")[0].strip()
    if bare in KINDS and ".." in text:
        ranged = " and ".join(kind.name for kind in KINDS.values() if kind.bounded)
        return ScaffoldError(
            f"the kind {bare!r} of argument {name!r} has no range, only {ranged} have one: {text[:60]!r}",
            remedy=f"Leave the range out: --arg {name}:{bare}.",
        )
    near = nearest(text, KINDS) if "[" in text else None
    alike = near if near is not None and near.startswith(bare) else None
    guess = alike or OTHER_NAMES.get(bare) or near or nearest(bare, KINDS)
    known = ", ".join(f"{kind.name}[a,b]" if kind.choices_required else kind.name for kind in KINDS.values())
    hint = ""
    if guess:
        kind = KINDS[guess]
        shown = f"{name}:{guess}{'[sum,mean]' if kind.choices_required else ''}"
        example = f"={kind.example}" if kind.example else ""
        hint = f"Did you mean '{shown}'? For example: --arg '{shown}{example}'. "
    return ScaffoldError(
        f"unknown kind {text[:60]!r} of argument {name!r}",
        remedy=f"{hint}Kinds: {known}. `scaffold kinds` shows each with an example.",
    )


def _choices(name: str, kind: str, text: str) -> tuple[str, ...]:
    choices = tuple(choice.strip() for choice in text.split(","))
    pattern, what = (
        (_PLAIN_CHOICE, "letters, digits and . _ + -")
        if kind == "choice"
        else (_MEMBER, "letters, digits and _ that start with a letter")
    )
    for choice in choices:
        if not pattern.fullmatch(choice):
            raise ScaffoldError(
                f"expected choices of {what} for {name!r}, got {choice[:60]!r}",
                remedy=f"For example: --arg {name}:{kind}[sum,mean]. Take the kind 'str' for free text.",
            )
    spellings = {choice.upper() for choice in choices} if kind == "enum" else set(choices)
    if len(spellings) != len(choices):
        raise ScaffoldError(f"a choice of {name!r} is listed twice: {text[:60]}", remedy="List each once.")
    return choices


def _default(name: str, kind: Kind, choices: tuple[str, ...], bounds: Bounds | None, text: str) -> Any:
    try:
        value = kind.parse(_bare_choice(text, choices) if choices else text)
    except ValueError as error:
        raise ScaffoldError(f"the default of {name}:{kind.name} is wrong: {error}") from None
    if choices and value not in choices:
        guess = nearest(text, choices)
        raise ScaffoldError(
            f"the default of {name}:{kind.name} is wrong: expected one of {', '.join(choices)}, got {text[:60]!r}",
            remedy=f"Did you mean {guess!r}?" if guess else "",
        )
    if bounds is not None and not bounds.holds(value):
        raise ScaffoldError(
            f"the default of {name!r} is outside its range: expected a value {bounds}, got {text[:60]!r}"
        )
    return value


def _bare_choice(text: str, choices: tuple[str, ...]) -> str:
    """Take quotes off, which no choice has: ``Literal["sum"]="sum"`` is how Python would write it."""
    bare = text.strip()
    return bare[1:-1] if bare[1:-1] in choices and bare[0] == bare[-1] and bare[0] in "\"'" else bare


def checked_doc(name: str, doc: str) -> str:
    """Return what is said about an argument, on one line; a docstring cannot hold everything.

    Raises:
        ScaffoldError: It is too long, or holds what would end the docstring or cannot be seen.

    Example:
        >>> checked_doc("units", " number of outputs ")
        'number of outputs'
    """
    text = " ".join(doc.split())
    # A line that begins with >>> is run by whoever tests the examples of docstrings.
    wrong = next((part for part in ('"""', "\\", ">>>") if part in text), "")
    wrong = wrong or next((character for character in text if not character.isprintable()), "")
    if wrong or text.endswith('"'):
        raise ScaffoldError(
            f"the documentation of {name!r} holds {wrong or chr(34)!r}, which would not stand in a docstring as it is",
            remedy="Say it in plain words.",
        )
    if len(text) > _LONGEST_DOC:
        raise ScaffoldError(
            f"the documentation of {name!r} has {len(text)} characters, more than {_LONGEST_DOC}",
            remedy="Say the rest in the docstring of the class.",
        )
    return text
