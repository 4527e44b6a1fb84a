"""What a docstring says about a constructor argument: its type, its choices, its examples."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from scaffold.draws import Draws, Floats, Integers, ListsOf, Nothing, OneOf, TuplesOf
from scaffold.roundtrip.signature import Argument

# Where the next argument begins: `rate:`, `rate (float):`.
_NEXT = r"\s*`?\w+`?\s*(?:\([^)]*\))?:"


def documentation_of(argument: Argument) -> str:
    """Return what the class says about the argument: from its name to the next argument's."""
    of_class, of_constructor = (
        inspect.getdoc(documented) or ""
        for documented in (argument.owner, argument.owner.__dict__["__init__"])
    )
    text = f"{of_class}\n{of_constructor}"
    found = re.search(
        rf"^\s*`?{re.escape(argument.name)}`?\s*(?:\(([^)]*)\))?:(.*(?:\n(?!{_NEXT}).*)*)", text, re.M
    )
    # `units (int): ...` says the type before the colon.
    return f"{found[1] or ''} {found[2]}".lstrip() if found else ""


def documented_choices(argument: Argument) -> Iterator[str]:
    """Yield every word in quotes that is said about the argument."""
    words = re.findall(r"[`\"']{1,2}([A-Za-z][A-Za-z0-9_]*)[`\"']{1,2}", documentation_of(argument))
    yield from (word for word in words if word not in ("None", "True", "False"))


_QUALIFIERS = r"\s*(?:(?:an?|the|optional|positive|non-negative|python|required|single)[\s,.]+)*"
_DOCUMENTED_TYPES: tuple[tuple[re.Pattern[str], Draws], ...] = tuple(
    (re.compile(_QUALIFIERS + pattern, re.I), draws)
    for pattern, draws in (
        (r"(?:whether|bool)", OneOf((False, True))),
        (r"(?:tuple|list|sequence|pair) of (?:two|2) (?:float|number)", TuplesOf(Floats(0.0, 1.0), 2, 2)),
        (r"(?:tuple|list|sequence|pair) of (?:two|2) int", TuplesOf(Integers(1, 4), 2, 2)),
        (r"(?:tuple|list|sequence|pair) of (?:three|3) int", TuplesOf(Integers(1, 4), 3, 3)),
        (r"(?:tuple|list|sequence) of (?:float|number)", ListsOf(Floats(0.0, 1.0), 1, 3)),
        (r"(?:tuple|list|sequence) of int", ListsOf(Integers(1, 4), 1, 3)),
        (r"(?:tuple|list|sequence)\[int", ListsOf(Integers(1, 4), 1, 3)),
        (r"(?:tuple|list|sequence)\[float", ListsOf(Floats(0.0, 1.0), 1, 3)),
        (r"(?:int\b|integer)", Integers(1, 8)),
        (r"float\b", Floats(0.0, 1.0)),
    )
)


def draws_from_documentation(argument: Argument) -> Draws:
    """Return what the docstring says the argument takes; Nothing where it does not say.

    Args:
        argument: The constructor argument.
    """
    text = documentation_of(argument)
    for pattern, draws in _DOCUMENTED_TYPES:
        if pattern.match(text):
            return draws
    choices = re.search(r"\b(?:one of|either|can be|must be|supports?|among)\b([^.]*)", text, re.I)
    named = (
        tuple(dict.fromkeys(re.findall(r"[\"']([A-Za-z][A-Za-z0-9_]*)[\"']", choices[1]))) if choices else ()
    )
    return OneOf(named) if named else Nothing()
