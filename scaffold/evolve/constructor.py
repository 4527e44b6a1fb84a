"""Edits that put a new argument into a constructor: into its signature and among the attributes it sets."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from scaffold.evolve.layout import block
from scaffold.evolve.target import Function, Target
from scaffold.finding import Edit
from scaffold.lint.repair.items import append_items
from scaffold.lint.repair.places import begins_line, brackets, indentation, line_end, line_start
from scaffold.source.facts import KerasClass

# Constructors whose arguments nobody passes by position.
_ROOTS = ("keras.layers.Layer", "keras.models.Model")


def parameter_edits(target: Target, function: Function, parameter: str) -> tuple[Edit, ...]:
    """Return the edits that put a parameter with a default behind the others, where every call still means the same.

    That is in front of ``**kwargs``, so behind a ``*`` where there is one.

    Raises:
        ScaffoldError: The parameter list cannot be told.
    """
    assert target.cls.constructor is not None
    text, span = target.text, target.cls.constructor.signature_span
    where = brackets(text, span.start, span.end)
    if where is None or not where.items:
        raise target.refusal(
            "the parameters of __init__ cannot be told", "Add the argument by hand.", function
        )
    first = where.items[-1][0]
    own_line = begins_line(text, first) and line_start(text, first) > where.open
    if function.args.kwarg is not None:
        between = target.newline + indentation(text, first) if own_line else " "
        return (Edit(first, first, f"{parameter},{between}"),)
    return append_items(text, where, [parameter], target.newline)


def attribute_edit(target: Target, function: Function, statements: Sequence[str]) -> Edit:
    """Return the edit that puts statements behind those that keep the other arguments.

    Args:
        target: The class.
        function: Its constructor.
        statements: Statements of one line each, in the words of the file.

    Raises:
        ScaffoldError: There is no place in the constructor that every way through it comes by.
    """
    body = function.body
    anchor = max(_super_call(function), _last_kept(function), _docstring(function))
    if anchor < 0:
        raise target.refusal(
            "__init__ neither calls super().__init__ nor keeps an argument, so there is no sure place for another",
            "Add the argument by hand.",
            function,
        )
    node = body[anchor]
    start = target.places.of(body[0]).start
    if not begins_line(target.text, start):
        raise target.refusal(
            "the body of __init__ stands on one line with its signature",
            "Put it on lines of its own first.",
            function,
        )
    at = line_end(target.text, target.places.of(node).end)
    lines = block(statements, indentation(target.text, start), target.unit, target.width)
    return Edit(at, at, "".join(target.newline + line for line in lines))


def _docstring(function: Function) -> int:
    """Return 0 where all there is is a docstring, so that something can stand behind it."""
    return 0 if len(function.body) == 1 and ast.get_docstring(function) is not None else -1


def _super_call(function: Function) -> int:
    found = -1
    for index, node in enumerate(function.body):
        match node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="__init__"))):
                found = index
    return found


def _last_kept(function: Function) -> int:
    """Return the last statement that keeps an argument in an attribute of its name."""
    own = function.args.args[0].arg if function.args.args else "self"
    parameters = {argument.arg for argument in (*function.args.args[1:], *function.args.kwonlyargs)}
    found = -1
    for index, node in enumerate(function.body):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            kept = [
                part for target in targets for part in ast.walk(target) if isinstance(part, ast.Attribute)
            ]
            names = [part.attr for part in kept if isinstance(part.value, ast.Name) and part.value.id == own]
            if any(name.lstrip("_") in parameters for name in names):
                found = index
    return found


def new_constructor(parameter: str, statements: Sequence[str], target: Target, returns: str) -> list[str]:
    """Return the lines of a constructor for a class that has none.

    Args:
        parameter: The parameter.
        statements: What it does with it, one statement each.
        target: The class.
        returns: `` -> None`` where the class is annotated, else nothing.
    """
    nearest = next(
        (a for a in target.cls.ancestors if isinstance(a, KerasClass) or a.constructor is not None), None
    )
    if nearest is not None and isinstance(nearest, KerasClass) and nearest.name in _ROOTS:
        signature, given = f"self, {parameter}, **kwargs", "**kwargs"
    else:
        # Calls may pass the parent's arguments by position.
        signature, given = f"self, *args, {parameter}, **kwargs", "*args, **kwargs"
    header = f"def __init__({signature}){returns}:"
    indent, unit = target.indent, target.unit
    body = [f"super().__init__({given})", *statements]
    return [indent + header, *block(body, indent + unit, unit, target.width)]
