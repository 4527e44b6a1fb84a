"""A text that is no Python becomes a problem that says why, whichever error the parser raises for it."""

from __future__ import annotations

import pytest

from scaffold.source.located import SourceFile
from scaffold.source.syntax import check_syntax

TEXTS = {
    "wrong syntax": ("def f(:\n", "is no valid Python 3."),
    "null character": ("x = 1\0\n", "is no valid Python"),
    # Half a character, as UTF-7 can hold: the parser cannot encode it, which is a ValueError.
    "lone surrogate": ("x = '\ud800'\n", "is no valid Python: "),
    "too deep": ("(" * 5000 + ")" * 5000, "is n"),
}


@pytest.mark.parametrize(("text", "said"), TEXTS.values(), ids=TEXTS)
def test_it_is_a_problem_and_no_crash(text: str, said: str) -> None:
    """The message begins with what is wrong."""
    problem = check_syntax(SourceFile("broken.py", "broken", text))
    assert problem is not None
    assert problem.message.startswith(said)
