"""Whatever is asked for, the generated code is as a formatter, strict linters and a type checker would have it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from scaffold.generate.style import Style
from scaffold.lint.run import lint
from tests.generate.drawn import LAYERS, TEMPLATES, Words, files_from, generated, requests, write

# The default run; set it to thousands for a long one.
SPECS = int(os.environ.get("SCAFFOLD_DRAWN_SPECS", "300"))

# Names drawn at full length, and texts that cannot be broken, make lines that no formatter can shorten.
_LONG_LINES = "E501"
_WIDE = (
    "A,ANN,ARG,B,BLE,C4,D1,E,EXE,F,FLY,FURB,G,I,ICN,INT,ISC,LOG,N,NPY,PERF,PGH,PIE,PLC,PLE,PLW,PT,PTH,PYI,"
    "Q,RET,RSE,RUF,S,SIM,SLF,SLOT,T10,T20,TC,TID,UP,W,YTT"
)
_IGNORED = ",".join(
    [
        _LONG_LINES,
        "ANN",  # judged by mypy, where code is typed
        "D102", "D105", "D107",  # the methods every layer has need no docstring
        "S101",  # tests assert
        "PT009", "PT027",  # those of unittest in its own way
        "E741",  # a name is the choice of who typed it
        "RUF001", "RUF002", "RUF003",  # a text may hold letters that look like others
        "PLW1641",  # not about generated code
    ]
)  # fmt: skip


def _ruff(directory: Path, *arguments: str) -> str:
    outcome = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "--no-cache", "."],
        cwd=directory, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return outcome.stdout + outcome.stderr if outcome.returncode else ""


def _mypy(directory: Path, *paths: str) -> str:
    outcome = subprocess.run(
        [
            sys.executable, "-m", "mypy", "--strict", "--allow-subclassing-any", "--no-incremental", "--config-file=",
            "--disable-error-code=import-untyped", "--disable-error-code=import-not-found", *paths,
        ],
        cwd=directory, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return "" if outcome.stdout.startswith("Success: no issues found in") else outcome.stdout + outcome.stderr


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Several hundred drawn layers, in one directory for each line length: each tool judges them all at once."""
    root = tmp_path_factory.mktemp("drawn")
    asked: dict[str, Words] = {}

    @settings(
        max_examples=SPECS, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    @given(words=requests())
    def collect(words):
        directory = root / str(words.style.width)
        directory.mkdir(exist_ok=True)
        (directory / "ruff.toml").write_text(f"line-length = {words.style.width}\n")
        for path in write(directory, words):
            asked[path.name] = words

    collect()
    assert len(asked) >= 2 * SPECS * 0.9
    return root, asked


def _asked_in(report: str, asked: dict[str, Words]) -> str:
    """Return the report, and what was asked for in the files that it names."""
    named = [f"{name}: {words}" for name, words in asked.items() if name in report]
    return "\n".join([report[:6000], *named[:5]])


def test_a_formatter_changes_nothing(drawn):
    """`ruff format` leaves every file alone, at the line length that was asked for."""
    root, asked = drawn
    report = "".join(_ruff(directory, "format", "--diff") for directory in root.iterdir())
    assert report == "", _asked_in(report, asked)


def test_a_wide_set_of_rules_finds_nothing(drawn):
    """`ruff check` has nothing to say, with nearly every rule there is."""
    root, asked = drawn
    rules = ("--output-format=concise", "--select", _WIDE, "--ignore", _IGNORED)
    report = "".join(_ruff(directory, "check", *rules) for directory in root.iterdir())
    assert report == "", _asked_in(report, asked)


def test_own_linter_finds_nothing(drawn):
    """`scaffold lint` is silent about every generated layer, and does judge each."""
    root, asked = drawn
    result = lint([str(root)])
    report = "\n".join(f"{finding.path}: {finding.code} {finding.message}" for finding in result.findings)
    assert report == "", _asked_in(report, asked)
    assert result.classes >= len(asked) // 2


def test_strict_mypy_finds_nothing(drawn):
    """Typed code is fully typed; that Keras itself is not is all that must be allowed."""
    root, asked = drawn
    report = _mypy(root, *(str(path) for path in root.glob("*/*.py") if asked[path.name].style.typed))
    assert report == "", _asked_in(report, asked)


# One argument for each statement of the templates; the names are filled up to every length in turn.
_ENDINGS = (
    "_units:int[1..]", "_rate:float[0..1]=0.5", "_scale:float[..<2]=1.0", "_bool:bool=true", "_text:str?",
    "_choice:choice[sum,mean]", "_enum:enum[sum,mean]=sum", "_member:enum[a,b]?", "_fn:callable", "_axis:axis=-1",
    "_activation:activation=leaky_relu", "_initializer:initializer=variance_scaling", "_regularizer:regularizer?",
    "_constraint:constraint=min_max_norm", "_layer:layer", "_head:layer?", "_layers:list[layer]", "_more:list[layer]?",
    "_dict:dict[layer]", "_optional:dict[layer]?", "_function:callable?", "_array:array=0.5,0.25", "_numbers:array?",
    "_words:vocabulary?", "_pair:tuple[int,2]=3,3", "_list:list[float]=0.5,0.5", "_rates:list[float]?",
    "_shape:shape=1000000,2000000,3000000", "_size:shape?", "_seed:seed", "_dtype:dtype?", "_mode:choice[a,b]?",
    "_int:int[0<..<7]?", "_float:float?=0.25",
)  # fmt: skip


@pytest.mark.parametrize("width", [72, 79, 88])
def test_names_of_every_length_are_laid_out(tmp_path, width):
    """Each statement, whatever the length of the name in it, is broken where `ruff format` breaks it."""
    (tmp_path / "ruff.toml").write_text(f"line-length = {width}\n")
    style = Style(width=width)
    for length in range(14, 41):
        write(tmp_path, Words([_filled_up(ending, length) for ending in _ENDINGS], style=style))
        # Alone, an argument stands in shorter statements: in turn, every third of them at each length.
        for ending in _ENDINGS[length % 3 :: 3]:
            write(tmp_path, Words([_filled_up(ending, length), "filters:int"], style=style))
        for template in TEMPLATES[length % 3 :: 3]:
            write(tmp_path, Words([_filled_up("_units:int[1..]", length)], template, style=style))
    assert _ruff(tmp_path, "format", "--diff") == ""


def _filled_up(ending: str, length: int) -> str:
    name, _, rest = ending.partition(":")
    return f"{name.rjust(length, 'x')}:{rest}"


def test_examples_of_every_kind_are_strictly_typed(tmp_path):
    """The layers that hold every kind, required and optional, are among what mypy judges in any case."""
    for number, arguments in enumerate(LAYERS.values()):
        for name, text in generated(arguments, f"Layer{number}Drawn").items():
            (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    assert _mypy(tmp_path, ".") == ""


@pytest.mark.parametrize("tests", ["pytest", "unittest"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_usual_layers_fit_on_lines_of_79_columns(template, tests):
    """What the kit itself says, messages of errors included, is as short as the narrowest usual line."""
    words = Words([], template, style=Style(width=79, tests=tests))
    long = [line for text in files_from(words).values() for line in text.splitlines() if len(line) > 79]
    assert long == []
