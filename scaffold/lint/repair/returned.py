"""Edits that put keys into every config that a ``get_config`` returns, however it is made."""

from __future__ import annotations

import ast
import keyword
from collections.abc import Iterator, Mapping

from scaffold.finding import Edit
from scaffold.lint.repair.items import append_items
from scaffold.lint.repair.method_source import MethodSource, bindings, get_config_source
from scaffold.lint.repair.places import begins_line, brackets, indentation, line_end
from scaffold.lint.repair.style import Style, still_fit, style_of
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import Returns

# Expressions that need brackets behind `**`.
LOOSE = (ast.IfExp, ast.Lambda, ast.NamedExpr, ast.BoolOp, ast.Compare)

_COPIES = frozenset({"copy", "copy.copy", "copy.deepcopy", "deepcopy"})


def add_to_returned(cls: ClassInfo, entries: Mapping[str, str]) -> tuple[Edit, ...] | None:
    """Return the edits that put keys into the config on every way through a ``get_config``.

    Args:
        cls: The class; its configs must have none of the keys.
        entries: Key -> expression.

    Returns:
        None where the method cannot be read by itself, or it cannot be told what a return statement returns.
    """
    source = get_config_source(cls)
    if source is None or not source.returns:
        return None
    is_dict = cls.get_config is not None and cls.get_config.returns is Returns.DICT
    writer = _Writer(source, entries, style_of(cls), cls.source.newline, is_dict=is_dict)
    edits: dict[Edit, None] = {}
    for statement in source.returns:
        made = writer.into(statement)
        if made is None:
            return None
        edits |= dict.fromkeys(made)
    return tuple(edits)


def keyword_call(cls: ClassInfo) -> tuple[int, int] | None:
    """Return where the call stands whose keywords are config keys: ``config.update(units=...)``, or ``dict(...)``."""
    source = get_config_source(cls)
    found = None
    for statement in source.node.body if source is not None else ():
        match statement:
            case (
                ast.Expr(value=ast.Call(func=ast.Attribute(attr="update"), args=[], keywords=[_, *_]) as call)
                | ast.Assign(value=ast.Call(func=ast.Name(id="dict"), keywords=[_, *_]) as call)
                | ast.Return(value=ast.Call(func=ast.Name(id="dict"), keywords=[_, *_]) as call)
            ) if call.keywords[-1].arg is not None:
                found = call
    return None if source is None or found is None else source.span(found)


def is_keyword(key: str) -> bool:
    """Whether a key can be written as the keyword of a call."""
    return key.isidentifier() and not keyword.iskeyword(key)


class _Writer:
    """Puts the entries into one returned config after the other."""

    def __init__(
        self, source: MethodSource, entries: Mapping[str, str], style: Style, newline: str, *, is_dict: bool
    ) -> None:
        self._source = source
        self._entries = entries
        self._style = style
        self._newline = newline
        self._is_dict = is_dict
        self._items = [f"{style.quote}{key}{style.quote}: {value}" for key, value in entries.items()]

    def into(self, statement: ast.Return) -> tuple[Edit, ...] | None:
        """Return the edits for one return statement, for what it returns or what that was made of."""
        value = statement.value
        if value is None or (isinstance(value, ast.Constant) and value.value is None):
            return None
        variable = variable_in(value)
        if variable is not None:
            return self._item_assignments(statement, variable)
        return next((made for made in self._ways(statement, value) if made is not None), None)

    def _ways(self, statement: ast.Return, value: ast.expr) -> Iterator[tuple[Edit, ...] | None]:
        written = self._display(value)
        if written is not None and still_fit(self._style, self._source.text, written):
            yield written
        if written is not None or self._is_dict:
            yield self._apart(statement)
            yield self._broken_up(statement, value)
            yield written
            yield self._around(value)

    def _display(self, value: ast.expr) -> tuple[Edit, ...] | None:
        """Return the edits that write the entries behind those of an expression."""
        start, end = self._source.span(value)
        match value:
            case ast.Dict():
                return self._appended(start, end, self._items)
            case ast.Call(func=ast.Name(id="dict"), args=given) if not _has_generator(given):
                if all(map(is_keyword, self._entries)):
                    return self._appended(start, end, [f"{key}={to}" for key, to in self._entries.items()])
            case ast.BinOp(op=ast.BitOr(), right=right):
                return self._display(right) or (Edit(end, end, f" | {{{', '.join(self._items)}}}"),)
        return None

    def _appended(self, start: int, end: int, items: list[str]) -> tuple[Edit, ...] | None:
        where = brackets(self._source.text, start, end)
        return None if where is None else append_items(self._source.text, where, items, self._newline)

    def _around(self, value: ast.expr) -> tuple[Edit, ...]:
        """Return the edits that put what is returned into a dict display, with the entries behind it."""
        start, end = self._source.span(value)
        before, behind = ("{**(", ")") if isinstance(value, LOOSE) else ("{**", "")
        return (Edit(start, start, before), Edit(end, end, f"{behind}, {', '.join(self._items)}}}"))

    def _apart(self, statement: ast.Return) -> tuple[Edit, ...] | None:
        """Return the edits that give a config a name before it is returned, where the line would become too long."""
        source, value = self._source, statement.value
        start, end = source.span(statement)
        names_free = bindings(source.node, "config") == 0
        if value is None or not names_free or not source.has_own_lines(statement):
            return None
        if still_fit(self._style, source.text, self._around(value)):
            return None
        indent = self._newline + indentation(source.text, start)
        lines = "".join(indent + line for line in [*self._assignments("config"), "return config"])
        return (Edit(start, start + len("return"), "config ="), Edit(end, end, lines))

    def _broken_up(self, statement: ast.Return, value: ast.expr) -> tuple[Edit, ...] | None:
        """Return the edit that gives each item of a display of one line, and each entry, a line of its own."""
        source, text = self._source, self._source.text
        (start, end), newline = source.span(value), self._newline
        if (
            not isinstance(value, ast.Dict)
            or newline in text[start:end]
            or not source.has_own_lines(statement)
        ):
            return None
        where = brackets(text, start, end)
        if where is None:
            return None
        outer = newline + indentation(text, source.span(statement)[0])
        items = [*(text[first:last] for first, last in where.items), *self._items]
        lines = "".join(f"{outer}{self._style.step}{item}," for item in items)
        return (Edit(where.open + 1, where.close, lines + outer),)

    def _assignments(self, name: str) -> list[str]:
        quote = self._style.quote
        return [f"{name}[{quote}{key}{quote}] = {value}" for key, value in self._entries.items()]

    def _item_assignments(self, statement: ast.Return, name: str) -> tuple[Edit, ...]:
        """Return the edit that assigns the entries before the return, or for all returns behind the one binding."""
        source = self._source
        text, start = source.text, source.span(statement)[0]
        returned = {variable_in(known.value) for known in source.returns if known.value is not None}
        if len(source.returns) > 1 and len(returned) == 1:
            bound = source.binding(name)
            if bound is not None and source.has_own_lines(bound):
                first, last = source.span(bound)
                at, indent = line_end(text, last), self._newline + indentation(text, first)
                return (Edit(at, at, "".join(indent + line for line in self._assignments(name))),)
        if begins_line(text, start):
            behind = self._newline + indentation(text, start)
            return (Edit(start, start, "".join(line + behind for line in self._assignments(name))),)
        return (Edit(start, start, "".join(f"{line}; " for line in self._assignments(name))),)


def variable_in(value: ast.expr) -> str | None:
    """Return the name of the local variable whose content is returned, or a copy of it."""
    match value:
        case ast.Name(id=name):
            return name
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="copy"), args=[], keywords=[]):
            return name
        case ast.Call(func=function, args=[ast.Name(id=name)], keywords=[]) if (
            ast.unparse(function) in _COPIES
        ):
            return name
    return None


def _has_generator(given: list[ast.expr]) -> bool:
    return any(isinstance(argument, (ast.GeneratorExp, ast.Starred)) for argument in given)
