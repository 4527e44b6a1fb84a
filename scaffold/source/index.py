"""Texts -> which files can hold a class derived from a Keras object, found without parsing; none is ever missed.

Parsing is what analysing costs, and 40 % of real layers name no class of Keras: their base is a class of their own
project, in another file. So the names of all classes and of the words in their bases are collected from all texts,
and followed from Keras's names until nothing new is found. Names are taken without regard to modules, so this finds
too much; what a file really holds is decided after parsing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scaffold.pattern import pattern
from scaffold.source.frameworks import Theirs, imports_other_framework, theirs_in, words_not_theirs
from scaffold.source.offered import offered_by

_OPENING = pattern(r"class[\s\\]+\w+[\s\\]*[\[(]")
# Bases up to the `):` that ends them, over several lines, line continuations and type parameters included.
_CLASS = pattern(r"class[\s\\]+(\w+)[\s\\]*(?:\[[^\]]*\])?[\s\\]*\((.{0,9999}?)\)[\s\\]*:", re.DOTALL)
# The last part of each dotted name: in `keras.layers.Layer` only `Layer` can be a class of the project.
_WORD = pattern(r"[^\W\d]\w*\b(?![ \t]*\.[ \t]*\w)")
# `with open(x) as file:` and `except Error as error:` end in a colon, an import never does.
_RENAMED = pattern(r" as[ \t\\]+(\w+)\b(?!:)")
_LAST_WORD = pattern(r"(\w+)[ \t\\]*$")
# The end of `Base = keras.layers.Layer`, or the first part of `Base = New if x else Old`.
# Constants have no other names.
_ASSIGNED = pattern(r"=[ (]*(?!None\b|True\b|False\b|[\d.])([\w.]+)[ )]*(?:[\n\r#;\\]|if[ (]|$)")
_NAME = pattern(r"[ \t]*(\w+)[ \t]*(?::[^=]*)?$")

# Arguments by which a layer is given a function, a lambda or something of its own name: `activation=swish`.
# One pattern for each word: what begins with a literal is found ten times as fast as one of several.
_GIVEN = tuple(
    pattern(
        rf"{word}\s*=\s*(?!(?:\w+_)?{word}\b|None\b|True\b|False\b)"
        r"(?!(?:self|tf|keras|tf_keras|K|ops|config|activations|initializers|regularizers|constraints)\b)"
        r"(?:lambda\b|([^\W\d]\w*)(?:\.\w+)*\s*[,)])"
    )
    for word in ("activation", "initializer", "regularizer", "constraint", "standardize", "split")
)
_ACTIVATION = pattern(
    r"Activation\(\s*(?:lambda\b|(?!activation\b|None\b|self\b|tf\b)([^\W\d]\w*)(?:\.\w+)*\s*[,)])"
)
_SECOND = pattern(r"Dense\(\s*[\w.]+,\s*(?!activation\b)([^\W\d]\w*)\s*[,)]")
_LAMBDA = pattern(r"Lambda\(\s*(?!self\b|tf\b|K\b)[^\W\d]")

_CONFIGURES = ("get_config", "from_config", "serializable")

# A comment that names a code of ours.
_SILENCING = pattern(r"noqa[^\n]*\bKS[0-9]", re.IGNORECASE)

Names = Mapping[str, set[str]]


class Outline(NamedTuple):
    """What a text says at a glance.

    Args:
        classes: Name and words of the bases of every class that has bases, in order; bases that are certainly of
            another framework left out, where the text is foreign.
        renamed: (name, other name) where a name may have become another name.
        foreign: Whether it works with another framework and does not name Keras.
        silencing: Whether it may hold a comment that silences findings.
        offered: Names of what it may give to Keras otherwise than by a decorator.
        builds: Whether it may build a model and give a layer of it a function.
        configures: Whether its classes may write or read configs, or be registered.
        trusting: Whether it may tell Keras to load what is unsafe.
    """

    classes: tuple[tuple[str, tuple[str, ...]], ...]
    renamed: tuple[tuple[str, str], ...]
    foreign: bool
    silencing: bool
    offered: tuple[str, ...]
    builds: bool
    configures: bool
    trusting: bool


def outline(text: str) -> Outline:
    """Return the outline of a text.

    Example:
        >>> outline("from x import A as B\\nclass C(B, abc.ABC): ...").classes
        (('C', ('B', 'ABC')),)
    """
    keras = "keras" in text
    foreign = not keras and imports_other_framework(text)
    assigned = _assigned(text)
    theirs = theirs_in(text, (name for _, name in assigned)) if foreign else {}
    classes = _classes(text, theirs) if "class" in text else ()
    silencing = _SILENCING.search(text) is not None if "noqa" in text or "NOQA" in text else False
    return Outline(
        classes=classes,
        renamed=tuple(dict.fromkeys([*_renamed(text), *assigned])),
        foreign=foreign,
        silencing=silencing,
        offered=offered_by(text),
        builds=keras and _builds(text),
        configures=bool(classes) and any(word in text for word in _CONFIGURES),
        trusting=keras and ("safe_mode" in text or "unsafe_deserialization" in text),
    )


def _classes(text: str, theirs: Theirs) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the classes of a text; a class that derives from theirs alone is theirs."""
    found = []
    for opening in _OPENING.finditer(text):
        start = opening.start()
        before = text[text.rfind("\n", 0, start) + 1 : start].rpartition("\r")[2]
        # A class statement begins its line; a text about a class does not.
        if not before.strip(" \t\f\\") and (match := _CLASS.match(text, start)):
            name, bases = match.groups()
            if theirs:
                words = words_not_theirs(bases, theirs)
                theirs[name] = theirs.get(name, True) and not words
            else:
                words = tuple(_WORD.findall(bases))
            found.append((name, words))
    return tuple(found)


def _renamed(text: str) -> list[tuple[str, str]]:
    """Return what an import gives another name."""
    found = []
    for match in _RENAMED.finditer(text):
        start = match.start()
        before = text[max(0, start - 60) : start]
        original = before.rpartition(" ")[2].rpartition(".")[2]
        if not original.isidentifier():
            last = _LAST_WORD.search(before)
            if last is None:
                continue
            original = last.group(1)
        found.append((original, match.group(1)))
    return found


def _assigned(text: str) -> list[tuple[str, str]]:
    """Return what an assignment gives another name."""
    found = []
    for match in _ASSIGNED.finditer(text):
        start = match.start()
        target = text[text.rfind("\n", 0, start) + 1 : start]
        name = target.strip(" \t")
        if not name.isidentifier():
            # Most are attributes and keywords: `self.x = x`.
            annotated = _NAME.match(target) if ":" in target else None
            if annotated is None:
                continue
            name = annotated.group(1)
        value, end = match.group(1), match.end()
        found.append((value.rpartition(".")[2], name))
        if text[end - 1] in " (":
            line_end = text.find("\n", end)
            found += [(word, name) for word in _WORD.findall(text[end : line_end if line_end >= 0 else None])]
    return found


def _builds(text: str) -> bool:
    if "Model(" not in text and "Sequential(" not in text:
        return False
    return _LAMBDA.search(text) is not None or any(
        given[1] is None or _is_function_of(text, given[1])
        for searched in (*_GIVEN, _ACTIVATION, _SECOND)
        for given in searched.finditer(text)
    )


def _is_function_of(text: str, name: str) -> bool:
    """Tell whether a name may be that of a function, a lambda or a module with functions."""
    return (
        f"def {name}(" in text
        or re.search(rf"import\b[^\n]*\b{name}\b|^\s*{name}(?:,| *= *lambda\b)", text, re.M) is not None
    )


def subclasses_in(outlines: Iterable[Outline]) -> dict[str, set[str]]:
    """Return for every name the names of the classes that name it as a base."""
    subclasses: dict[str, set[str]] = {}
    for found in outlines:
        for name, words in found.classes:
            for word in words:
                subclasses.setdefault(word, set()).add(name)
    return subclasses


def other_names_in(outlines: Iterable[Outline], bases: Iterable[str]) -> dict[str, set[str]]:
    """Return for every name the other names that it may have got, as far as somebody derives from them.

    Args:
        outlines: All outlines.
        bases: The names that somebody derives from.
    """
    origins: dict[str, set[str]] = {}
    for found in outlines:
        for old, new in found.renamed:
            if old != new:
                origins.setdefault(new, set()).add(old)
    others: dict[str, set[str]] = {}
    pending = list(bases)
    while pending:
        name = pending.pop()
        for old in origins.pop(name, ()):
            others.setdefault(old, set()).add(name)
            # It may have been renamed once more; what has no capital is then a variable.
            if not old.islower():
                pending.append(old)
    return others


def descending_from(names: Iterable[str], *steps: Names) -> frozenset[str]:
    """Return the names and everything that the steps lead to from them.

    Example:
        >>> sorted(descending_from({"Layer"}, {"Layer": {"A"}, "A": {"B"}, "C": {"D"}}))
        ['A', 'B', 'Layer']
    """
    derived = set(names)
    pending = list(derived)
    while pending:
        name = pending.pop()
        for step in steps:
            for reached in step.get(name, ()):
                if reached not in derived:
                    derived.add(reached)
                    pending.append(reached)
    return frozenset(derived)


def names_any(found: Outline, names: frozenset[str]) -> bool:
    """Tell whether a class of an outline has one of the names among its bases."""
    return any(not names.isdisjoint(words) for _, words in found.classes)


def candidates(texts: Mapping[str, str], keras_names: frozenset[str]) -> set[str]:
    """Return the keys of the texts that can hold a class derived from a Keras object.

    Args:
        texts: Anything that names a text -> the text.
        keras_names: Last parts of the names of Keras's classes.

    Example:
        >>> sorted(candidates({"a": "class A(Layer): ...", "b": "class B(A): ...", "c": "x = 1"}, frozenset({"Layer"})))
        ['a', 'b']
    """
    outlines = {key: outline(text) for key, text in texts.items()}
    subclasses = subclasses_in(outlines.values())
    derived = descending_from(keras_names, subclasses, other_names_in(outlines.values(), subclasses))
    return {key for key, found in outlines.items() if names_any(found, derived)}
