"""What the annotation of an argument says of its values."""

from __future__ import annotations

import re

from scaffold.pattern import pattern

_PLAIN = frozenset({"int", "float", "bool", "str"})
_LISTS = pattern(r"(?:\w+\.)*(?:[Ll]ist|Sequence|Iterable)\[(.*)\]$", re.DOTALL)
_UNION = pattern(r"(?:\w+\.)*Union\[([^\[\]]*)\]$")
_OPTIONAL = pattern(r"^(?:[\w.]*\.)?Optional\[(.*)\]$", re.DOTALL)


def without_none(annotation: str) -> str:
    """Return the rest of an annotation that allows None.

    Example:
        >>> without_none("Optional[list[int]]"), without_none("'int | None'")
        ('list[int]', 'int')
    """
    text = annotation.strip().strip("'\"")
    match = _OPTIONAL.match(text)
    text = match.group(1) if match else text
    return re.sub(r"\s*\|\s*None$|^None\s*\|\s*", "", text)


def only_type(annotation: str) -> str:
    """Return the one type that an annotation names beside None, without its module; empty where it names several.

    Example:
        >>> only_type("Optional[np.ndarray]"), only_type("Callable[[int], int] | None"), only_type("str | Path")
        ('ndarray', 'Callable', '')
    """
    text = without_none(annotation)
    match = re.fullmatch(r"(?:\w+\.)*(\w+)(\[[^|]*\])?", text, re.DOTALL)
    return match.group(1) if match else ""


def is_plain(annotation: str) -> bool:
    """Whether an annotation allows numbers, texts and None alone.

    Example:
        >>> is_plain("Optional[int]"), is_plain("int | float"), is_plain("str | Path"), is_plain("")
        (True, True, False, False)
    """
    text = without_none(annotation)
    union = _UNION.match(text)
    parts = union.group(1).split(",") if union else text.split("|")
    return all(part.strip() in _PLAIN | {"None"} for part in parts)


def is_plain_list(annotation: str) -> bool:
    """Whether an annotation allows lists of numbers and texts, perhaps None, and nothing else.

    Example:
        >>> is_plain_list("list[list[int]] | None"), is_plain_list("int"), is_plain_list("tuple[int, int]")
        (True, False, False)
    """
    inner = _LISTS.match(without_none(annotation))
    return inner is not None and (is_plain(inner.group(1)) or is_plain_list(inner.group(1)))
