"""Where a file still speaks of an argument by its old name: places that a person has to look at."""

from __future__ import annotations

import ast

_MOST = 5


def mentions(path: str, text: str, name: str, *, of: str = "") -> list[str]:
    """Return notes on attributes, keywords and texts of a name.

    Args:
        path: The file.
        text: Its text.
        name: The name.
        of: A class to leave out; nothing is left out where it is empty.

    Returns:
        At most one note, with the lines.

    Example:
        >>> mentions("test_a.py", "assert layer.rate == 1", "rate")
        ["test_a.py still mentions 'rate' (line 1); look whether it means the argument"]
    """
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == of:
            node.body = []
    lines = sorted({_line(node, name) for node in ast.walk(tree)} - {0})
    if not lines:
        return []
    shown = ", ".join(map(str, lines[:_MOST])) + (", ..." if len(lines) > _MOST else "")
    where = f"line{'s' if len(lines) > 1 else ''} {shown}"
    return [f"{path} still mentions '{name}' ({where}); look whether it means the argument"]


def _line(node: ast.AST, name: str) -> int:
    match node:
        case ast.Attribute(attr=found) | ast.Constant(value=found) if found == name:
            return node.lineno
        case ast.keyword(arg=found) if found == name:
            return node.lineno
    return 0
