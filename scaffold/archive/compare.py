"""Two saved models compared: layers matched as Keras would match them, every difference a plain value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scaffold.archive.change import Change, Kind
from scaffold.archive.read import Archive
from scaffold.archive.wiring import is_wired, wiring_changes, with_old_paths
from scaffold.object_tree import ObjectNode, Weight, snake_case

# Entries of a functional or sequential model's config that say how its layers are joined; see wiring.py.
_GRAPH = frozenset({"layers", "input_layers", "output_layers"})
ONLY_IN_WEIGHTS = "layer known only from the weights file"


Pair = tuple[ObjectNode, ObjectNode]
CompareValues = Callable[[ObjectNode, Weight, ObjectNode, Weight], str]


def compare(old: Archive, new: Archive, values: CompareValues | None = None) -> tuple[Change, ...]:
    """List what differs between two saved models.

    Layers are matched by path. Automatic names that differ only in their counter (``dense``, ``dense_7``) are
    the same name. Layers of a functional or sequential model that are left over are matched by class and
    order, as Keras matches them when it loads weights, and shown as renamed.

    Args:
        old: The model to compare with.
        new: The model that is compared.
        values: Says how two weights of equal shape differ, or an empty text; None leaves values alone.

    Returns:
        The differences, in the order of the old model, added layers after the layers they are beside. What
        only one of the two formats records is left out where the formats differ: weights, compilation.
    """
    same_format = old.format == new.format
    pairing = Pairing(old.model, new.model, with_weights=same_format)
    changes: list[Change] = []
    if same_format:
        before, after = old.config.get("compile_config"), new.config.get("compile_config")
        changes += _value_changes("", old.model.class_name, "compile_config", _plain(before), _plain(after))
    for item in pairing.found:
        if isinstance(item, Change):
            changes.append(item)
            continue
        changes += _node_changes(item, pairing)
        if same_format:
            changes += _weight_changes(item, values)
    return tuple(changes)


class Pairing:
    """Two trees walked side by side: pairs of layers, whole layers that only one has, and names that moved.

    Args:
        old: The root of the old model.
        new: The root of the new model.
        with_weights: Whether layers that only a weights file knows count.
    """

    def __init__(self, old: ObjectNode, new: ObjectNode, *, with_weights: bool = True) -> None:
        self.found: list[Pair | Change] = []
        self.old_path: dict[str, str] = {}
        self._with_weights = with_weights
        self._pair(old, new)

    def _children(self, node: ObjectNode) -> list[ObjectNode]:
        return [child for child in node.children if self._with_weights or child.origin != "weights"]

    def _pair(self, old: ObjectNode, new: ObjectNode) -> None:
        self.found.append((old, new))
        self.old_path[new.path] = old.path
        partners = self._partners(old, new)
        taken = {id(partner) for partner, _ in partners.values()}
        for child in self._children(old):
            if id(child) not in partners:
                self._whole(Kind.LAYER_REMOVED, child)
                continue
            partner, renamed = partners[id(child)]
            if renamed:
                change = Change(
                    Kind.LAYER_RENAMED, child.path, label(child), old=child.segment, new=partner.segment
                )
                self.found.append(change)
            self._pair(child, partner)
        for child in self._children(new):
            if id(child) not in taken:
                self._whole(Kind.LAYER_ADDED, child)

    def _whole(self, kind: Kind, node: ObjectNode) -> None:
        added = kind is Kind.LAYER_ADDED
        self.found.append(Change(kind, node.path, label(node)))
        for weight in node.weights if self._with_weights else ():
            old, new = (None, weight_text(weight)) if added else (weight_text(weight), None)
            change = Kind.WEIGHT_ADDED if added else Kind.WEIGHT_REMOVED
            self.found.append(Change(change, node.path, label(node), weight.name, old, new))
        for child in self._children(node):
            self._whole(kind, child)

    def _partners(self, old: ObjectNode, new: ObjectNode) -> dict[int, tuple[ObjectNode, bool]]:
        """Return the partner of each child of the old node, and whether it was renamed."""
        graphs = is_wired(old) and is_wired(new)
        before, after = _keyed(self._children(old), graphs), _keyed(self._children(new), graphs)
        partners = {id(child): (after[key], False) for key, child in before.items() if key in after}
        if not graphs:
            return partners
        left: dict[str, list[ObjectNode]] = {}
        for key, child in after.items():
            if key not in before:
                left.setdefault(child.class_name, []).append(child)
        for child in before.values():
            if id(child) not in partners and left.get(child.class_name):
                partners[id(child)] = (left[child.class_name].pop(0), True)
        return partners


def _keyed(children: list[ObjectNode], by_name: bool) -> dict[tuple[str, int], ObjectNode]:
    """Key layers by name; automatically named ones by class and order, for their counter is of the process."""
    keyed: dict[tuple[str, int], ObjectNode] = {}
    for child in children:
        stem = _automatic(child.segment, child.class_name) if by_name else ""
        key = (stem or child.segment, 1 if stem else 0)
        while key in keyed:
            key = (key[0], key[1] + 1)
        keyed[key] = child
    return keyed


def _automatic(name: str, class_name: str) -> str:
    """Return an automatic name without its counter, or an empty text for a name that someone gave."""
    stem, _, counter = name.rpartition("_")
    stem = stem if stem and counter.isdecimal() else name
    return stem if class_name and stem.endswith(snake_case(class_name)) else ""


def label(node: ObjectNode) -> str:
    """Return the class of a node, or what is known instead."""
    return node.class_name or ONLY_IN_WEIGHTS


def _node_changes(pair: Pair, pairing: Pairing) -> Iterator[Change]:
    old, new = pair
    before, after = _identity(old, new), _identity(new, old)
    if old.class_name and new.class_name and before != after:
        yield Change(Kind.CLASS_CHANGED, old.path, label(old), old=before, new=after)
    shared_with = pairing.old_path.get(new.same_as, new.same_as)
    if old.same_as != shared_with:
        yield Change(
            Kind.SHARING_CHANGED, old.path, label(old), old=old.same_as or None, new=shared_with or None
        )
    if old.config is None or new.config is None:
        return
    skipped = _GRAPH if is_wired(old) and is_wired(new) else frozenset()
    config, other = _plain(dict(old.config)), _plain(with_old_paths(dict(new.config), pairing.old_path))
    for key in [*config, *(key for key in other if key not in config)]:
        if key not in skipped and not (key == "name" and _same_name(old, new)):
            yield from _value_changes(
                old.path, label(old), key, config.get(key, _ABSENT), other.get(key, _ABSENT)
            )
    if skipped:
        yield from wiring_changes(old, new, pairing.old_path)


def _same_name(old: ObjectNode, new: ObjectNode) -> bool:
    """Whether a difference in names is of the counter only, or is shown as a renamed layer."""
    if old.name == old.segment and new.name == new.segment:
        return True
    stem = _automatic(old.name, old.class_name)
    return bool(stem) and stem == _automatic(new.name, new.class_name)


def _identity(node: ObjectNode, other: ObjectNode) -> str:
    """Name a class by what both files know: a legacy file names no module."""
    module = node.module if node.module and other.module else None
    registered = f" registered as {node.registered_name}" if node.custom and node.registered_name else ""
    return (f"{module}.{node.class_name}" if module else node.class_name) + registered


class _Absent:
    """Stands for a key that is not there."""

    def __repr__(self) -> str:
        return "absent"


_ABSENT = _Absent()


def _plain(value: Any) -> Any:
    """Leave out the ids of shared objects, which are another number at every save."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != "shared_object_id"}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _value_changes(path: str, class_name: str, key: str, old: Any, new: Any) -> Iterator[Change]:
    if old is _ABSENT or new is _ABSENT:
        kind = Kind.CONFIG_ADDED if old is _ABSENT else Kind.CONFIG_REMOVED
        yield Change(
            kind, path, class_name, key, None if old is _ABSENT else old, None if new is _ABSENT else new
        )
    elif isinstance(old, dict) and isinstance(new, dict) and old.get("class_name") == new.get("class_name"):
        config, other = old.get("config"), new.get("config")
        if isinstance(config, dict) and isinstance(other, dict) and _same_automatic_name(config, other, old):
            new = {**new, "config": {**other, "name": config["name"]}}
        for inner in [*old, *(name for name in new if name not in old)]:
            dotted = key if inner == "config" else f"{key}.{inner}"
            yield from _value_changes(
                path, class_name, dotted, old.get(inner, _ABSENT), new.get(inner, _ABSENT)
            )
    elif not _equal(old, new):
        yield Change(Kind.CONFIG_CHANGED, path, class_name, key, old, new)


def _same_automatic_name(config: dict[str, Any], other: dict[str, Any], serialized: dict[str, Any]) -> bool:
    name, class_name = config.get("name"), serialized.get("class_name")
    if not (isinstance(name, str) and isinstance(class_name, str) and isinstance(other.get("name"), str)):
        return False
    stem = _automatic(name, class_name)
    return bool(stem) and stem == _automatic(other["name"], class_name)


def _equal(old: Any, new: Any) -> bool:
    """Compare JSON values: 1, 1.0 and true are three values, and NaN is itself."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_equal(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_equal, old, new))
    return type(old) is type(new) and (old == new or (old != old and new != new))


def _weight_changes(pair: Pair, values: CompareValues | None) -> Iterator[Change]:
    old, new = pair
    for before, after in _weight_pairs(old.weights, new.weights):
        name = (before or after or Weight("", (), "")).name
        if before is None or after is None:
            kind = Kind.WEIGHT_ADDED if before is None else Kind.WEIGHT_REMOVED
            yield Change(kind, old.path, label(old), name, _text_or_none(before), _text_or_none(after))
        elif (before.shape, before.dtype) != (after.shape, after.dtype):
            yield Change(
                Kind.WEIGHT_CHANGED, old.path, label(old), name, weight_text(before), weight_text(after)
            )
        elif values is not None:
            difference = values(old, before, new, after)
            if difference:
                yield Change(Kind.VALUES_CHANGED, old.path, label(old), name, weight_text(before), difference)


def _weight_pairs(
    old: tuple[Weight, ...], new: tuple[Weight, ...]
) -> list[tuple[Weight | None, Weight | None]]:
    before, after = {weight.name: weight for weight in old}, {weight.name: weight for weight in new}
    if before.keys() != after.keys() and len(old) == len(new):
        # Legacy files put the layer's name into the weight's; Keras goes by order there.
        return list(zip(old, new, strict=True))
    return [
        (before.get(name), after.get(name))
        for name in [*before, *(name for name in after if name not in before)]
    ]


def weight_text(weight: Weight) -> str:
    """Return dtype and shape of a weight, for example ``float32[3, 4]``."""
    return f"{weight.dtype}{list(weight.shape)}"


def _text_or_none(weight: Weight | None) -> str | None:
    return None if weight is None else weight_text(weight)
