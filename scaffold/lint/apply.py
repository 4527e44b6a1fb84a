"""Apply fixes to a text: pure, changing only the characters the edits name."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence

from scaffold.finding import Edit, Fix


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with the edits applied; they must not overlap.

    Raises:
        ValueError: Two edits overlap, or an edit lies outside of the text.

    Example:
        >>> apply_edits("a b", [Edit(0, 1, "x"), Edit(3, 3, "!")])
        'x b!'
    """
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not position <= edit.start <= edit.end <= len(text):
            raise ValueError(f"edit {edit} overlaps another one or lies outside of the text")
        parts += (text[position : edit.start], edit.replacement)
        position = edit.end
    return "".join(parts) + text[position:]


def compatible(fixes: Sequence[Fix]) -> list[Fix]:
    """Return the fixes that can be applied together, the earlier ones first.

    A fix that touches or overlaps a place an accepted one changes is left for the next round, when the
    text has been looked at anew; the same fix given twice (one repair of two findings) counts once.
    """
    accepted: dict[Fix, None] = {}
    taken: list[tuple[int, int]] = []  # in order, and as none overlap, their ends are in order too
    for fix in fixes:
        if fix not in accepted and not any(_touches(edit, taken) for edit in fix.edits):
            accepted[fix] = None
            for edit in fix.edits:
                insort(taken, (edit.start, edit.end))
    return list(accepted)


def _touches(edit: Edit, taken: Sequence[tuple[int, int]]) -> bool:
    """Tell whether an edit touches a place: if any, then the last that begins before the edit ends."""
    before = bisect_right(taken, edit.end, key=lambda place: place[0])
    return before > 0 and taken[before - 1][1] >= edit.start
