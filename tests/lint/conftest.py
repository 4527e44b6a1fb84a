"""Lint a text as a user would: from a file, through the public runner."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold.finding import Finding
from scaffold.lint.run import lint

LintText = Callable[..., list[Finding]]


@pytest.fixture
def lint_text(tmp_path: Path) -> LintText:
    """Return a function that writes a text to a file and gives the findings in it."""

    def run(text: str, name: str = "layers.py") -> list[Finding]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return list(lint([str(path)]).findings)

    return run
