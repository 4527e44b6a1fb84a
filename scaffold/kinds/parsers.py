"""The text of a default, as typed, into its value: each parser says what it expected, and evaluates nothing."""

from __future__ import annotations

import ast
import sys
from typing import Any

from scaffold.errors import nearest
from scaffold.kinds.kind import Parser


def _literal(text: str) -> Any:
    """Return the Python literal that ``text`` is, or None; never evaluates anything else."""
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None


def _shown(text: str) -> str:
    """Quote what was typed, shortened: a message is read, not scrolled."""
    return repr(text if len(text) <= 60 else f"{text[:57]}...")


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def parse_int(text: str) -> int:
    """Read a whole number."""
    value = _literal(text)
    if not _is_int(value):
        raise ValueError(f"expected a whole number such as 64, got {_shown(text)}")
    return int(value)


def parse_float(text: str) -> float:
    """Read a finite number."""
    return _finite(_literal(text), text)


def _finite(value: Any, text: str) -> float:
    if not _is_int(value) and not isinstance(value, float):
        raise ValueError(f"expected a number such as 0.1, got {_shown(text)}")
    if not abs(value) <= sys.float_info.max:
        raise ValueError(f"expected a finite number such as 0.1, got {_shown(text)}: JSON cannot carry it")
    return float(value)


def parse_bool(text: str) -> bool:
    """Read ``true`` or ``false``."""
    known = {"true": True, "false": False}
    if text.strip().lower() not in known:
        raise ValueError(f"expected true or false, got {_shown(text)}")
    return known[text.strip().lower()]


def parse_str(text: str) -> str:
    """Take a text as it is."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("expected text in UTF-8, got bytes that are none")
    return text


def parse_shape(text: str) -> tuple[int, ...]:
    """Read whole numbers separated by commas."""
    value = _literal(text) if text.strip() else ()
    sizes = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    if not all(map(_is_int, sizes)):
        raise ValueError(f"expected whole numbers separated by commas such as 3,3, got {_shown(text)}")
    return sizes


def parse_array(text: str) -> tuple[Any, ...]:
    """Read numbers separated by commas, or nested lists of them, all of one length at each depth."""
    value = _literal(text)
    if not isinstance(value, (tuple, list)):
        value = (value,)
    return _rows(value, text)


def _rows(values: Any, text: str) -> tuple[Any, ...]:
    nested = [isinstance(value, (tuple, list)) for value in values]
    rows = tuple(
        _rows(value, text) if deep else _finite(value, text)
        for value, deep in zip(values, nested, strict=True)
    )
    shapes = {_shape(row) for row in rows}
    if len(shapes) != 1:
        raise ValueError(f"expected rows of one length such as [[1,2],[3,4]], got {_shown(text)}")
    return rows


def _shape(value: Any) -> tuple[int, ...]:
    return (len(value), *_shape(value[0])) if isinstance(value, tuple) else ()


def parse_items(item: Parser, length: int | None, example: str) -> Parser:
    """Return a parser of items separated by commas; texts may stand between quotes, as in Python.

    Args:
        item: Reads one of them.
        length: How many there must be; None where any number will do.
        example: What is shown where something else was typed.
    """

    def parse(text: str) -> tuple[Any, ...]:
        bare = text.strip()
        quoted = _literal(bare)
        if isinstance(quoted, (list, tuple)) and quoted and all(isinstance(part, str) for part in quoted):
            return _counted(tuple(item(part) for part in quoted), length, example, text)
        if len(bare) > 1 and bare[0] + bare[-1] in ("()", "[]"):
            bare = bare[1:-1].strip()
        bare = bare.removesuffix(",")
        pieces = bare.split(",") if bare else []
        return _counted(tuple(item(piece.strip()) for piece in pieces), length, example, text)

    return parse


def _counted(values: tuple[Any, ...], length: int | None, example: str, text: str) -> tuple[Any, ...]:
    if length is not None and len(values) != length:
        raise ValueError(f"expected {length} values such as {example}, got {_shown(text)}")
    return values


def parse_object(text: str) -> None:
    """Refuse every default: an object has no literal."""
    raise ValueError(f"expected none, got {_shown(text)}: an object cannot be a default")


def one_of(what: str, names: tuple[str, ...]) -> Parser:
    """Return a parser of the names that Keras knows."""

    def parse(text: str) -> str:
        if text in names:
            return text
        guess = nearest(text, names)
        hint = f"did you mean {guess!r}?" if guess else f"known: {', '.join(names)}"
        raise ValueError(f"expected the name of a Keras {what}, got {_shown(text)}; {hint}")

    return parse
