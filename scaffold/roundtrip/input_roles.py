"""What the names in ``call`` say about its inputs (ids, masks, images, graphs), and how it takes them apart."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scaffold.roundtrip.inputs import BATCH, Inputs, floats
from scaffold.roundtrip.keras_signatures import source_tree

# Shapes by rank; sizes differ, so that confused axes show, and are large enough for small kernels.
SHAPE_OF_RANK = {
    1: (BATCH,),
    2: (BATCH, 5),
    3: (BATCH, 6, 5),
    4: (BATCH, 8, 8, 3),
    5: (BATCH, 6, 6, 6, 3),
    6: (BATCH, 3, 6, 6, 6, 2),
}


@dataclass(frozen=True, slots=True)
class Role:
    """What the name of an argument of ``call`` says about it.

    Args:
        matches: The names.
        kind: ``"ids"``, ``"mask"`` or ``"floats"``.
        shape: Its usual shape.
    """

    matches: re.Pattern[str]
    kind: str
    shape: tuple[int, ...]


ROLES = (
    Role(
        re.compile(r"(?:ids?|indices|index|tokens?|labels?|positions|lengths?|segments?)$"), "ids", (BATCH, 6)
    ),
    Role(re.compile(r"mask"), "mask", (BATCH, 6)),
    Role(re.compile(r"image|frame|pixel"), "floats", (BATCH, 8, 8, 3)),
    Role(re.compile(r"box"), "floats", (BATCH, 3, 4)),
    Role(re.compile(r"^(?:a|adj|adjacency.*)$"), "floats", (6, 6)),
)


def data_of_name(name: str, rank: int) -> Any:
    """Return data for an argument of ``call``, by what its name says; numbers of this rank where it says nothing."""
    import numpy as np

    role = next((role for role in ROLES if role.matches.search(name)), None)
    if role is None:
        return floats(SHAPE_OF_RANK[rank])
    if role.kind == "ids":
        return (np.arange(BATCH * 6, dtype="int32") % 3).reshape(role.shape)
    return np.ones(role.shape, dtype="bool") if role.kind == "mask" else floats(role.shape)


# Of a graph: its nodes, its edges as pairs of nodes, and what belongs to each edge.
_NODES = 6
_EDGES = 8
_PAIRS = re.compile(
    r"^(?:edges?|edge_(?:ind(?:ex|ices)|list)|(?:\w+_)?pairs?|pair_ind(?:ex|ices)|links?|connectivity)$"
)
_ONE_AN_EDGE = re.compile(r"edge_weights?$|^weights?$|edge_norm$")
_OF_AN_EDGE = re.compile(r"^(?:edge|bond|link|relation)_")


def graphs(names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the data of a graph by these names, none with a batch: pairs of nodes as rows, then as columns.

    Args:
        names: Arguments of ``call``, or the parts that it unpacks; nothing is yielded where none is for pairs.

    Example:
        >>> [data["edge_index"].shape for data in graphs(["x", "edge_index"])]
        [(2, 8), (8, 2)]
    """
    import numpy as np

    if len(names) < 2 or not any(map(_PAIRS.search, names)) or all(map(_PAIRS.search, names)):
        return
    pairs = np.stack([np.arange(_EDGES) % _NODES, (3 * np.arange(_EDGES) + 1) % _NODES]).astype("int32")
    for edges in (pairs, pairs.T.copy()):
        yield {name: _of_graph(name, edges) for name in names}


def _of_graph(name: str, edges: Any) -> Any:
    if _PAIRS.search(name):
        return edges
    if _ONE_AN_EDGE.search(name):
        return floats((_EDGES,))
    return floats((_EDGES if _OF_AN_EDGE.search(name) else _NODES, 5))


def structured(layer: Any) -> Iterator[Inputs]:
    """Yield dicts and lists, where ``call`` takes its first argument apart by keys or unpacks it."""
    tree, first = _call_of(layer)
    keys = list(dict.fromkeys(_keys_read(tree, first))) if tree is not None else []
    if keys:
        for rank in (3, 2, 4):
            yield Inputs(positional={key: data_of_name(key, rank) for key in keys})
    parts = parts_of_inputs(layer)
    if len(parts) > 1:
        yield from (Inputs(positional=list(data.values())) for data in graphs(parts))
        for rank in (3, 2, 4):
            yield Inputs(positional=[data_of_name(part, rank) for part in parts])
            if any(map(_has_role, parts)):
                # Nodes and the matrix between them go without batch.
                yield Inputs(
                    positional=[
                        data_of_name(part, rank) if _has_role(part) else floats((6, 5)) for part in parts
                    ]
                )
        for rank in (3, 2, 4):
            yield Inputs(positional=[floats(SHAPE_OF_RANK[rank]) for _ in parts])


def parts_of_inputs(layer: Any) -> tuple[str, ...]:
    """Return the names of the parts that ``call`` takes its first argument apart into; nothing where it does not."""
    tree, first = _call_of(layer)
    return (next(_unpacked(tree, first), ()) or _indexed(tree, first)) if tree is not None else ()


def _call_of(layer: Any) -> tuple[ast.AST | None, str]:
    """Return the source of ``call`` and the name of its first argument; no source where either is not known."""
    tree = source_tree(inspect.unwrap(getattr(type(layer), "call", None) or type(layer).__call__))
    first = next(iter(inspect.signature(layer.call).parameters), "")
    return (tree if first else None), first


def _has_role(name: str) -> bool:
    return any(role.matches.search(name) for role in ROLES)


def _keys_read(tree: ast.AST, name: str) -> Iterator[str]:
    """Yield the keys of ``name["key"]``."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Name)
            and node.value.id == name
            and isinstance(node.slice, ast.Constant)
            and isinstance(node.slice.value, str)
        ):
            yield node.slice.value


def _indexed(tree: ast.AST, name: str) -> tuple[str, ...]:
    """Return the names of ``a = name[0]`` and ``b = name[1]``; nothing where one is left out."""
    found: dict[int, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Subscript):
            continue
        owner, place, target = node.value.value, node.value.slice, node.targets[0]
        by_number = isinstance(place, ast.Constant) and type(place.value) is int
        if by_number and isinstance(owner, ast.Name) and owner.id == name and isinstance(target, ast.Name):
            found.setdefault(place.value, target.id)  # type: ignore[attr-defined]
    return tuple(found[index] for index in range(len(found))) if set(found) == set(range(len(found))) else ()


def _unpacked(tree: ast.AST, name: str) -> Iterator[tuple[str, ...]]:
    """Yield the names of ``a, b = name``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id == name:
            for target in node.targets:
                if isinstance(target, (ast.Tuple, ast.List)):
                    yield tuple(getattr(item, "id", "") for item in target.elts)
