"""A tree of layers as plain values that JSON can carry."""

from __future__ import annotations

import math
from typing import Any

from scaffold.object_tree import ObjectNode, walk

SCHEMA_VERSION = 1


def layer_entries(root: ObjectNode) -> dict[str, dict[str, Any]]:
    """Return every layer by path, owners before what they hold.

    Returns:
        ``{path: entry}``; the entry has ``class``, ``module``, ``registered_name``, ``name``, ``custom``,
        ``config`` (nested layers as ``{"$layer": path}``; null where unknown), ``build_config``, ``weights``
        (``name``, ``shape``, ``dtype`` of its own variables), ``parameters`` (of all it holds),
        ``weights_path``, ``origin`` (``config``, ``weights`` or ``live``), ``same_as`` (path of the same
        layer, where it is shared; else null) and ``error`` (why there is no config; else null).
    """
    return {node.path: entry(node) for node in walk(root) if node.path}


def entry(node: ObjectNode) -> dict[str, Any]:
    """Return one layer as plain values; see :func:`layer_entries`."""
    return {
        "class": node.class_name or None,
        "module": node.module,
        "registered_name": node.registered_name,
        "name": node.name or None,
        "custom": node.custom,
        "config": None if node.config is None else finite(dict(node.config)),
        "build_config": None if node.build_config is None else finite(dict(node.build_config)),
        "weights": [
            {"name": weight.name, "shape": list(weight.shape), "dtype": weight.dtype}
            for weight in node.weights
        ],
        "parameters": node.parameters,
        "weights_path": node.weights_path or None,
        "origin": node.origin,
        "same_as": node.same_as or None,
        "error": node.error or None,
    }


def finite(value: Any) -> Any:
    """Copy a value so that strict JSON can carry it: what is not finite becomes its name.

    Example:
        >>> finite({"max": float("inf"), "shape": (2, None)})
        {'max': 'Infinity', 'shape': [2, None]}
    """
    if isinstance(value, dict):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    return value
