"""Kinds made of others: lists and tuples of numbers and texts."""

from __future__ import annotations

import functools

from scaffold.draws import ListsOf, Nothing, TuplesOf
from scaffold.kinds.kind import Kind
from scaffold.kinds.parsers import parse_items
from scaffold.kinds.table import ROWS
from scaffold.pattern import pattern

_ITEMS = {kind.name: kind for kind in ROWS if kind.name in ("int", "float", "bool", "str")}
_WRITTEN = pattern(r"(?P<of>list|tuple)\[\s*(?P<item>\w+)\s*(?:,\s*(?P<length>[1-8])\s*)?\]")


@functools.cache
def container_named(text: str) -> Kind | None:
    """Return the kind of ``list[float]``, ``tuple[int,2]`` and the like; None where it is none of these."""
    match = _WRITTEN.fullmatch(text)
    if match is None or match["item"] not in _ITEMS or (match["of"] == "tuple") != bool(match["length"]):
        return None
    return container(match["of"], match["item"], int(match["length"]) if match["length"] else None)


@functools.cache
def container(of: str, item_name: str, length: int | None) -> Kind:
    """Build the kind of a list, or of a tuple of a certain length.

    Args:
        of: ``list`` or ``tuple``.
        item_name: Kind of its items.
        length: How many items a tuple has; None for a list.

    Returns:
        Its row in the table of kinds.
    """
    item = _ITEMS[item_name]
    plural = f"{item.noun}s"
    drawn = not isinstance(item.draws, Nothing)
    if length is None:
        one = item.normalize.format(value="item")
        example = f"{item.example},{item.example}"
        return Kind(
            name=f"list[{item_name}]",
            summary=f"a list of {plural}",
            noun=f"list of {plural}",
            annotation=f"Sequence[{item_name}]",
            normalize="list({value})" if one == "item" else f"[{one} for item in {{value}}]",
            to_config="list({value})",
            parse=parse_items(item.parse, None, example),
            example=example,
            sample=f"[{item.sample}, {item.sample}]",
            strategy="" if drawn else 'st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=3)',
            draws=ListsOf(item.draws, 1, 3) if drawn else Nothing(),
        )
    example = ",".join([item.example] * length)
    return Kind(
        name=f"tuple[{item_name},{length}]",
        summary=f"a tuple of {length} {plural}",
        noun=f"tuple of {length} {plural}",
        annotation=f"tuple[{', '.join([item_name] * length)}]",
        normalize=f"tuple(map({item_name}, {{value}}))" if item_name != "str" else "tuple({value})",
        to_config="list({value})",
        parse=parse_items(item.parse, length, example),
        example=example,
        sample=f"({', '.join([item.sample] * length)},)"
        if length == 1
        else f"({', '.join([item.sample] * length)})",
        strategy="" if drawn else f'st.tuples(*[st.sampled_from(["a", "b"])] * {length})',
        draws=TuplesOf(item.draws, length, length) if drawn else Nothing(),
        length=length,
    )
