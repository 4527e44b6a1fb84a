"""Statements broken into lines as ruff and black break them, so that a formatter changes nothing."""

from __future__ import annotations

import ast
import itertools

from scaffold.record import Record

WIDTH = 88
_INDENT = 4


def columns(text: str) -> int:
    """Return how many columns a text fills, as ruff counts them: wide letters fill two, marks on others none.

    Example:
        >>> columns("ab"), columns("\u4e16")
        (2, 2)
    """
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def statement(text: str, indent: int, width: int = WIDTH) -> list[str]:
    """Lay out one statement, or the header of a block.

    Args:
        text: The statement on one line, with its own indentation; a header ends in a colon.
        indent: Columns to indent it by in addition.
        width: The longest line.

    Returns:
        Its lines.

    Example:
        >>> statement("self.units = int(units)", 8)
        ['        self.units = int(units)']
    """
    return _Layout(width).statement(text, indent)


def entry(text: str, indent: int, width: int = WIDTH) -> list[str]:
    """Lay out one entry of a dict that has one entry on each line.

    Args:
        text: Key and value, without a comma.
        indent: Columns to indent it by.
        width: The longest line.

    Returns:
        Its lines, with a comma at the end.
    """
    node = ast.parse(f"{{{text}}}", mode="eval").body
    assert isinstance(node, ast.Dict)
    key, value = node.keys[0], node.values[0]
    if key is None:
        return [" " * indent + f"{text},"]
    braced = f"{{{text}}}"
    before = f"{_source(braced, key)}: "
    return _Layout(width).value(braced, before, value, ",", indent, parenthesize=False)


def _source(text: str, node: ast.AST) -> str:
    segment = ast.get_source_segment(text, node)
    if segment is None:
        raise ValueError(f"no source for {ast.dump(node)}")
    return segment


def _message(text: str) -> list[str]:
    """Break a message of an error where it begins to say what was received."""
    head, received, tail = text.partition(" Received: ")
    if not received or not text.startswith('f"') or text.startswith('f"""'):
        return [text]
    return [f'{head if "{" in head else head[1:]} "', f'f"Received: {tail}']


class _Layout(Record):
    """Breaks code that is longer than a width.

    Args:
        width: The longest line.
    """

    width: int

    def statement(self, text: str, indent: int) -> list[str]:
        """Lay out a statement or header."""
        bare = text.lstrip()
        indent += len(text) - len(bare)
        if self._fits(bare, indent):
            return [" " * indent + bare]
        if bare.endswith(":"):
            return self._header(bare, indent)
        if bare.startswith("@"):
            made = bare[1:]
            return self.value(made, "@", ast.parse(made, mode="eval").body, "", indent, parenthesize=False)
        node = ast.parse(bare).body[0]
        if isinstance(node, ast.Assign):
            return self.value(bare, f"{_source(bare, node.targets[0])} = ", node.value, "", indent)
        if isinstance(node, ast.AugAssign):
            before = bare[: -len(_source(bare, node.value))]
            return self.value(bare, before, node.value, "", indent)
        if isinstance(node, ast.Return) and node.value is not None:
            return self.value(
                bare, "return ", node.value, "", indent, parenthesize=self._is_operation(node.value)
            )
        if isinstance(node, ast.Raise) and node.exc is not None:
            return self.value(bare, "raise ", node.exc, "", indent, parenthesize=False)
        if isinstance(node, ast.Assert):
            return self.value(bare, "assert ", node.test, "", indent)
        if isinstance(node, ast.Expr):
            return self.value(bare, "", node.value, "", indent, parenthesize=False)
        if isinstance(node, ast.ImportFrom):
            names = [f"{' ' * (indent + _INDENT)}{alias.name}," for alias in node.names]
            return [f"{' ' * indent}from {node.module} import (", *names, " " * indent + ")"]
        return [" " * indent + bare]

    @staticmethod
    def _is_operation(node: ast.expr) -> bool:
        return isinstance(node, ast.BinOp | ast.BoolOp | ast.Compare | ast.IfExp)

    def _header(self, bare: str, indent: int) -> list[str]:
        node = ast.parse(f"{bare} pass").body[0]
        if isinstance(node, ast.If):
            return self.value(bare, "if ", node.test, ":", indent)
        if isinstance(node, ast.For):
            target = _source(bare, node.target)
            lines = self.value(bare, f"for {target} in ", node.iter, ":", indent, parenthesize=False)
            if len(lines) > 1:
                return lines
            # Nothing in what it runs over can be broken.
            over = f") in {_source(bare, node.iter)}:"
            return [" " * indent + "for (", " " * (indent + _INDENT) + target, " " * indent + over]
        if isinstance(node, ast.FunctionDef):
            return self._signature(bare, node, indent)
        return [" " * indent + bare]

    def _signature(self, bare: str, node: ast.FunctionDef, indent: int) -> list[str]:
        margin = " " * indent
        inside = self._parameters(bare, node.args)
        returns = f" -> {_source(bare, node.returns)}:" if node.returns is not None else ":"
        flat = ", ".join(name + annotation + default for name, annotation, default in inside)
        if self._fits(flat, indent + _INDENT):
            return [f"{margin}def {node.name}(", f"{margin}    {flat}", f"{margin}){returns}"]
        lines = [line for parts in inside for line in self._parameter(*parts, indent + _INDENT)]
        return [f"{margin}def {node.name}(", *lines, f"{margin}){returns}"]

    @staticmethod
    def _parameters(bare: str, parameters: ast.arguments) -> list[tuple[str, str, str]]:
        """Return name, annotation with its colon and default with its equals sign of each parameter."""
        without = len(parameters.args) - len(parameters.defaults)
        found = []
        for number, parameter in enumerate(parameters.args):
            annotation = f": {_source(bare, parameter.annotation)}" if parameter.annotation else ""
            default = ""
            if number >= without:
                equals = " = " if annotation else "="
                default = equals + _source(bare, parameters.defaults[number - without])
            found.append((parameter.arg, annotation, default))
        if parameters.kwarg is not None:
            typed = parameters.kwarg.annotation
            found.append((f"**{parameters.kwarg.arg}", f": {_source(bare, typed)}" if typed else "", ""))
        return found

    def _parameter(self, name: str, annotation: str, default: str, indent: int) -> list[str]:
        """Lay out one parameter of a signature that has one parameter on each line."""
        text = f"{name}{annotation}{default},"
        if self._fits(text, indent):
            return [" " * indent + text]
        value = default.removeprefix(" = ").removeprefix("=")
        equals = default[: -len(value)] if value else ""
        # The brackets of a default are broken before a union is.
        whole = value.startswith("(") and self._fits(f"{name}{annotation}{equals}(", indent)
        first, *others = [annotation] if whole else annotation.split(" | ")
        parts = [f"{name}{first}", *(f"| {other}" for other in others)]
        lines = [line for part in parts[:-1] for line in self._annotation(part, "", indent)]
        if value.startswith("("):
            node = ast.parse(value, mode="eval").body
            return [*lines, *self.value(value, parts[-1] + equals, node, ",", indent)]
        return [*lines, *self._annotation(parts[-1], f"{default},", indent)]

    def _annotation(self, text: str, after: str, indent: int) -> list[str]:
        """Lay out a member of an annotation, which is broken in its brackets where it has some."""
        margin = " " * indent
        head, bracket, inside = text.partition("[")
        if self._fits(text + after, indent) or not bracket:
            return [margin + text + after]
        return [f"{margin}{head}[", f"{margin}    {inside[:-1]}", f"{margin}]{after}"]

    def _fits(self, text: str, indent: int) -> bool:
        return indent + columns(text) <= self.width

    def value(
        self, text: str, before: str, node: ast.expr, after: str, indent: int, *, parenthesize: bool = True
    ) -> list[str]:
        """Lay out ``before``, the expression ``node`` of ``text``, and ``after``."""
        margin = " " * indent
        flat = _source(text, node)
        if self._fits(before + flat + after, indent):
            return [margin + before + flat + after]
        if isinstance(node, ast.Call):
            opening = f"{_source(text, node.func)}("
            helps = self._fits(opening, indent + _INDENT) and not self._fits(before + opening, indent)
            if not parenthesize or not helps:
                return self._call(text, before, node, after, indent)
        if (
            isinstance(node, ast.UnaryOp)
            and isinstance(node.op, ast.Not)
            and isinstance(node.operand, ast.Call)
        ):
            return self._call(text, f"{before}not ", node.operand, after, indent)
        if isinstance(node, ast.ListComp | ast.DictComp):
            inner = self._comprehension(text, node, indent + _INDENT)
            return [f"{margin}{before}{flat[0]}", *inner, f"{margin}{flat[-1]}{after}"]
        if isinstance(node, ast.Tuple | ast.List):
            opening, closing = "()" if isinstance(node, ast.Tuple) else "[]"
            items = [line for item in node.elts for line in self.value(text, "", item, ",", indent + _INDENT)]
            return [f"{margin}{before}{opening}", *items, f"{margin}{closing}{after}"]
        if isinstance(node, ast.Dict):
            pairs = [
                (f"{_source(text, key)}: " if key else "**", item)
                for key, item in zip(node.keys, node.values, strict=True)
            ]
            items = [
                line
                for key, item in pairs
                for line in self.value(text, key, item, ",", indent + _INDENT, parenthesize=False)
            ]
            return [f"{margin}{before}{{", *items, f"{margin}}}{after}"]
        if parenthesize:
            inner = self._split(text, "", node, "", indent + _INDENT)
            return [f"{margin}{before}(", *inner, f"{margin}){after}"]
        return self._split(text, before, node, after, indent)

    def _split(self, text: str, before: str, node: ast.expr, after: str, indent: int) -> list[str]:
        """Break an expression before its operators."""
        margin = " " * indent
        flat = before + _source(text, node) + after
        if self._fits(flat, indent):
            return [margin + flat]
        if isinstance(node, ast.IfExp):
            return [
                *self.value(text, before, node.body, "", indent, parenthesize=False),
                f"{margin}if {_source(text, node.test)}",
                *self.value(text, "else ", node.orelse, after, indent, parenthesize=False),
            ]
        if isinstance(node, ast.BoolOp):
            operator = "and" if isinstance(node.op, ast.And) else "or"
            lines = self._split(text, before, node.values[0], "", indent)
            for other in node.values[1:]:
                lines += self._split(text, f"{operator} ", other, "", indent)
            return [*lines[:-1], lines[-1] + after]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self._split(text, f"{before}not ", node.operand, after, indent)
        if isinstance(node, ast.BinOp):
            operator = text[node.left.end_col_offset or 0 : node.right.col_offset].strip()
            last = self._split(text, f"{operator} ", node.right, after, indent)
            return [*self._split(text, before, node.left, "", indent), *last]
        if isinstance(node, ast.Compare):
            return self._comparison(text, before, node, after, indent)
        if isinstance(node, ast.Call):
            return self._call(text, before, node, after, indent)
        return [margin + flat]

    def _comparison(self, text: str, before: str, node: ast.Compare, after: str, indent: int) -> list[str]:
        margin = " " * indent
        operands = [node.left, *node.comparators]
        lines = [margin + before + _source(text, node.left)]
        for left, right in itertools.pairwise(operands):
            between = text[(left.end_col_offset or 0) : right.col_offset].strip()
            lines.append(f"{margin}{between} {_source(text, right)}")
        lines[-1] += after
        return lines

    def _call(self, text: str, before: str, node: ast.Call, after: str, indent: int) -> list[str]:
        margin = " " * indent
        if not node.args and not node.keywords:
            return self._bare_call(text, before, node, after, indent)
        arguments = [("", argument) for argument in node.args]
        arguments += [(f"{keyword.arg}=", keyword.value) for keyword in node.keywords]
        body = ", ".join(name + _source(text, value) for name, value in arguments)
        only = node.args[0] if len(arguments) == 1 and node.args else None
        if isinstance(only, ast.JoinedStr) and not self._fits(body, indent + _INDENT):
            lines = [" " * (indent + _INDENT) + part for part in _message(body)]
        elif isinstance(only, ast.GeneratorExp):
            lines = self._comprehension(text, only, indent + _INDENT)
        elif self._fits(body, indent + _INDENT):
            lines = [" " * (indent + _INDENT) + body]
        elif only is not None and not isinstance(only, ast.Call):
            lines = self.value(text, "", only, "", indent + _INDENT, parenthesize=False)
        else:
            lines = [
                line
                for name, value in arguments
                for line in self.value(text, name, value, ",", indent + _INDENT, parenthesize=False)
            ]
        return [f"{margin}{before}{_source(text, node.func)}(", *lines, f"{margin}){after}"]

    def _bare_call(self, text: str, before: str, node: ast.Call, after: str, indent: int) -> list[str]:
        """Lay out a call without arguments, which is broken in what it is called on: ``(layers or {}).values()``."""
        margin = " " * indent
        flat = _source(text, node)
        if not isinstance(node.func, ast.Attribute) or not isinstance(node.func.value, ast.BoolOp):
            return [margin + before + flat + after]
        inner = self._split(text, "", node.func.value, "", indent + _INDENT)
        return [f"{margin}{before}(", *inner, f"{margin}).{node.func.attr}(){after}"]

    def _comprehension(
        self, text: str, node: ast.ListComp | ast.GeneratorExp | ast.DictComp, indent: int
    ) -> list[str]:
        flat = _source(text, node)[1:-1]
        if self._fits(flat, indent):
            return [" " * indent + flat]
        generator = node.generators[0]
        target = _source(text, generator.target)
        loop = f"for {target} in {_source(text, generator.iter)}"
        if isinstance(node, ast.DictComp):
            head = self.value(
                text, f"{_source(text, node.key)}: ", node.value, "", indent, parenthesize=False
            )
        else:
            head = self._split(text, "", node.elt, "", indent)
        return [*head, *self._loop(text, loop, generator.iter, indent)]

    def _loop(self, text: str, loop: str, over: ast.expr, indent: int) -> list[str]:
        """Break the loop of a comprehension in the brackets of what it runs over."""
        margin = " " * indent
        place = next((node for node in ast.walk(over) if isinstance(node, ast.Subscript)), None)
        if self._fits(loop, indent):
            return [margin + loop]
        if place is None:
            before = loop[: -len(_source(text, over))]
            return self._split(text, before, over, "", indent)
        inside = _source(text, place.slice)
        before, _, after = loop.partition(f"[{inside}]")
        return [f"{margin}{before}[", f"{margin}    {inside}", f"{margin}]{after}"]
