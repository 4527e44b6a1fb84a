"""The differences between two saved models as text to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from scaffold.archive.change import Change, Kind
from scaffold.archive.read import Archive
from scaffold.object_tree import is_object, printable

_WIDTH = 70

_MARKS = {
    Kind.LAYER_ADDED: "+",
    Kind.CONFIG_ADDED: "+",
    Kind.WEIGHT_ADDED: "+",
    Kind.LAYER_REMOVED: "-",
    Kind.CONFIG_REMOVED: "-",
    Kind.WEIGHT_REMOVED: "-",
}


def change_lines(old: Archive, new: Archive, changes: tuple[Change, ...]) -> Iterator[str]:
    """Yield the report of a comparison: the two files, every layer that differs, what it means for loading."""
    yield printable(f"{_described(old)} -> {_described(new)}")
    if not changes:
        yield "no differences"
        return
    by_layer: dict[str, list[Change]] = {}
    for change in changes:
        by_layer.setdefault(change.path, []).append(change)
    for path, group in by_layer.items():
        yield from (printable(line) for line in _layer_lines(path, group[0].class_name, group))
    count = len(changes)
    yield f"{count} difference{'' if count == 1 else 's'}"
    if old.format == new.format:
        yield printable(_consequence(old, new, changes))


def _described(archive: Archive) -> str:
    version = f" (Keras {archive.keras_version})" if archive.keras_version else ""
    return f"{archive.path}{version}"


def _layer_lines(path: str, class_name: str, changes: list[Change]) -> Iterator[str]:
    whole = [change.kind for change in changes if change.kind in (Kind.LAYER_ADDED, Kind.LAYER_REMOVED)]
    mark = f"{_MARKS[whole[0]]} " if whole else ""
    yield f"{mark}{path or '(model)'}: {class_name}"
    for change in changes:
        if change.kind not in (Kind.LAYER_ADDED, Kind.LAYER_REMOVED):
            yield f"    {_MARKS.get(change.kind, '~')} {_text(change)}"


def _text(change: Change) -> str:
    old, new = _value(change.old), _value(change.new)
    if change.kind is Kind.LAYER_RENAMED:
        return f"renamed: {old} -> {new}"
    if change.kind is Kind.CLASS_CHANGED:
        return f"class: {old} -> {new}"
    if change.kind is Kind.SHARING_CHANGED:
        return f"shared with: {old} -> {new}"
    if change.kind is Kind.VALUES_CHANGED:
        return f"weight {change.key} {old}: {new}"
    if change.kind is Kind.WEIGHT_CHANGED:
        return f"weight {change.key}: {old} -> {new}"
    if change.kind in (Kind.WEIGHT_ADDED, Kind.WEIGHT_REMOVED):
        return f"weight {change.key}: {new if change.kind is Kind.WEIGHT_ADDED else old}"
    if change.kind in (Kind.CONFIG_ADDED, Kind.CONFIG_REMOVED):
        return f"{change.key}: {new if change.kind is Kind.CONFIG_ADDED else old}"
    return f"{change.key}: {old} -> {new}"


def _value(value: Any) -> str:
    if isinstance(value, str):
        text = value
    elif is_object(value):
        inner = json.dumps(value["config"], ensure_ascii=False)
        text = value["class_name"] + (f" {inner}" if inner != "{}" else "")
    else:
        text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _WIDTH else text[: _WIDTH - 3] + "..."


def _consequence(old: Archive, new: Archive, changes: tuple[Change, ...]) -> str:
    """Say whether the weights of one could be loaded into the other."""
    breaking = sorted({change.path or "(model)" for change in changes if change.breaks_loading})
    if not breaking:
        return f"The weights of '{old.path}' fit the model of '{new.path}'."
    named = ", ".join(breaking[:5]) + (f" and {len(breaking) - 5} more" if len(breaking) > 5 else "")
    return f"The weights of '{old.path}' do not fit the model of '{new.path}': {named}."
