"""Texts -> which files can hold a class derived from a Keras object, found without parsing; none is ever missed.

Parsing is what analysing costs, and 40 % of real layers name no class of Keras: their base is a class of their own
project, in another file. So the names of all classes and of the words in their bases are collected from all texts,
and followed from Keras's names until nothing new is found. Names are taken without regard to modules, so this finds
too much; what a file really holds is decided after parsing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Bases up to the `):` that ends them, over several lines, line continuations and type parameters included.
_CLASS = re.compile(r"class[\s\\]+(\w+)[\s\\]*(?:\[[^\]]*\])?[\s\\]*\((.{0,9999}?)\)[\s\\]*:", re.DOTALL)
# The last part of each dotted name: in `keras.layers.Layer` only `Layer` can be a class of the project.
_WORD = re.compile(r"[^\W\d]\w*\b(?![ \t]*\.[ \t]*\w)")
_RENAMED = re.compile(r" as[ \t\\]+(\w+)")
_LAST_WORD = re.compile(r"(\w+)[ \t\\]*$")


def candidates(texts: Mapping[str, str], keras_names: frozenset[str]) -> set[str]:
    """Return the keys of the texts that can hold a class derived from a Keras object.

    Args:
        texts: Anything that names a text -> the text.
        keras_names: Last parts of the names of Keras's classes.

    Example:
        >>> sorted(candidates({"a": "class A(Layer): ...", "b": "class B(A): ...", "c": "x = 1"}, frozenset({"Layer"})))
        ['a', 'b']
    """
    bases: dict[str, list[tuple[str, set[str]]]] = {}
    for key, text in texts.items():
        if "class" in text:
            found = [(match.group(1), set(_WORD.findall(match.group(2)))) for match in _CLASS.finditer(text)]
            if found:
                bases[key] = found
    derived = _derived_names(bases, texts, keras_names)
    return {key for key, found in bases.items() if any(words & derived for _, words in found)}


def _derived_names(
    bases: Mapping[str, list[tuple[str, set[str]]]], texts: Mapping[str, str], keras_names: frozenset[str]
) -> set[str]:
    """Follow names from Keras's classes to every class and second name that may come from them."""
    children: dict[str, set[str]] = {}
    words: set[str] = set()
    for found in bases.values():
        for name, named in found:
            words |= named
            for word in named:
                children.setdefault(word, set()).add(name)
    assigned = _assignment_to(words)
    for text in texts.values():
        for original, new in _second_names(text, words, assigned):
            children.setdefault(original, set()).add(new)
    derived = set(keras_names)
    pending = list(keras_names)
    while pending:
        for name in children.get(pending.pop(), ()):
            if name not in derived:
                derived.add(name)
                pending.append(name)
    return derived


def _assignment_to(words: set[str]) -> re.Pattern[str]:
    """Build the pattern of `Base = keras.layers.Layer` or `Base = New if x else Old`: another name for a class.

    A line is looked at only if it starts with a letter that a wanted name starts with, which most do not.
    """
    letters = "".join(sorted({word[0] for word in words})) or "-"
    return re.compile(rf"^[ \t]*([{re.escape(letters)}]\w*)[ \t]*(?::[^=\n]+)?=(?!=)(.*)", re.MULTILINE)


def _second_names(text: str, wanted: set[str], assigned: re.Pattern[str]) -> list[tuple[str, str]]:
    """Return (old name, new name) for every renaming in a text whose new name is used as a base somewhere."""
    found = []
    for match in _RENAMED.finditer(text):
        if match.group(1) in wanted:
            original = _LAST_WORD.search(text, max(0, match.start() - 100), match.start())
            if original:
                found.append((original.group(1), match.group(1)))
    for match in assigned.finditer(text):
        if match.group(1) in wanted:
            found += [(word, match.group(1)) for word in _WORD.findall(match.group(2))]
    return found
