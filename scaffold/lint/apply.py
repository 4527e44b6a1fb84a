"""Apply fixes to a text: pure, changing only the characters the edits name."""

from __future__ import annotations

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
    accepted: list[Fix] = []
    taken: list[Edit] = []
    for fix in fixes:
        if fix in accepted:
            continue
        if not any(_touch(edit, other) for edit in fix.edits for other in taken):
            accepted.append(fix)
            taken.extend(fix.edits)
    return accepted


def _touch(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end
