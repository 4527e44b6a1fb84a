"""Edits that put the parent's config below what a ``get_config`` makes, however it makes it."""

from __future__ import annotations

import ast

from scaffold.finding import Edit
from scaffold.lint.repair.items import prepend_item
from scaffold.lint.repair.method_source import MethodSource, bindings, get_config_source
from scaffold.lint.repair.places import brackets, indentation, line_end
from scaffold.lint.repair.returned import LOOSE
from scaffold.lint.repair.style import Style, still_fit, style_of
from scaffold.source.facts import ClassInfo

_MAPPINGS = frozenset({"dict", "OrderedDict", "collections.OrderedDict"})

# What a name stands for is followed so far: `config = own`, `own = dict(...)`.
_DEPTH = 3


def add_super(cls: ClassInfo) -> tuple[Edit, ...] | None:
    """Return the edits that put the parent's config below the keys of a class's own, on every way.

    Args:
        cls: The class; each return statement of its ``get_config`` must certainly return a dict.

    Returns:
        None where the method cannot be read by itself, or a return statement returns nothing.
    """
    source = get_config_source(cls)
    if source is None or not source.returns:
        return None
    style = style_of(cls)
    writer = _Writer(source, style, cls.source.newline, f"{style.parent}.get_config()")
    edits: dict[Edit, None] = {}
    for statement in source.returns:
        value = statement.value
        if value is None or (isinstance(value, ast.Constant) and value.value is None):
            return None
        edits |= dict.fromkeys(writer.under(statement, value, _DEPTH) or writer.around(statement, value))
    return tuple(edits)


def begin_with(cls: ClassInfo, source: MethodSource, variable: str, parent: str) -> tuple[Edit, ...] | None:
    """Return the edits that begin the dict that a local variable holds with the parent's config.

    Args:
        cls: The class.
        source: Its ``get_config``.
        variable: Name of the variable.
        parent: The expression that gives the parent's config.
    """
    bound = source.binding(variable)
    if bound is None or bound.value is None:
        return None
    return _Writer(source, style_of(cls), cls.source.newline, parent).under(bound, bound.value, _DEPTH)


class _Writer:
    """Puts the parent's config below one expression after the other."""

    def __init__(self, source: MethodSource, style: Style, newline: str, parent: str) -> None:
        self._source = source
        self._style = style
        self._newline = newline
        self._parent = parent

    def under(self, statement: ast.stmt, value: ast.expr, depth: int) -> tuple[Edit, ...] | None:
        """Return the edits that begin the dict that a value of a statement makes with the parent's config.

        Returns:
            None where it makes its dict in a way that nothing can be put at the beginning of.
        """
        match value:
            case ast.Name(id=name):
                bound = self._source.binding(name) if depth else None
                if bound is None or bound.value is None:
                    return None
                return self.under(bound, bound.value, depth - 1)
            case (
                ast.Call(func=ast.Attribute(value=ast.Name() as copied, attr="copy"), args=[])
                | ast.Call(func=ast.Name(id="dict"), args=[ast.Name() as copied])
                | ast.Call(
                    func=ast.Name(id="dict"),
                    args=[
                        ast.Call(
                            func=ast.Name(id="list"),
                            args=[ast.Call(func=ast.Attribute(value=ast.Name() as copied, attr="items"))],
                        )
                    ],
                )
            ):
                return self.under(statement, copied, depth)
        written = self._at_its_beginning(value)
        if written is None or still_fit(self._style, self._source.text, written):
            return written
        return self._updated(statement, value) or written

    def around(self, statement: ast.Return, value: ast.expr) -> tuple[Edit, ...]:
        """Return the edits that put what is returned into a dict display, above the parent's config."""
        start, end = self._source.span(value)
        before, behind = ("(", ")}") if isinstance(value, LOOSE) else ("", "}")
        written = (Edit(start, start, f"{{**{self._parent}, **{before}"), Edit(end, end, behind))
        if still_fit(self._style, self._source.text, written):
            return written
        return self._updated(statement, value) or written

    def _at_its_beginning(self, value: ast.expr) -> tuple[Edit, ...] | None:
        start, end = self._source.span(value)
        match value:
            case ast.Dict(keys=[]) | ast.Call(func=ast.Name(id="dict"), args=[], keywords=[]):
                if "#" not in self._source.text[start:end]:
                    return (Edit(start, end, self._parent),)
                return self._first(start, end, "**" if isinstance(value, ast.Dict) else "")
            case ast.Dict():
                return self._first(start, end, "**")
            case ast.Call(func=function, args=[]) if ast.unparse(function) in _MAPPINGS:
                return self._first(start, end, "")
            case ast.BinOp(op=ast.BitOr(), left=left):
                return self._at_its_beginning(left) or (Edit(start, start, f"{self._parent} | "),)
        return None

    def _first(self, start: int, end: int, stars: str) -> tuple[Edit, ...] | None:
        where, item = brackets(self._source.text, start, end), stars + self._parent
        return None if where is None else prepend_item(self._source.text, where, item, self._newline)

    def _updated(self, statement: ast.stmt, value: ast.expr) -> tuple[Edit, ...] | None:
        """Return the edits that make a statement an update of the parent's config, on lines of its own."""
        source, text = self._source, self._source.text
        (start, end), (first, _) = source.span(statement), source.span(value)
        name = "config"
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]):
                is_plain = text[start + len(name) : first].replace(" ", "") == "="
            case ast.Return():
                is_plain = text[start:first].strip() == "return" and bindings(source.node, name) == 0
            case _:
                return None
        if not is_plain or not source.has_own_lines(statement):
            return None
        line = self._newline + indentation(text, start)
        edits = [Edit(start, first, f"{name} = {self._parent}{line}{name}.update("), Edit(end, end, ")")]
        if isinstance(statement, ast.Return):
            edits.append(Edit(line_end(text, end), line_end(text, end), f"{line}return {name}"))
        return tuple(edits)
