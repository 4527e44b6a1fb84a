"""What the annotation of an argument says of its values."""

from __future__ import annotations

import re

from scaffold.pattern import pattern

_PLAIN = frozenset({"int", "float", "bool", "str"})
_CONTAINERS = frozenset(
    {
        *("list", "List", "tuple", "Tuple", "dict", "Dict", "Sequence", "Iterable", "Collection", "Mapping"),
        *("Optional", "Union", "Literal", "None", "True", "False", "Number"),
    }
)
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
    if "None" not in text and "Optional" not in text:
        return text
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
    if text.isidentifier() or not text:
        return text
    match = re.fullmatch(r"(?:\w+\.)*(\w+)(\[[^|]*\])?", text, re.DOTALL)
    return match.group(1) if match else ""


def is_plain(annotation: str) -> bool:
    """Whether an annotation allows numbers, texts and None alone.

    Example:
        >>> is_plain("Optional[int]"), is_plain("int | float"), is_plain("str | Path"), is_plain("")
        (True, True, False, False)
    """
    text = without_none(annotation)
    union = _UNION.match(text) if "Union[" in text else None
    parts = union.group(1).split(",") if union else text.split("|")
    return all(part.strip() in _PLAIN | {"None"} for part in parts)


def is_plain_list(annotation: str) -> bool:
    """Whether an annotation allows lists of numbers and texts, perhaps None, and nothing else.

    Example:
        >>> is_plain_list("list[list[int]] | None"), is_plain_list("int"), is_plain_list("tuple[int, int]")
        (True, False, False)
    """
    inner = _LISTS.match(without_none(annotation)) if "[" in annotation else None
    return inner is not None and (is_plain(inner.group(1)) or is_plain_list(inner.group(1)))


def names_plain_types(annotation: str) -> bool:
    """Whether every type that an annotation names is a number, a text or a list, tuple or dict: no class of its own.

    Example:
        >>> names_plain_types("Tuple[int, ...] | None"), names_plain_types("Literal['a', 'b']"), names_plain_types("")
        (True, True, True)
        >>> names_plain_types("BertConfig"), names_plain_types("list[Path]"), names_plain_types("Any")
        (False, False, False)
    """
    text = annotation.strip()
    bare = re.sub(r"Literal\[[^\]]*\]", "Literal", text.strip("'\""))
    return all(name in _PLAIN or name in _CONTAINERS for name in re.findall(r"[A-Za-z_]\w*(?![\w.])", bare))
