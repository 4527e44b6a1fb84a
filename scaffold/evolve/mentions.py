"""Where a file still speaks of an argument by its old name: places that a person has to look at."""

from __future__ import annotations

import ast
from pathlib import Path

from scaffold.evolve.target import Target
from scaffold.source.collect import collect_files
from scaffold.source.located import SourceFile
from scaffold.source.parse import ParsedModule, parse
from scaffold.source.read import read_source

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


def calls_elsewhere(target: Target, name: str, *, but: str = "") -> list[str]:
    """Return notes on files of the same package, or directory, that pass an argument to the class by its name.

    Args:
        target: The class.
        name: The argument.
        but: A file to leave out.
    """
    own = Path(target.path).resolve()
    depth = target.source.module.count(".")
    inside_package = depth > 0 or own.name == "__init__.py"
    place = own.parents[max(depth - 1, 0)] if inside_package else own.parent
    files = (
        collect_files([str(place)]) if inside_package else collect_files(map(str, sorted(place.glob("*.py"))))
    )
    notes = []
    for file in files:
        if Path(file.absolute) in (own, Path(but).resolve()):
            continue
        lines = _passing(file.absolute, target.cls.name, name)
        if lines:
            shown = ", ".join(map(str, lines[:_MOST]))
            notes.append(f"{file.path} passes '{name}' to {target.cls.name} (line {shown}); change it too")
    return notes


def _passing(path: str, cls: str, argument: str) -> list[int]:
    source = read_source(path, "")
    if not isinstance(source, SourceFile) or cls not in source.text or argument not in source.text:
        return []
    module = parse(source, path)
    if not isinstance(module, ParsedModule):
        return []
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    return [
        node.lineno
        for node in calls
        if ast.unparse(node.func).rpartition(".")[2] == cls
        and any(given.arg == argument for given in node.keywords)
    ]
