"""Values written as Python literals, in the one form that a formatter leaves alone."""

from __future__ import annotations

from typing import Any


def literal(value: Any) -> str:
    """Write a value as a Python literal that evaluates to it: whatever it is, it stays data.

    Args:
        value: None, a bool, int, float or text, or a tuple or list of these.

    Returns:
        The literal; texts in double quotes, unless that needs more escapes.

    Example:
        >>> literal(("sum", 3))
        '("sum", 3)'
    """
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        items = ", ".join(literal(item) for item in value)
        return f"({items},)" if len(value) == 1 else f"({items})"
    if isinstance(value, list):
        return f"[{', '.join(literal(item) for item in value)}]"
    return repr(value).replace("e+", "e") if isinstance(value, float) else repr(value)


def _text(value: str) -> str:
    quote = "'" if value.count('"') > value.count("'") else '"'
    return (
        quote
        + "".join(f"\\{quote}" if character == quote else _escaped(character) for character in value)
        + quote
    )


def _escaped(character: str) -> str:
    # repr() escapes the backslash and whatever cannot be seen, such as marks that turn the writing direction.
    return character if character in "'\"" else repr(character)[1:-1]
