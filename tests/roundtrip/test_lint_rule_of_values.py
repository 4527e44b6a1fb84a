"""What JSON refuses is named by the lint rule that sees it in the source."""

from __future__ import annotations

import dataclasses
import enum
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scaffold.roundtrip.not_json import not_json


class Mode(enum.Enum):
    FAST = "fast"


@dataclasses.dataclass
class Window:
    size: int = 3


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Mode.FAST, "KS214"),
        (Window(), "KS215"),
        (Path("a"), "KS209"),
        (range(3), "KS209"),
        ({1}, "KS207"),
        (np.zeros(2), "KS208"),
        (object(), ""),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value,
)
def test_value_names_the_rule_about_it(value: Any, code: str) -> None:
    """The kind of value decides, wherever it is in the config."""
    found = not_json({"units": 3, "several": [value]})
    assert found is not None
    assert found.lint_rule == code
