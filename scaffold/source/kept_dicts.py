"""A dict that a constructor keeps in an attribute -> its keys, where nothing in the class can change them."""

from __future__ import annotations

import ast
import re

from scaffold.source.tree import nodes_in

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def keys_kept(constructor: _Function, attribute: str, text: str) -> tuple[str, ...] | None:
    """Return the keys of the one literal dict that an attribute of self certainly holds; None where there is none.

    Args:
        constructor: The ``__init__`` of the class.
        attribute: The attribute.
        text: The source of the class, in which nothing but one assignment and plain reading may name the attribute.
    """
    displays = [
        node.value
        for node in constructor.body
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and _is_own(node.targets[0], attribute)
    ]
    keys = _keys(displays[0]) if len(displays) == 1 else None
    if keys is None or any(_is_own(node, attribute) for node in _bound_in_loops(constructor)):
        return None
    name = re.escape(attribute)
    mentioned = len(re.findall(rf"\.{name}\b|['\"]{name}['\"]", text))
    return keys if mentioned == len(re.findall(_HARMLESS.format(name=name), text)) else None


# Its assignment, spreading it, reading an item of it, and methods that change nothing.
_HARMLESS = (
    r"\*\*\s*\w+\.{name}\b(?!\s*[\[.(])"
    r"|\b(?:update|dict)\(\s*\w+\.{name}\s*[,)]"
    r"|\.{name}\[\s*['\"]\w+['\"]\s*\](?!\s*(?:[-+*/|%&@^]|//|\*\*|>>|<<)?=(?!=))"
    r"|\.{name}\.(?:get|items|keys|values|copy)\("
    r"|\.{name}\s*=(?!=)"
)


def _is_own(node: ast.AST, attribute: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == attribute and isinstance(node.value, ast.Name)


def _bound_in_loops(constructor: _Function) -> list[ast.expr]:
    return [node.target for node in nodes_in(constructor, ast.For)]


def _keys(display: ast.expr) -> tuple[str, ...] | None:
    match display:
        case ast.Dict(keys=keys):
            names = [key.value if isinstance(key, ast.Constant) else None for key in keys]
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords):
            names = [keyword.arg for keyword in keywords]
        case _:
            return None
    known = tuple(name for name in names if isinstance(name, str))
    return known if len(known) == len(names) else None
