"""Whatever the arguments, the generated code is as a formatter and a strict linter would have it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.generate.drawn import argument_lists, generated

# Names drawn at full length, and texts that cannot be broken, make lines that no formatter can shorten.
_LONG_LINES = "E501"
_WIDE = (
    "A,ANN,ARG,B,BLE,C4,D1,E,EXE,F,FLY,FURB,G,I,ICN,INT,ISC,LOG,N,NPY,PERF,PGH,PIE,PLC,PLE,PLW,PT,PTH,PYI,"
    "Q,RET,RSE,RUF,S,SIM,SLF,SLOT,T10,T20,TC,TID,UP,W,YTT"
)
_IGNORED = ",".join(
    [
        _LONG_LINES,
        "ANN401",  # tensors are Any: each backend has its own class
        "D102", "D105", "D107",  # the methods every layer has need no docstring
        "S101",  # tests assert
        "E741",  # a name is the choice of who typed it
        "RUF001", "RUF002", "RUF003",  # a default may hold letters that look like others
    ]
)  # fmt: skip


def _ruff(directory: Path, *arguments: str) -> str:
    outcome = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", "."],
        cwd=directory, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return outcome.stdout + outcome.stderr if outcome.returncode else ""


def _write(directory: Path, layers: list[list[str]]) -> None:
    for number, arguments in enumerate(layers):
        for name, text in generated(arguments, f"Layer{number}Drawn").items():
            (directory / name).write_text(text, encoding="utf-8", newline="\n")


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(layers=st.lists(argument_lists(), min_size=12, max_size=12))
def test_format_and_lint_change_nothing(layers, tmp_path_factory):
    """`ruff format` leaves every file alone, and a wide set of rules finds nothing; one run judges a batch."""
    directory = tmp_path_factory.mktemp("style")
    _write(directory, layers)
    assert _ruff(directory, "format", "--diff") == ""
    assert _ruff(directory, "check", "--select", _WIDE, "--ignore", _IGNORED) == ""
