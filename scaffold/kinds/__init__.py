"""The one table of argument kinds: generator, linter and checker know a kind from here alone."""

from __future__ import annotations

from scaffold.kinds.containers import container, container_named
from scaffold.kinds.identifiers import MATRIX_ONLY
from scaffold.kinds.kind import Kind
from scaffold.kinds.table import ROWS

__all__ = ["KINDS", "MATRIX_ONLY", "OTHER_NAMES", "Kind", "kind_named", "kind_of_parameter"]

# Containers of other items and lengths than these are made where they are asked for.
KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (*ROWS, container("tuple", "int", 2), container("list", "float", None))
}

# What other libraries call a kind -> the kind, so that a message can name it.
OTHER_NAMES = {
    "integer": "int", "number": "float", "double": "float", "boolean": "bool", "string": "str", "text": "str",
    "literal": "choice", "function": "callable", "tuple": "tuple[int,2]", "list": "list[float]",
    "layers": "list[layer]", "dict": "dict[layer]", "ndarray": "array", "tensor": "array",
}  # fmt: skip


def kind_of_parameter(name: str) -> Kind | None:
    """Return the kind that a parameter's name reveals, the longest matching ending first, or None.

    Example:
        >>> kind_of_parameter("kernel_initializer").name
        'initializer'
        >>> kind_of_parameter("mystery") is None
        True
    """
    matches = [
        (len(ending), kind)
        for kind in ROWS
        for ending in kind.parameter_names
        if name == ending or name.endswith(ending if ending.startswith("_") else f"_{ending}")
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def kind_named(text: str) -> Kind | None:
    """Return the kind that is written so, containers such as ``list[int]`` and ``tuple[float,3]`` included.

    Example:
        >>> kind_named("tuple[float, 3]").annotation
        'tuple[float, float, float]'
        >>> kind_named("frobnicate") is None
        True
    """
    return KINDS.get(text) or container_named(text)
