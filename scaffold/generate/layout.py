"""Statements broken into lines as ruff and black break them, so that a formatter changes nothing."""

from __future__ import annotations

import ast

WIDTH = 88
_INDENT = 4


def statement(text: str, indent: int) -> list[str]:
    """Lay out one statement, or the header of a block.

    Args:
        text: The statement on one line, with its own indentation; a header ends in a colon.
        indent: Columns to indent it by in addition.

    Returns:
        Its lines.

    Example:
        >>> statement("self.units = int(units)", 8)
        ['        self.units = int(units)']
    """
    bare = text.lstrip()
    indent += len(text) - len(bare)
    if _fits(bare, indent):
        return [" " * indent + bare]
    if bare.endswith(":"):
        header = ast.parse(f"{bare} pass").body[0]
        if isinstance(header, ast.If):
            return _value(bare, "if ", header.test, ":", indent)
        return [" " * indent + bare]
    node = ast.parse(bare).body[0]
    if isinstance(node, ast.Assign):
        return _value(bare, f"{_source(bare, node.targets[0])} = ", node.value, "", indent)
    if isinstance(node, ast.Return) and node.value is not None:
        return _value(bare, "return ", node.value, "", indent, parenthesize=False)
    if isinstance(node, ast.Raise) and node.exc is not None:
        return _value(bare, "raise ", node.exc, "", indent, parenthesize=False)
    if isinstance(node, ast.Expr):
        return _value(bare, "", node.value, "", indent, parenthesize=False)
    return [" " * indent + bare]


def entry(key: str, expression: str, indent: int) -> list[str]:
    """Lay out one entry of a dict that has one entry on each line.

    Args:
        key: The key, as a literal.
        expression: The value.
        indent: Columns to indent it by.

    Returns:
        Its lines, with a comma at the end.
    """
    node = ast.parse(expression, mode="eval").body
    return _value(expression, f"{key}: ", node, ",", indent, parenthesize=False)


def parameter(name: str, annotation: str, default: str, indent: int) -> list[str]:
    """Lay out one parameter of a signature that has one parameter on each line.

    Args:
        name: Name of the parameter.
        annotation: Its annotation.
        default: Its default as a literal; empty where it has none.
        indent: Columns to indent it by.

    Returns:
        Its lines, with a comma at the end.
    """
    tail = f" = {default}," if default else ","
    text = f"{name}: {annotation}{tail}"
    if _fits(text, indent):
        return [" " * indent + text]
    if default.startswith("("):
        value = ast.parse(default, mode="eval").body
        return _value(default, f"{name}: {annotation} = ", value, ",", indent)
    first, *others = annotation.split(" | ")
    lines = [f"{name}: {first}", *(f"| {other}" for other in others)]
    return [" " * indent + line for line in [*lines[:-1], lines[-1] + tail]]


def _fits(text: str, indent: int) -> bool:
    return indent + len(text) <= WIDTH


def _source(text: str, node: ast.expr) -> str:
    segment = ast.get_source_segment(text, node)
    if segment is None:
        raise ValueError(f"no source for {ast.dump(node)}")
    return segment


def _value(
    text: str, before: str, node: ast.expr, after: str, indent: int, *, parenthesize: bool = True
) -> list[str]:
    """Lay out ``before``, the expression ``node`` of ``text``, and ``after``."""
    margin = " " * indent
    flat = _source(text, node)
    if _fits(before + flat + after, indent):
        return [margin + before + flat + after]
    if isinstance(node, ast.Call) and (
        not parenthesize or _fits(f"{before}{_source(text, node.func)}(", indent)
    ):
        return _call(text, before, node, after, indent)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and isinstance(node.operand, ast.Call):
        return _call(text, f"{before}not ", node.operand, after, indent)
    if isinstance(node, ast.ListComp):
        return [f"{margin}{before}[", *_comprehension(text, node, indent + _INDENT), f"{margin}]{after}"]
    if isinstance(node, ast.Tuple | ast.List):
        items = [line for item in node.elts for line in _value(text, "", item, ",", indent + _INDENT)]
        return [f"{margin}{before}{flat[0]}", *items, f"{margin}{flat[-1]}{after}"]
    if parenthesize:
        inner = _split(text, "", node, "", indent + _INDENT)
        return [f"{margin}{before}(", *inner, f"{margin}){after}"]
    return _split(text, before, node, after, indent)


def _split(text: str, before: str, node: ast.expr, after: str, indent: int) -> list[str]:
    """Break an expression before its operators."""
    margin = " " * indent
    flat = before + _source(text, node) + after
    if not _fits(flat, indent) and isinstance(node, ast.IfExp):
        return [
            margin + before + _source(text, node.body),
            f"{margin}if {_source(text, node.test)}",
            *_value(text, "else ", node.orelse, after, indent, parenthesize=False),
        ]
    if not _fits(flat, indent) and isinstance(node, ast.BoolOp):
        operator = "and" if isinstance(node.op, ast.And) else "or"
        first, *others = node.values
        lines = _split(text, "", first, "", indent)
        for other in others:
            lines += _split(text, f"{operator} ", other, "", indent)
        return lines
    if not _fits(flat, indent) and isinstance(node, ast.Compare):
        left, right = _source(text, node.left), _source(text, node.comparators[0])
        operator = _source(text, node)[len(left) : -len(right)].strip()
        return [margin + before + left, f"{margin}{operator} {right}{after}"]
    if not _fits(flat, indent) and isinstance(node, ast.Call):
        return _call(text, before, node, after, indent)
    return [margin + flat]


def _call(text: str, before: str, node: ast.Call, after: str, indent: int) -> list[str]:
    margin = " " * indent
    arguments = [("", argument) for argument in node.args]
    arguments += [(f"{keyword.arg}=", keyword.value) for keyword in node.keywords]
    body = ", ".join(name + _source(text, value) for name, value in arguments)
    only = node.args[0] if len(arguments) == 1 and node.args else None
    if isinstance(only, ast.GeneratorExp):
        lines = _comprehension(text, only, indent + _INDENT)
    elif _fits(body, indent + _INDENT) or len(arguments) == 1:
        lines = [" " * (indent + _INDENT) + body]
    else:
        lines = [
            line
            for name, value in arguments
            for line in _value(text, name, value, ",", indent + _INDENT, parenthesize=False)
        ]
    return [f"{margin}{before}{_source(text, node.func)}(", *lines, f"{margin}){after}"]


def _comprehension(text: str, node: ast.ListComp | ast.GeneratorExp, indent: int) -> list[str]:
    flat = _source(text, node)[1:-1]
    if _fits(flat, indent):
        return [" " * indent + flat]
    generator = node.generators[0]
    loop = f"for {_source(text, generator.target)} in {_source(text, generator.iter)}"
    return [*_split(text, "", node.elt, "", indent), " " * indent + loop]
