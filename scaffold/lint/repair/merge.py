"""Edits that put a class's own config keys on top of its parent's."""

from __future__ import annotations

import ast

from scaffold.finding import Edit
from scaffold.lint.repair.items import prepend_item
from scaffold.lint.repair.method_source import MethodSource, get_config_source
from scaffold.lint.repair.parent_config import begin_with
from scaffold.lint.repair.places import begins_line, brackets, line_end, line_start, next_line
from scaffold.lint.repair.returned import variable_in
from scaffold.pattern import pattern
from scaffold.source.facts import ClassInfo

_ITEMS_OF = r"list\(\s*(\w+)\.items\(\)\s*\)"
_SUM = pattern(rf"dict\(\s*{_ITEMS_OF}\s*\+\s*{_ITEMS_OF}\s*,?\s*\)")


def parent_first(cls: ClassInfo) -> tuple[Edit, ...] | None:
    """Return the edits that let the parent's config come first, and the class's own keys on top of it.

    Returns:
        None where there are several ways through ``get_config``, or they are merged in another way than by a dict
        display, ``|``, ``dict(...)`` or ``update``.
    """
    source = get_config_source(cls)
    if source is None or len(source.returns) != 1 or source.returns[0].value is None:
        return None
    value = source.returns[0].value
    name = variable_in(value)
    if name is not None:
        return _from_the_beginning(cls, source, name) or _in_display(
            source, _made(source, name), cls.source.newline
        )
    return _in_display(source, value, cls.source.newline) or _exchanged(source, value)


def _made(source: MethodSource, name: str) -> ast.expr | None:
    bound = source.binding(name)
    return None if bound is None else bound.value


def _is_parent(source: MethodSource, value: ast.expr) -> bool:
    """Whether an expression gives the parent's config, or is a name of it."""
    if isinstance(value, ast.Name):
        made = _made(source, value.id)
        return made is not None and not isinstance(made, ast.Name) and _is_parent(source, made)
    match value:
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="get_config"), args=[]
        ):
            return True
    return False


def _in_display(source: MethodSource, value: ast.expr | None, newline: str) -> tuple[Edit, ...] | None:
    """Return the edits that move the parent's config from the end of a dict display to its beginning."""
    if not isinstance(value, ast.Dict) or len(value.keys) < 2 or value.keys[-1] is not None:
        return None
    text, where = source.text, brackets(source.text, *source.span(value))
    if where is None or not _is_parent(source, value.values[-1]):
        return None
    start, end = where.items[-1]
    spread, first, behind = text[start:end], where.items[0][0], where.items[-2][1]
    if newline not in text[where.open : where.close]:
        return (Edit(first, first, f"{spread}, "), Edit(behind, end, "")) if where.comma is None else None
    last = line_end(text, end)
    alone = begins_line(text, start) and text[end:last].strip() in ("", ",") and last < where.close
    if not alone or not begins_line(text, first) or newline in spread:
        return None
    line, after = line_start(text, start), next_line(text, last) or len(text)
    return (*prepend_item(text, where, spread, newline), Edit(line, after, ""))


def _exchanged(source: MethodSource, value: ast.expr) -> tuple[Edit, ...] | None:
    """Return the edits that let two dicts change places, of which the second one is the parent's config."""
    match value:
        case ast.BinOp(op=ast.BitOr(), left=own, right=parent) if _is_parent(source, parent):
            return _swapped(source, source.span(own), source.span(parent))
        case ast.Call(func=ast.Name(id="dict"), args=[own], keywords=[ast.keyword(arg=None, value=parent)]):
            if _is_parent(source, parent) and not isinstance(own, (ast.Starred, ast.GeneratorExp)):
                return _swapped(source, source.span(own), source.span(parent))
    start, end = source.span(value)
    found = _SUM.fullmatch(source.text, start, end)
    if found is None or not _is_parent(source, ast.Name(found.group(2))):
        return None
    return _swapped(source, found.span(1), found.span(2))


def _swapped(source: MethodSource, one: tuple[int, int], other: tuple[int, int]) -> tuple[Edit, ...]:
    text = source.text
    return (Edit(*one, text[slice(*other)]), Edit(*other, text[slice(*one)]))


def _from_the_beginning(cls: ClassInfo, source: MethodSource, name: str) -> tuple[Edit, ...] | None:
    """Return the edits that begin a config with the parent's, which was merged into it later."""
    merges = [found for statement in source.node.body if (found := _merged(statement, name)) is not None]
    bound = source.binding(name)
    if bound is None or len(merges) != 1 or not _is_parent(source, merges[0][1]):
        return None
    statement, parent = merges[0]
    made = source.binding(parent.id) if isinstance(parent, ast.Name) else None
    if not source.has_own_lines(statement) or (made is not None and made.lineno > bound.lineno):
        return None
    begun = begin_with(cls, source, name, source.written(parent))
    return None if begun is None else (*begun, _without(source, statement))


def _merged(statement: ast.stmt, name: str) -> tuple[ast.stmt, ast.expr] | None:
    """Return a statement that merges one dict into a variable, with that dict: ``config.update(base)``."""
    match statement:
        case (
            ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=found), attr="update"), args=[merged], keywords=[]
                )
            )
            | ast.AugAssign(target=ast.Name(id=found), op=ast.BitOr(), value=merged)
        ) if found == name:
            return None if isinstance(merged, ast.Dict) else (statement, merged)
    return None


def _without(source: MethodSource, statement: ast.stmt) -> Edit:
    """Return the edit that removes a statement with its line; a comment beside it keeps the line."""
    text, (start, end) = source.text, source.span(statement)
    behind = text[end : line_end(text, end)]
    if behind.strip():
        return Edit(start, end + len(behind) - len(behind.lstrip()), "")
    return Edit(line_start(text, start), next_line(text, end) or len(text), "")
