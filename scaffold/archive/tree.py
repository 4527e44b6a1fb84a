"""The config of a saved model and the groups of its weights file, brought together as one tree of layers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scaffold.archive.weights import WeightGroup, groups
from scaffold.errors import ScaffoldError
from scaffold.object_tree import (
    Nested,
    ObjectNode,
    attribute_order,
    is_graph,
    is_object,
    is_operation,
    nested_layers,
    printable,
    saved_names,
    with_references,
)

# A model inside a model adds four levels of JSON: enough for 60 of them, and safe for Python's stack.
MAX_NESTING = 250

# What the weights file of a model holds beside layers; private attributes hold losses and metrics.
_NOT_LAYERS_OF_MODEL = frozenset({"optimizer", "loss", "metrics"})
# Keras 2.13 wrote this where later versions write "layers".
_OLD_LAYERS = "_layer_checkpoint_dependencies"
# Layers of Keras that keep a layer under another name than that of the constructor argument.
_ATTRIBUTES = {("Bidirectional", "layer"): "forward_layer"}


def parse_config(content: bytes, where: str) -> dict[str, Any]:
    """Parse the config of a saved model: JSON whose root is a serialized object.

    Args:
        content: UTF-8 text of the config.
        where: What to call it in a message.

    Raises:
        ScaffoldError: When it is no JSON, nested beyond the bounds, or its root is something else.
    """
    try:
        config: dict[str, Any] = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ScaffoldError(f"{where} is not UTF-8: {error.reason} at byte {error.start}") from None
    except RecursionError:
        raise _too_deep(where) from None
    except ValueError as error:
        raise ScaffoldError(
            f"{where} is not valid JSON: {error}",
            remedy="The file was damaged or edited; save the model again.",
        ) from None
    if _depth(config) > MAX_NESTING:
        raise _too_deep(where)
    if not is_object(config) or not isinstance(config["config"], dict):
        found = (
            f"keys {printable(', '.join(sorted(config)[:6])[:200]) or 'none'}"
            if isinstance(config, dict)
            else type(config).__name__
        )
        raise ScaffoldError(
            f"{where} is not the config of a model: "
            f"expected an object with 'class_name' and 'config', found {found}",
            remedy="Give a file written by model.save('name.keras').",
        )
    return config


def _too_deep(where: str) -> ScaffoldError:
    return ScaffoldError(
        f"{where} is nested deeper than {MAX_NESTING} levels", remedy="A real model's is not."
    )


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level:
        deepest += 1
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(child for child in item.values() if isinstance(child, dict | list))
            elif isinstance(item, list):
                inner.extend(child for child in item if isinstance(child, dict | list))
        level = inner
    return deepest


def build_tree(config: dict[str, Any], weights: WeightGroup | None) -> ObjectNode:
    """Bring the config of a model and its weights together.

    Args:
        config: What :func:`parse_config` returned.
        weights: The whole weights file; None where there is none.

    Returns:
        The model, with path ``""``, and every layer below it: those the config knows, with their weights,
        and those only the weights file knows (a layer made in a constructor and kept in an attribute).
    """
    return _Builder(weights).root(config)


class _Builder:
    """One pass over one config: remembers shared layers, taken paths and claimed weights."""

    def __init__(self, weights: WeightGroup | None) -> None:
        self._file = weights
        self._claimed: set[str] = set()
        self._shared: dict[Any, str] = {}
        self._paths: set[str] = set()

    def root(self, entry: dict[str, Any]) -> ObjectNode:
        return self._node(entry, "", "", self._file)

    def _path(self, owner: str, segment: str) -> str:
        path = wanted = f"{owner}/{segment}" if owner else segment
        count = 1
        while path in self._paths:
            count += 1
            path = f"{wanted}#{count}"
        self._paths.add(path)
        return path

    def _node(self, entry: dict[str, Any], path: str, segment: str, group: WeightGroup | None) -> ObjectNode:
        config = entry["config"] if isinstance(entry["config"], dict) else {}
        shared = entry.get("shared_object_id")
        if isinstance(shared, int | str):
            self._shared.setdefault(shared, path)
        if group is not None:
            self._claimed.add(group.path)
        members = self._members(config, entry["class_name"], group, is_root=not path)
        children, references = [], {}
        for nested, member_segment, member_group in members:
            child = self._child(nested.entry, path, member_segment, member_group)
            references[nested.segments] = child.same_as or child.path
            children.append(child)
        found = (*children, *self._only_in_weights(path, group))
        if not is_graph(config, entry["class_name"]):
            found = tuple(sorted(found, key=lambda child: attribute_order(child.segment)))
        return ObjectNode(
            path=path,
            segment=segment,
            **_identity(entry),
            name=name_of(entry) or (group.name if group else ""),
            config=with_references(config, references),
            build_config=entry.get("build_config") if isinstance(entry.get("build_config"), dict) else None,
            weights=group.weights if group else (),
            children=found,
            error="" if isinstance(entry["config"], dict) else "its config is no object",
            weights_path=group.path if group else "",
        )

    def _child(
        self, entry: dict[str, Any], owner: str, segment: str, group: WeightGroup | None
    ) -> ObjectNode:
        path = self._path(owner, segment)
        first = self._shared.get(entry.get("shared_object_id")) if "shared_object_id" in entry else None
        if first is None:
            return self._node(entry, path, segment, group)
        return ObjectNode(
            path=path,
            segment=segment,
            **_identity(entry),
            name=name_of(entry),
            same_as=first,
        )

    def _members(
        self, config: dict[str, Any], class_name: str, group: WeightGroup | None, is_root: bool
    ) -> list[tuple[Nested, str, WeightGroup | None]]:
        """List the layers a config holds, each with its segment and its part of the weights file."""
        if is_graph(config, class_name):
            return self._graph_members(config, class_name, group)
        members = []
        for nested in nested_layers(config):
            found = self._find(nested, group, is_root)
            segment = "/".join(
                (_ATTRIBUTES.get((class_name, nested.segments[0]), nested.segments[0]), *nested.segments[1:])
            )
            if found is not None and group is not None:
                # The weights file knows the attribute; the config only the constructor argument.
                attribute = found.path.removeprefix(group.path).lstrip("/").split("/")[0]
                if attribute != "layers" or not is_root:
                    segment = "/".join((attribute, *nested.segments[1:]))
            members.append((nested, segment, found))
        return members

    def _graph_members(
        self, config: dict[str, Any], class_name: str, group: WeightGroup | None
    ) -> list[tuple[Nested, str, WeightGroup | None]]:
        entries = config["layers"]
        # A functional model saves its input layers, a sequential one does not; neither saves operations.
        sequential = "input_layers" not in config
        saved = [
            entry
            for entry in entries
            if not is_operation(entry) and not (sequential and entry["class_name"] == "InputLayer")
        ]
        names = {id(entry): name for entry, name in zip(saved, saved_names(saved), strict=True)}
        members = []
        for index, entry in enumerate(entries):
            saved_as = ("layers", names[id(entry)]) if id(entry) in names else ()
            nested = Nested(("layers", str(index)), saved_as, entry)
            members.append((nested, name_of(entry) or str(index), self._find(nested, group, False)))
        return members

    def _find(self, nested: Nested, group: WeightGroup | None, is_root: bool) -> WeightGroup | None:
        """Find the weights of a nested layer: where Keras puts them, else by the layer's recorded name."""
        if group is None or not nested.saved_as:
            return None
        expected = group.find("/".join(nested.saved_as))
        if expected is None and nested.saved_as[0] == "layers":
            expected = group.find("/".join((_OLD_LAYERS, *nested.saved_as[1:])))
        name = name_of(nested.entry)
        if expected is not None and expected.path not in self._claimed:
            if not name or not expected.name or expected.name == name:
                return expected
        else:
            expected = None
        container = group.find("/".join(nested.saved_as[:-1]))
        by_name = self._named(container, name) or self._named(group, name)
        if by_name is None and is_root:
            by_name = self._named(group.find("layers"), name)
        return by_name or expected

    def _named(self, group: WeightGroup | None, name: str) -> WeightGroup | None:
        """Return the only unclaimed state of that name directly in a group or in its containers."""
        if group is None or not name:
            return None
        found = [state for state in _states(group) if state.name == name and state.path not in self._claimed]
        return found[0] if len(found) == 1 else None

    def _only_in_weights(self, path: str, group: WeightGroup | None) -> tuple[ObjectNode, ...]:
        if group is None:
            return ()
        found = []
        for state in _states(group):
            relative = state.path.removeprefix(group.path).lstrip("/")
            attribute = relative.split("/")[0]
            if state.path in self._claimed or (not path and _is_training_state(attribute)):
                continue
            # Of the layers a model lists, Keras records the name; which attribute holds them it does not.
            by_name = not path and attribute in ("layers", _OLD_LAYERS) and state.name
            found.append(self._weights_only(state, path, state.name if by_name else relative))
        return tuple(sorted(found, key=lambda node: attribute_order(node.segment)))

    def _weights_only(self, state: WeightGroup, owner: str, segment: str) -> ObjectNode:
        self._claimed.add(state.path)
        path = self._path(owner, segment)
        return ObjectNode(
            path=path,
            segment=segment,
            name=state.name,
            weights=state.weights,
            children=self._only_in_weights(path, state),
            weights_path=state.path,
            origin="weights",
        )


def _states(group: WeightGroup) -> list[WeightGroup]:
    """List the objects saved directly below a group, in its attributes and the containers there."""
    found = []
    for child in group.children:
        found.extend([child] if child.holds_state else _states(child))
    return found


def _is_training_state(attribute: str) -> bool:
    private = attribute.startswith("_") and attribute != _OLD_LAYERS
    return private or attribute in _NOT_LAYERS_OF_MODEL


def _identity(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Read class, module and registered name; legacy configs write the registered name for the class."""
    module, registered = entry.get("module"), entry.get("registered_name")
    class_name = entry["class_name"]
    if "module" not in entry and ">" in class_name:
        registered = class_name
        class_name = class_name.rpartition(">")[2]
    return {
        "class_name": class_name,
        "module": module if isinstance(module, str) else None,
        "registered_name": registered if isinstance(registered, str) else None,
    }


def name_of(entry: Mapping[str, Any]) -> str:
    """Return the name of a serialized layer, from its config or from beside it; empty where it has none."""
    inner = entry.get("config")
    for source in (inner if isinstance(inner, dict) else {}, entry):
        name = source.get("name")
        if isinstance(name, str):
            return name
    return ""


def optimizer_weights(weights: WeightGroup | None) -> int:
    """Count the variables of the optimizer that a weights file holds."""
    found = weights.find("optimizer") if weights else None
    return sum(len(group.weights) for group in groups(found)) if found else 0
