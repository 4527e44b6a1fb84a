"""Texts -> which functions a class of Keras may call; nothing is parsed, and too many are found rather than too few."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from scaffold.pattern import pattern
from scaffold.source.index import Outline

# What begins a line: a definition, or a statement that ends the one before.
_TOP = pattern(
    r"^(?:(?P<kind>class|def|async[ \t]+def)[ \t]+(?P<name>\w+)"
    r"|[\w.]+[ \t]*[=(]|(?:if|for|while|with)\b.*:|try:|(?:from|import)[ \t]|@\w)",
    re.MULTILINE,
)
_IMPORTING = pattern(r"\bimport\b.*(?<![\w.])$")
_LISTED = pattern(r"(?: as \w+)?[ \t]*(?:,|\)|[\r\n])")
# So many functions that call each other are not followed to their end.
_MOST = 200


class KnownText(NamedTuple):
    """A text and its outline."""

    text: str
    outline: Outline


def may_be_called_by_class(
    name: str, home: str, texts: Mapping[str, KnownText], derived: frozenset[str]
) -> bool:
    """Tell whether a class derived from a Keras object may call a function, directly or through other functions.

    Args:
        name: What the function is called.
        home: The key of the text that defines it.
        texts: The texts that may know it.
        derived: Names that a class derived from a Keras object may have among its bases.
    """
    seen = {(name, home)}
    pending = [(name, home)]
    while pending:
        wanted, defined = pending.pop()
        for key, (text, outline) in texts.items():
            if wanted not in text or (key != defined and not _imports(text, wanted)):
                continue
            classes = {cls for cls, words in outline.classes if not derived.isdisjoint(words)}
            for kind, caller in _callers(wanted, text):
                if kind == "class" and caller in classes:
                    return True
                if kind != "class" and (caller, key) not in seen:
                    seen.add((caller, key))
                    pending.append((caller, key))
        if len(seen) > _MOST:
            return True
    return False


def _imports(text: str, name: str) -> bool:
    """Tell whether a text may import a function, or the module or package that it is in."""
    prefixes = set()
    for match in re.finditer(rf"{name}\b", text):
        start = match.start()
        before = text[text.rfind("\n", 0, start) + 1 : start]
        if _IMPORTING.search(before):
            return True
        if not before.strip(" \t(") and _LISTED.match(text, match.end()):
            return True  # one of several lines of an import
        if before.endswith("."):
            prefixes.add(before[:-1].rpartition(" ")[2].rpartition("(")[2].rpartition(".")[2])
    return any(prefix and re.search(rf"import\b[^\n]*\b{re.escape(prefix)}\b", text) for prefix in prefixes)


def _callers(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield kind and name of the definitions at the top of a text in whose bodies a word stands."""
    words = {name, *re.findall(rf"{name} as (\w+)", text)}
    places = [match.start() for word in words for match in re.finditer(rf"{word}\b", text)]
    opened = [(match.start(), match["kind"], match["name"]) for match in _TOP.finditer(text)]
    opened.append((len(text) + 1, "", ""))
    for (start, kind, caller), (end, _, _) in pairwise(opened):
        if kind and caller != name and any(start < place < end for place in places):
            yield kind, caller
