"""How the layers of two functional or sequential models are joined, compared by name of the layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.archive.change import Change, Kind
from scaffold.object_tree import REFERENCE, ObjectNode


def is_wired(node: ObjectNode) -> bool:
    """Tell whether a node is a functional or sequential model, whose config lists its layers."""
    entries = (node.config or {}).get("layers")
    return isinstance(entries, list) and all(
        isinstance(entry, dict) and REFERENCE in entry for entry in entries
    )


def with_old_paths(value: Any, old_path: Mapping[str, str]) -> Any:
    """Copy a config of the new model with its references in the paths of the old one."""
    if isinstance(value, dict):
        return {
            key: old_path.get(item, item)
            if key == REFERENCE and isinstance(item, str)
            else with_old_paths(item, old_path)
            for key, item in value.items()
        }
    return [with_old_paths(item, old_path) for item in value] if isinstance(value, list) else value


def wiring_changes(old: ObjectNode, new: ObjectNode, old_path: Mapping[str, str]) -> Iterator[Change]:
    """Yield what differs in the order of common layers, in what feeds each, and in inputs and outputs.

    Args:
        old: A functional or sequential model.
        new: Its partner.
        old_path: Paths of the new model by what they are in the old one.
    """
    names = {child.segment: _last(old_path.get(child.path, child.path)) for child in new.children}
    before = _feeds(old, {}, {})
    after = _feeds(new, old_path, names)
    common = [path for path in before if path in after]
    order = [path for path in after if path in before]
    if common != order:
        yield Change(Kind.CONFIG_CHANGED, old.path, old.class_name, "layer order", common, order)
    classes = {child.path: child.class_name for child in old.children}
    for path in common:
        if before[path] != after[path]:
            yield Change(
                Kind.CONFIG_CHANGED, path, classes.get(path, ""), "fed by", before[path], after[path]
            )
    for key in ("input_layers", "output_layers"):
        first, second = (old.config or {}).get(key), (new.config or {}).get(key)
        ends, others = _sources(first, {}), _sources(second, names)
        if ends != others:
            yield Change(Kind.CONFIG_CHANGED, old.path, old.class_name, key, ends, others)


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _feeds(node: ObjectNode, old_path: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    entries = (node.config or {}).get("layers", [])
    return {
        old_path.get(entry[REFERENCE], entry[REFERENCE]): _calls(entry.get("inbound_nodes"), names)
        for entry in entries
    }


def _calls(nodes: Any, names: Mapping[str, str]) -> list[Any]:
    """List what each call of a layer is given; arguments that are left at None say nothing."""
    calls = []
    for node in nodes if isinstance(nodes, list) else ():
        given = _sources(node, names)
        if isinstance(given, dict):
            keywords = {key: item for key, item in (given.get("kwargs") or {}).items() if item is not None}
            given = [*(given.get("args") or ()), *([keywords] if keywords else [])]
        calls.append(given)
    return calls


def _sources(value: Any, names: Mapping[str, str]) -> Any:
    """Name tensors by the layer they come from; their shapes follow from the layers themselves."""
    if (
        isinstance(value, dict)
        and value.get("class_name") == "__keras_tensor__"
        and isinstance(value["config"], dict)
    ):
        return _sources(value["config"].get("keras_history"), names)
    if isinstance(value, dict):
        return {key: _sources(item, names) for key, item in value.items()}
    if isinstance(value, list):
        # [layer, call, output]: how Keras writes where a tensor comes from.
        if len(value) == 3 and isinstance(value[0], str) and all(type(item) is int for item in value[1:]):
            name, call, output = names.get(value[0], value[0]), *value[1:]
            return name + (f" (call {call})" if call else "") + (f" (output {output})" if output else "")
        return [_sources(item, names) for item in value]
    return value
