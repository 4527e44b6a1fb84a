"""Who else knows an argument: places that speak of it, calls that pass it, and classes that derive from its class."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from scaffold.evolve.target import Target
from scaffold.source.collect import collect_files
from scaffold.source.located import SourceFile
from scaffold.source.parse import ParsedModule, parse
from scaffold.source.read import read_source

_MOST = 5
_BASES = re.compile(r"^[ \t]*class \w+\(", re.MULTILINE)


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


def notes_elsewhere(target: Target, name: str, *, added: bool = False, but: str = "") -> list[str]:
    """Return notes on other files of the same package, or directory: who passes an argument to the class, or derives.

    Args:
        target: The class.
        name: The argument.
        added: Whether it is new, so that no call can pass it yet.
        but: A file to leave out.
    """
    modules = list(_modules_around(target, but))
    children = _children(target.cls.name, modules)
    notes = [
        f"{path}:{node.lineno}: {node.name} derives from {target.cls.name} and {did}"
        for path, node in children
        if (did := _does(node, name, added=added))
    ]
    if added:
        return notes
    for known in (target.cls.name, *(node.name for _, node in children)):
        for path, tree in modules:
            lines = _passing(tree, known, name)
            if lines:
                shown = ", ".join(map(str, lines[:_MOST]))
                notes.append(f"{path} passes '{name}' to {known} (line {shown}); change it too")
    return notes


def _modules_around(target: Target, but: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield path and tree of the other files that may know the class: those of its package, or of its directory."""
    own = Path(target.path).resolve()
    depth = target.source.module.count(".")
    inside_package = depth > 0 or own.name == "__init__.py"
    place = own.parents[max(depth - 1, 0)] if inside_package else own.parent
    files = (
        collect_files([str(place)]) if inside_package else collect_files(map(str, sorted(place.glob("*.py"))))
    )
    for file in files:
        if Path(file.absolute) in (own, Path(but).resolve()):
            continue
        source = read_source(file.absolute, "")
        # Who derives from a class that derives from this one need not name it, but is a class with a base.
        if isinstance(source, SourceFile) and (target.cls.name in source.text or _BASES.search(source.text)):
            module = parse(source, file.absolute)
            if isinstance(module, ParsedModule):
                path, here = Path(file.absolute), Path.cwd()
                yield str(path.relative_to(here) if path.is_relative_to(here) else path), module.tree


def _children(name: str, modules: Sequence[tuple[str, ast.Module]]) -> list[tuple[str, ast.ClassDef]]:
    """Return the classes that derive from a class by its name, also through others, with their files."""
    found: list[tuple[str, ast.ClassDef]] = []
    names = [name]
    for known in names:
        for path, tree in modules:
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef) and node.name not in names and _derives(node, known):
                    found.append((path, node))
                    names.append(node.name)
    return sorted(found, key=lambda child: (child[0], child[1].lineno))


def _derives(node: ast.ClassDef, name: str) -> bool:
    return any(ast.unparse(base).rpartition(".")[2] == name for base in node.bases)


def _does(child: ast.ClassDef, name: str, *, added: bool) -> str:
    """Say what a class that derives does with an argument; nothing where that is no concern."""
    lines = sorted({_line(node, name) or _own_line(node, name) for node in ast.walk(child)} - {0})
    if lines:
        shown = ", ".join(map(str, lines[:_MOST]))
        return f"mentions '{name}' (line {shown}); look whether it means the argument"
    function = next(
        (node for node in child.body if isinstance(node, ast.FunctionDef) and node.name == "__init__"), None
    )
    if function is None:
        return f"takes '{name}' by the same constructor"
    if function.args.kwarg is not None:
        return f"passes '{name}' on through **{function.args.kwarg.arg}"
    return f"does not take '{name}': its __init__ has no **kwargs to pass it on" if added else ""


def _own_line(node: ast.AST, name: str) -> int:
    match node:
        case ast.arg(arg=found) | ast.Name(id=found) if found == name:
            return node.lineno
    return 0


def _passing(tree: ast.Module, cls: str, argument: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] == cls
        and any(given.arg == argument for given in node.keywords)
    ]
