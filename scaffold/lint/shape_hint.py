"""Which constructor arguments only tell Keras the shape of the inputs, which it also learns from the inputs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scaffold.lint.repair.body import constructor_node
from scaffold.source.facts import ClassInfo

# What a layer is told in place of an Input before it; no config carries it, and none has to.
# https://github.com/keras-team/keras/blob/v3.15.1/keras/src/layers/layer.py
_HINT = "input_shape"
_HINTS = frozenset({_HINT, f"batch_{_HINT}"})


def is_shape_hint(cls: ClassInfo, name: str) -> bool:
    """Whether the constructor does nothing with an argument but make ``input_shape`` of it for its parent."""
    # Few constructors say a word of it, and to see what they do with it they are parsed once more.
    span = cls.constructor.span if cls.constructor is not None else cls.span
    node = constructor_node(cls) if cls.source.text.find(_HINT, span.start, span.end) >= 0 else None
    if node is None:
        return False
    hints = {id(read) for value in _hints(node) for read in _reads(value, name)}
    asked = {
        id(read)
        for part in ast.walk(node)
        if isinstance(part, (ast.If, ast.IfExp))
        for read in _reads(part.test, name)
    }
    return bool(hints) and all(id(read) in hints | asked for read in _reads(node, name))


def _hints(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what is put into ``**kwargs``, or given to a parent's constructor, as the shape of the inputs."""
    for part in ast.walk(node):
        if isinstance(part, ast.Assign) and any(_is_hint(target) for target in part.targets):
            yield part.value
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
            if part.func.attr == "__init__":
                yield from (keyword.value for keyword in part.keywords if keyword.arg in _HINTS)
            elif part.func.attr == "setdefault" and len(part.args) > 1 and _names_hint(part.args[0]):
                yield part.args[1]


def _is_hint(target: ast.expr) -> bool:
    return isinstance(target, ast.Subscript) and _names_hint(target.slice)


def _names_hint(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value in _HINTS


def _reads(node: ast.AST, name: str) -> Iterator[ast.Name]:
    return (
        part
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Load)
    )
