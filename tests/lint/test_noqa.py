"""Silencing: only by a comment on the finding's line, and only for what it names."""

from __future__ import annotations

import pytest

from scaffold.lint.noqa import is_silenced, silenced


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = 1  # noqa", True),
        ("x = 1  # NOQA: ks101", True),
        ("x = 1  # noqa:KS101", True),
        ("x = 1  # noqa: F401, KS101", True),
        ("x = 1  # noqa: F401 KS101 because the table is made again", True),
        ("x = 1  # noqa: KS102", False),
        ("x = 1  # noqa: F401", False),
        ("x = '# noqa'", False),
        ("x = 1  # no", False),
    ],
)
def test_comment_silences_what_it_names(line: str, expected: bool) -> None:
    """A bare comment silences everything on its line; with codes it silences these; a string silences nothing."""
    assert is_silenced("KS101", 1, silenced(line + "\n")) is expected


def test_other_lines_are_not_silenced() -> None:
    """The comment counts for its own line alone."""
    lines = silenced("x = 1\ny = 2  # noqa\nz = 3\n")
    assert [is_silenced("KS101", line, lines) for line in (1, 2, 3)] == [False, True, False]
