"""Import statements put into a text: into a statement that is there, or into the place where an author would look."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable

from scaffold.finding import Edit
from scaffold.lint.apply import apply_edits
from scaffold.lint.repair.items import append_items
from scaffold.lint.repair.places import begins_line, brackets, indentation, line_end, line_start
from scaffold.source.places import Places

_Import = ast.Import | ast.ImportFrom

# Sections of imports, in their order: __future__, the standard library, other packages, one's own, relative ones.
_FUTURE, _STANDARD, _OTHERS, _OWN, _RELATIVE = range(5)


def with_imports(text: str, statements: Iterable[str], *, newline: str = "\n", own: str = "") -> str:
    """Return a text that has the imports.

    Args:
        text: Source that parses.
        statements: Statements that import one name each: ``import keras``, ``from typing import Any``.
        newline: The line end of the file.
        own: Name of the package that the file belongs to.

    Returns:
        The text, with nothing else changed; what it imports already is not imported again.

    Example:
        >>> with_imports("import keras\\n", ["from typing import Any"])
        'from typing import Any\\n\\nimport keras\\n'
    """
    for statement in statements:
        wanted = ast.parse(statement).body[0]
        assert isinstance(wanted, _Import)
        tree = ast.parse(text)
        present = [node for node in tree.body if isinstance(node, _Import)]
        if any(_binds(node, wanted) for node in present):
            continue
        edits = _merged(text, present, wanted) or (_inserted(text, tree, wanted, statement, newline, own),)
        text = apply_edits(text, edits)
    return text


def _binds(node: _Import, wanted: _Import) -> bool:
    alias = wanted.names[0]
    return _origin(node) == _origin(wanted) and any(
        (known.name, known.asname) == (alias.name, alias.asname) for known in node.names
    )


def _origin(node: _Import) -> tuple[str, str, int]:
    if isinstance(node, ast.Import):
        return "import", "", 0
    return "from", node.module or "", node.level


def _merged(text: str, present: Iterable[_Import], wanted: _Import) -> tuple[Edit, ...]:
    """Put a name among those that a statement imports from the same module already."""
    if isinstance(wanted, ast.Import):
        return ()
    places = Places(text)
    for node in present:
        if _origin(node) != _origin(wanted) or node.names[0].name == "*" or wanted.module == "__future__":
            continue
        names = [alias.name for alias in node.names]
        item = ast.unparse(wanted).partition(" import ")[2]
        in_order = sorted(names, key=_order) == names
        before = next(
            (a for a in node.names if in_order and _order(a.name) > _order(wanted.names[0].name)), None
        )
        if before is not None:
            start = places.of(before).start
            own_line = begins_line(text, start)
            after = "," + _line_end_at(text, start) + indentation(text, start) if own_line else ", "
            return (Edit(start, start, item + after),)
        span = places.of(node)
        end = places.of(node.names[-1]).end
        where = brackets(text, span.start, span.end) if text[span.end - 1] == ")" else None
        if where is None:
            return (Edit(end, end, f", {item}"),)
        return append_items(text, where, [item], _line_end_at(text, where.items[-1][0]))
    return ()


def _order(name: str) -> tuple[int, str]:
    """Sort constants, classes and other names as the usual tools do."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2, name)


def _line_end_at(text: str, offset: int) -> str:
    start = line_start(text, offset)
    return "\r\n" if text[max(0, start - 2) : start] == "\r\n" else "\n"


def _inserted(text: str, tree: ast.Module, wanted: _Import, statement: str, newline: str, own: str) -> Edit:
    places = Places(text)
    block = _first_block(text, tree, places)
    section = _section(wanted, own)
    same = [node for node in block if _section(node, own) == section]
    earlier = [node for node in block if _section(node, own) < section]
    if same:
        smaller = [node for node in same if _key(node) < _key(wanted)]
        if smaller:
            at = line_end(text, places.of(smaller[-1]).end)
            return Edit(at, at, newline + statement)
        at = line_start(text, places.of(same[0]).start)
        return Edit(at, at, statement + newline)
    if earlier:
        at = line_end(text, places.of(earlier[-1]).end)
        return Edit(at, at, newline * 2 + statement)
    if block:
        at = line_start(text, places.of(block[0]).start)
        return Edit(at, at, statement + newline * 2)
    return _first_import(text, tree, places, statement, newline)


def _first_block(text: str, tree: ast.Module, places: Places) -> list[_Import]:
    """Return the first run of import statements that stand on lines of their own."""
    block: list[_Import] = []
    for node in tree.body:
        if isinstance(node, _Import) and begins_line(text, places.of(node).start):
            block.append(node)
        elif block:
            break
    return block


def _first_import(text: str, tree: ast.Module, places: Places, statement: str, newline: str) -> Edit:
    body = tree.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        at = line_end(text, places.of(body[0]).end)
        return Edit(at, at, newline * 2 + statement)
    if not body:
        gap = "" if not text or text.endswith("\n") else newline
        return Edit(len(text), len(text), gap + statement + newline)
    first = body[0]
    decorators = getattr(first, "decorator_list", [])
    start = min(places.of(node).start for node in (first, *decorators))
    at = line_start(text, start)
    blank = 3 if isinstance(first, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) else 2
    return Edit(at, at, statement + newline * blank)


def _section(node: _Import, own: str) -> int:
    if isinstance(node, ast.ImportFrom) and node.level:
        return _RELATIVE
    name = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
    root = name.partition(".")[0]
    if root == "__future__":
        return _FUTURE
    if root in sys.stdlib_module_names:
        return _STANDARD
    return _OWN if own and root == own else _OTHERS


def _key(node: _Import) -> tuple[bool, str]:
    if isinstance(node, ast.ImportFrom):
        return True, (node.module or "").lower()
    return False, node.names[0].name.lower()
