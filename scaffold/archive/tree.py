"""The config of a saved model and the groups of its weights file, brought together as one tree of layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.archive.weights import WeightGroup, groups
from scaffold.object_tree import (
    Nested,
    ObjectNode,
    attribute_order,
    is_graph,
    is_operation,
    nested_layers,
    saved_names,
    with_references,
)

# What the weights file of a model holds beside layers; private attributes hold losses and metrics.
_NOT_LAYERS_OF_MODEL = frozenset({"optimizer", "loss", "metrics"})
# More layers of one class and one name than a model with shared layers has.
_MAX_CANDIDATES = 50
# Keras 2.13 wrote this where later versions write "layers".
_OLD_LAYERS = "_layer_checkpoint_dependencies"
# Layers of Keras that keep a layer under another name than that of the constructor argument.
_ATTRIBUTES = {("Bidirectional", "layer"): "forward_layer"}


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
        self._states = _States(weights)
        self._claimed: set[str] = set()
        self._shared: dict[Any, str] = {}
        self._named: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {}
        self._paths: dict[str, int] = {}

    def root(self, entry: dict[str, Any]) -> ObjectNode:
        return self._node(entry, "", "", self._file)

    def _path(self, owner: str, segment: str) -> str:
        path = wanted = f"{owner}/{segment}" if owner else segment
        while path in self._paths:
            self._paths[wanted] += 1
            path = f"{wanted}#{self._paths[wanted]}"
        self._paths[path] = 1
        return path

    def _node(self, entry: dict[str, Any], path: str, segment: str, group: WeightGroup | None) -> ObjectNode:
        config = entry["config"] if isinstance(entry["config"], dict) else {}
        shared = entry.get("shared_object_id")
        if isinstance(shared, int | str):
            self._shared.setdefault(shared, path)
        self._named.setdefault((entry["class_name"], name_of(entry)), []).append((path, entry))
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
        first = self._first_of(entry)
        if first is None:
            return self._node(entry, path, segment, group)
        return ObjectNode(
            path=path,
            segment=segment,
            **_identity(entry),
            name=name_of(entry),
            same_as=first,
            sharing_lost=entry["shared_object_id"] not in self._shared,
        )

    def _first_of(self, entry: dict[str, Any]) -> str | None:
        """Return the path of the same layer met before, where the layer is shared.

        Keras writes one id beside every place of a shared layer, but an owner that serializes the layer in its
        own get_config keeps a copy of the first place that was made before the id was known. An id that no
        earlier place has therefore means the one earlier layer with this name and config.
        """
        shared = entry.get("shared_object_id")
        if not isinstance(shared, int | str):
            return None
        if shared in self._shared:
            return self._shared[shared]
        earlier = self._named.get((entry["class_name"], name_of(entry)), [])
        same = [path for path, other in earlier[:_MAX_CANDIDATES] if _same(other, entry)]
        return same[0] if len(same) == 1 else None

    def _members(
        self, config: dict[str, Any], class_name: str, group: WeightGroup | None, is_root: bool
    ) -> list[tuple[Nested, str, WeightGroup | None]]:
        """List the layers a config holds, each with its segment and its part of the weights file."""
        if is_graph(config, class_name):
            return self._graph_members(config, class_name, group)
        members = []
        for nested in nested_layers(config):
            found = self._find(nested, group)
            segment = "/".join(
                (_ATTRIBUTES.get((class_name, nested.segments[0]), nested.segments[0]), *nested.segments[1:])
            )
            if found is not None and group is not None:
                # The weights file knows the attribute; the config only the constructor argument.
                attribute = found.path.removeprefix(group.path).lstrip("/").split("/")[0]
                if self._states.lists_layers(group):
                    segment = found.name or segment
                elif attribute != "layers" or not is_root:
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
            members.append((nested, name_of(entry) or str(index), self._find(nested, group)))
        return members

    def _find(self, nested: Nested, group: WeightGroup | None) -> WeightGroup | None:
        """Find the weights of a nested layer: where Keras puts them, else by the layer's recorded name."""
        if group is None or not nested.saved_as:
            return None
        expected = self._states.at(group, nested.saved_as)
        if expected is None and nested.saved_as[0] == "layers":
            expected = self._states.at(group, (_OLD_LAYERS, *nested.saved_as[1:]))
        if expected is not None and expected.path in self._claimed:
            expected = None
        name = name_of(nested.entry)
        if expected is not None and (not name or not expected.name or expected.name == name):
            return expected
        by_name = [state for state in self._states.named(group, name) if state.path not in self._claimed]
        container = "/".join((group.path, *nested.saved_as[:-1])).lstrip("/")
        inside = [state for state in by_name if state.path.startswith(f"{container}/")]
        for found in (inside, by_name):
            if len(found) == 1:
                return found[0]
        return expected

    def _only_in_weights(self, path: str, group: WeightGroup | None) -> tuple[ObjectNode, ...]:
        if group is None:
            return ()
        found = []
        for state in self._states.below(group):
            relative = state.path.removeprefix(group.path).lstrip("/")
            attribute = relative.split("/")[0]
            if state.path in self._claimed or (not path and _is_training_state(attribute)):
                continue
            # Of the layers a model lists, Keras records the name; which attribute holds them it does not.
            listed = not path or self._states.lists_layers(group)
            by_name = listed and attribute in ("layers", _OLD_LAYERS) and state.name
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


def _same(value: Any, other: Any) -> bool:
    """Compare two serialized objects without their ids."""
    if isinstance(value, dict) and isinstance(other, dict):
        keys = (value.keys() | other.keys()) - {"shared_object_id"}
        return all(key in value and key in other and _same(value[key], other[key]) for key in keys)
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(_same, value, other))
    return bool(value == other)


class _States:
    """The objects of a weights file, found by path, by owner, and by owner and recorded name."""

    def __init__(self, weights: WeightGroup | None) -> None:
        self._by_path: dict[str, WeightGroup] = {}
        self._by_owner: dict[str, list[WeightGroup]] = {}
        self._by_name: dict[tuple[str, str], list[WeightGroup]] = {}
        if weights is not None:
            self._add(weights, weights.path)

    def _add(self, group: WeightGroup, owner: str) -> None:
        for child in group.children:
            if child.holds_state:
                self._by_path[child.path] = child
                self._by_owner.setdefault(owner, []).append(child)
                self._by_name.setdefault((owner, child.name), []).append(child)
            self._add(child, child.path if child.holds_state else owner)

    def at(self, owner: WeightGroup, segments: tuple[str, ...]) -> WeightGroup | None:
        return self._by_path.get("/".join((owner.path, *segments)).lstrip("/"))

    def below(self, owner: WeightGroup) -> list[WeightGroup]:
        """List the objects saved directly below one, in its attributes and the containers there."""
        return self._by_owner.get(owner.path, [])

    def lists_layers(self, owner: WeightGroup) -> bool:
        """Whether an object is certainly a functional model: no other one lists an input layer."""
        return f"{owner.path}/layers/input_layer".lstrip("/") in self._by_path

    def named(self, owner: WeightGroup, name: str) -> list[WeightGroup]:
        return self._by_name.get((owner.path, name), []) if name else []


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
    below = weights.children if weights else ()
    optimizers = [child for child in below if child.path == "optimizer"]
    return sum(len(group.weights) for optimizer in optimizers for group in groups(optimizer))
