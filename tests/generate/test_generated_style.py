"""Whatever the arguments, the generated code is as a formatter and a strict linter would have it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scaffold.lint.run import lint
from tests.generate.drawn import LAYERS, argument_lists, generated

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


# One argument for each statement of the templates; the names are filled up to every length in turn.
_ENDINGS = (
    "_units:int", "_rate:float=0.5", "_scale:float=1.0", "_bool:bool=true", "_text:str?", "_choice:choice[sum,mean]",
    "_activation:activation=leaky_relu", "_initializer:initializer=variance_scaling", "_regularizer:regularizer?",
    "_constraint:constraint=min_max_norm", "_layer:layer", "_head:layer?", "_layers:list[layer]", "_more:list[layer]?",
    "_shape:shape=1000000,2000000,3000000", "_size:shape?", "_seed:seed", "_dtype:dtype?", "_mode:choice[a,b]?",
    "_int:int?", "_float:float?=0.25",
)  # fmt: skip


def test_names_of_every_length_are_laid_out(tmp_path):
    """Each statement, whatever the length of the name in it, is broken where `ruff format` breaks it."""
    layers = []
    for length in range(13, 41):
        layers.append([_filled_up(ending, length) for ending in _ENDINGS])
        layers += [[_filled_up(ending, length), "filters:int"] for ending in _ENDINGS]
    _write(tmp_path, layers)
    assert _ruff(tmp_path, "format", "--diff") == ""


def _filled_up(ending: str, length: int) -> str:
    name, _, rest = ending.partition(":")
    return f"{name.rjust(length, 'x')}:{rest}"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(arguments=argument_lists())
def test_own_linter_finds_nothing(arguments, tmp_path_factory):
    """`scaffold lint` is silent about every generated layer, and does judge it."""
    directory = tmp_path_factory.mktemp("lint")
    _write(directory, [arguments])
    result = lint([str(directory)])
    assert [(finding.code, finding.message) for finding in result.findings] == []
    assert result.classes == 1


def test_strict_mypy_finds_nothing(tmp_path):
    """Generated code is fully typed; that Keras itself is not is all that must be allowed."""
    _write(tmp_path, list(LAYERS.values()))
    outcome = subprocess.run(
        [
            sys.executable, "-m", "mypy", "--strict", "--allow-subclassing-any", "--no-incremental", "--config-file=",
            "--disable-error-code=import-untyped", "--disable-error-code=import-not-found", ".",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert outcome.stdout.startswith("Success: no issues found in"), outcome.stdout + outcome.stderr
