"""Texts -> the names of what they may give to Keras otherwise than by a decorator: in ``custom_objects``, or later."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.pattern import pattern

# `"Dense": Dense` and `objects["Dense"] = layers.Dense`: an object under its own name, as `custom_objects` has it.
_NAMED = pattern(r"""(["'])(\w+)\1\]?[ \t]*[:=]\s*(?:\w+\.)*\2\b(?!\s*[.(\[])""")
# `cls.__name__: cls` and `objects[cls.__name__] = cls`: each of several under its own name.
_NAMED_BY_ITSELF = pattern(r"\b(\w+)\.__name__(?:\s*[:,]|\]\s*=)\s*\1\b")
# `register_keras_serializable("package")(cls)`
_REGISTERED = pattern(r"register_keras_serializable\([^()]*\)\(\s*(?:\w+\.)*(\w+)\s*\)")
# `CUSTOM_OBJECTS = globals()`: all that the file imports or defines.
_EVERYTHING = pattern(r"(?i)custom_?objects?\w*\s*=\s*(?:globals|locals|vars)\(\)")
_HERE = pattern(r"(?m)^(?:(?:class|def)\s+|(?:from\s[^\n]*\s)?import\s+)(\([^)]*\)|\w[^\n(:]*)")
_LIST = r"[\[({]([^\])}]*)[\])}]"
_WORD = pattern(r"[^\W\d]\w*\b(?![ \t]*\.[ \t]*\w)")


def offered_by(text: str) -> tuple[str, ...]:
    """Return the names, sorted.

    Example:
        >>> offered_by("custom_objects = {cls.__name__: cls for cls in [layers.Scale, Gate]}")
        ('Gate', 'Scale')
    """
    names: set[str] = set()
    if "custom_object" in text or "CUSTOM_OBJECT" in text:
        names = {match.group(2) for match in _NAMED.finditer(text)}
        for match in _NAMED_BY_ITSELF.finditer(text) if "__name__" in text else ():
            names |= set(_members(text, match.group(1)))
        if _EVERYTHING.search(text):
            names |= {name for here in _HERE.findall(text) for name in _WORD.findall(here)}
    for match in _REGISTERED.finditer(text) if "register_keras_serializable" in text else ():
        names |= {match.group(1), *_members(text, match.group(1))}
    return tuple(sorted(names))


def _members(text: str, variable: str) -> Iterator[str]:
    """Yield the names in the lists that a loop variable goes through; one that was imported under another as well."""
    for loop in re.finditer(rf"\bfor\s+{variable}\s+in\s+(?:{_LIST}|(\w+))", text):
        listed = [loop.group(1) or ""]
        if loop.group(2):
            listed = re.findall(rf"(?m)^[ \t]*{loop.group(2)}\s*(?::[^=\n]*)?=\s*{_LIST}", text)
        for name in _WORD.findall(" ".join(listed)):
            yield name
            yield from re.findall(rf"\b(\w+)\s+as\s+{name}\b", text)
