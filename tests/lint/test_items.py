"""Inserting into bracketed lists: in the style the list is written in, whatever stands around it."""

from __future__ import annotations

import pytest

from scaffold.lint.apply import apply_edits
from scaffold.lint.repair.items import append_items, prepend_item
from scaffold.lint.repair.places import brackets

STYLES = {
    "empty": ("{}", "{x}"),
    "one line": ("{a: 1}", "{a: 1, x}"),
    "one line, comma": ("{a: 1,}", "{a: 1, x}"),
    "comma in a string": ('{a: ",}"}', '{a: ",}", x}'),
    "nested": ("{a: {b: (1, 2)}}", "{a: {b: (1, 2)}, x}"),
    "parenthesised": ("{a: (b)}", "{a: (b), x}"),
    "own lines": ("{\n    a: 1,\n    b: 2,\n}", "{\n    a: 1,\n    b: 2,\n    x,\n}"),
    "own lines, no comma": ("{\n    a: 1\n}", "{\n    a: 1,\n    x\n}"),
    "comment behind": ("{\n    a: 1,  # why\n}", "{\n    a: 1,  # why\n    x,\n}"),
    "comment, no comma": ("{\n    a: 1  # why, {so}\n}", "{\n    a: 1,  # why, {so}\n    x\n}"),
    "bracket behind the last": ("{a: 1,\n b: 2}", "{a: 1,\n b: 2,\n x}"),
    "bracket behind the comma": ("{a: 1,\n b: 2,}", "{a: 1,\n b: 2,\n x}"),
    "first on the bracket's line": ("{a: 1,\n}", "{a: 1, x\n}"),
    "spread": ("{**base}", "{**base, x}"),
    "CRLF": ("{\r\n  a: 1,\r\n}", "{\r\n  a: 1,\r\n  x,\r\n}"),
    "only a comment": ("{  # nothing yet\n}", "{  # nothing yet\n    x,\n}"),
    "a comment on its line": ("{\n  # nothing yet\n}", "{\n  # nothing yet\n  x,\n}"),
    "call": ("super().__init__(a, b=(1, 2))", "super().__init__(a, b=(1, 2), x)"),
    "lambda": ("(self, f=lambda a, b: a)", "(self, f=lambda a, b: a, x)"),
    "annotated": ("(self, a: dict[str, int] = {})", "(self, a: dict[str, int] = {}, x)"),
}


@pytest.mark.parametrize("style", STYLES)
def test_item_is_appended_in_the_style_of_the_list(style: str) -> None:
    """Indentation, trailing comma, comments and line ends are kept."""
    old, new = STYLES[style]
    where = brackets(old, 0, len(old))
    assert where is not None
    newline = "\r\n" if "\r\n" in old else "\n"
    assert apply_edits(old, append_items(old, where, ["x"], newline)) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{}", "{x}"),
        ("{a: 1}", "{x, a: 1}"),
        ("{\n    a: 1,\n}", "{\n    x,\n    a: 1,\n}"),
        ("{  # why\n    a: 1\n}", "{  # why\n    x,\n    a: 1\n}"),
    ],
)
def test_item_is_put_first(old: str, new: str) -> None:
    """The same at the other end."""
    where = brackets(old, 0, len(old))
    assert where is not None
    assert apply_edits(old, prepend_item(old, where, "x", "\n")) == new


@pytest.mark.parametrize("text", ["a", "(a", "a)", "(a) + b", "", "(a) #", "'(a)"])
def test_what_is_no_bracketed_list_is_left_alone(text: str) -> None:
    """No guess is made where the stretch does not end with its own closing bracket."""
    assert brackets(text, 0, len(text)) is None


def test_offsets_count_characters() -> None:
    """Text before, and characters of several bytes, do not move the places."""
    text = "größe = f('層', b)"
    where = brackets(text, 8, len(text))
    assert where is not None
    assert [text[start:end] for start, end in where.items] == ["'層'", "b"]
