"""Edits of ``get_config`` and ``from_config``, in the way they are written, or as new methods where there are none."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from scaffold.evolve.layout import block, entry_lines
from scaffold.evolve.target import Function, Target
from scaffold.finding import Edit
from scaffold.lint.repair.get_config import add_entries
from scaffold.lint.repair.items import append_items
from scaffold.lint.repair.places import begins_line, brackets, indentation, line_end, line_start


def entry_edits(target: Target, function: Function, key: str, expression: str) -> list[Edit]:
    """Return the edits that put a key into the config that a class's own ``get_config`` makes.

    Raises:
        ScaffoldError: The place for another key cannot be told.
    """
    entries = {key: expression}
    found = _keyword(target, function, key, expression) or add_entries(target.cls, entries, may_outgrow=True)
    if not found:
        raise target.refusal(
            "it cannot be told where get_config takes another key",
            f'Put "{key}": {expression} into the config by hand, or write get_config as one dict.',
            function,
        )
    return list(found)


def _keyword(target: Target, function: Function, key: str, expression: str) -> tuple[Edit, ...] | None:
    """Return the edit where keys are written as keywords: ``config.update(units=...)``, ``dict(config, units=...)``."""
    found = keyword_call(target, function)
    if found is None:
        return None
    inside = target.places.of(found)
    where = brackets(target.text, inside.start, inside.end)
    return (
        None if where is None else append_items(target.text, where, [f"{key}={expression}"], target.newline)
    )


def keyword_call(target: Target, function: Function) -> ast.Call | None:
    """Return the call whose keywords are keys of the config, or None where there is none."""
    found: ast.Call | None = None
    for node in function.body:
        match node:
            case (
                ast.Expr(value=ast.Call(func=ast.Attribute(attr="update"), args=[], keywords=[_, *_]) as call)
                | ast.Return(value=ast.Call(func=ast.Name(id="dict"), keywords=[_, *_]) as call)
                | ast.Assign(value=ast.Call(func=ast.Name(id="dict"), keywords=[_, *_]) as call)
            ):
                found = call
    if found is None or found.keywords[-1].arg is None:
        return None
    inside = target.places.of(found)
    entries = target.cls.get_config.entries if target.cls.get_config is not None else ()
    return found if any(inside.start <= entry.span.start < inside.end for entry in entries) else None


def new_get_config(target: Target, entries: dict[str, str], returns: str) -> list[str]:
    """Return the lines of a ``get_config``, as the generator writes it.

    Args:
        target: The class.
        entries: Key -> expression.
        returns: The annotation of its result with its arrow; empty where the class has none.
    """
    indent, unit = target.indent, target.unit
    items = [f'"{key}": {value}' for key, value in entries.items()]
    return [
        f"{indent}def get_config(self){returns}:",
        f"{indent}{unit}return {{",
        *entry_lines(("**super().get_config()", *items), indent + unit * 2, unit, target.width),
        f"{indent}{unit}}}",
    ]


def new_from_config(target: Target, statements: Sequence[str], annotations: tuple[str, str]) -> list[str]:
    """Return the lines of a ``from_config`` that does something to a copy of the config first.

    Args:
        target: The class.
        statements: What it does with ``config``.
        annotations: Those of the config and of the result, with colon and arrow; empty where the class has none.
    """
    indent, unit = target.indent, target.unit
    body = ["config = dict(config)", *statements, "return super().from_config(config)"]
    header = f"def from_config(cls, config{annotations[0]}){annotations[1]}:"
    return [f"{indent}@classmethod", indent + header, *block(body, indent + unit, unit, target.width)]


def from_config_edit(target: Target, function: Function, statements: Sequence[str], config: str) -> Edit:
    """Return the edit that does something to a copy of the config at the beginning of a ``from_config``.

    Args:
        target: The class.
        function: Its ``from_config``.
        statements: What to do with it.
        config: What the method calls its config.
    """
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    start = target.places.of(body[0]).start if body else -1
    if not body or not begins_line(target.text, start):
        raise target.refusal(
            "the body of from_config stands on one line with its signature",
            "Put it on lines of its own first.",
            function,
        )
    indent = indentation(target.text, start)
    if _copies(ast.unparse(body[0]), config):
        at = line_end(target.text, target.places.of(body[0]).end)
        lines = block(statements, indent, target.unit, target.width)
        return Edit(at, at, "".join(target.newline + line for line in lines))
    lines = block([f"{config} = dict({config})", *statements], indent, target.unit, target.width)
    at = start - len(indent)
    return Edit(at, at, "".join(line + target.newline for line in lines))


def _copies(statement: str, config: str) -> bool:
    name = re.escape(config)
    copied = rf"dict\({name}\)|{name}\.copy\(\)|copy\.(?:deep)?copy\({name}\)|(?:deep)?copy\({name}\)|\{{\*\*{name}\}}"
    return re.fullmatch(rf"{name} = (?:{copied})", statement) is not None


def constant_edit(target: Target, statement: str) -> Edit:
    """Return the edit that adds a constant to the class: behind those it has, or below its docstring."""
    body, newline = target.node.body, target.newline
    first = next((index for index, node in enumerate(body) if not _is_constant(node)), len(body))
    lines = block([statement], target.indent, target.unit, target.width)
    text = newline.join(lines)
    if not begins_line(target.text, target.start(body[0])):
        raise target.refusal("the class stands on one line", "Put its body on lines of its own first.")
    if first and not isinstance(body[first - 1], ast.Expr):
        at = line_end(target.text, target.places.of(body[first - 1]).end)
        return Edit(at, at, newline + text)
    if first:
        at = line_end(target.text, target.places.of(body[first - 1]).end)
        return Edit(at, at, newline * 2 + text)
    at = target.start(body[0])
    at = target.text.rfind("\n", 0, at) + 1
    return Edit(at, at, text + newline * 2)


def class_edit(target: Target, lines: Sequence[str]) -> Edit:
    """Return the edit that puts a class in front of the statement of the module that holds the target.

    Args:
        target: The class.
        lines: The new class, four spaces a step.
    """
    node = target.places.of(target.node)
    outermost = next(
        known
        for known in target.module.tree.body
        if target.places.of(known).start <= node.start and node.end <= target.places.of(known).end
    )
    starts = [target.places.of(part).start for part in (outermost, *getattr(outermost, "decorator_list", []))]
    at = line_start(target.text, min(starts))
    # A comment that stands on a statement belongs to it.
    while at and target.text[line_start(target.text, at - 1) : at].startswith("#"):
        at = line_start(target.text, at - 1)
    text = [re.sub(r"^(?: {4})+", lambda found: target.unit * (len(found[0]) // 4), line) for line in lines]
    return Edit(at, at, "".join(line + target.newline for line in (*text, "", "")))


def _is_constant(node: ast.stmt) -> bool:
    """Tell whether a statement is a docstring or a plain assignment."""
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text or isinstance(node, ast.Assign | ast.AnnAssign)


def methods_edit(target: Target, methods: Sequence[Sequence[str]], *, first: bool = False) -> Edit:
    """Return the edit that adds methods to the class.

    Args:
        target: The class.
        methods: The lines of each.
        first: Whether to put them in front of the other methods, where a constructor stands, and not at the end.
    """
    newline, text = target.newline, target.text
    body = target.node.body
    if not begins_line(text, target.start(body[0])):
        raise target.refusal("the class stands on one line", "Put its body on lines of its own first.")
    if first:
        functions = [node for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        if functions:
            at = target.start(functions[0])
            at = text.rindex("\n", 0, at) + 1
            return Edit(at, at, "".join(newline.join(lines) + newline * 2 for lines in methods))
    added = newline * 2 + (newline * 2).join(newline.join(lines) for lines in methods)
    if len(body) == 1 and isinstance(body[0], ast.Pass):
        span = target.places.of(body[0])
        start = span.start - len(indentation(text, span.start))
        return Edit(start, span.end, added.removeprefix(newline * 2))
    at = line_end(text, target.places.of(body[-1]).end)
    return Edit(at, at, added)
