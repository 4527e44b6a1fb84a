"""scaffold inspect shows every layer's config of a file or a live model, and explains what it cannot use."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from scaffold.cli.inspect import command

MODELS = Path(__file__).with_name("models.py")

LOADED = """
import sys
try:
    from scaffold.cli import main
    main(sys.argv[1:])
except SystemExit as end:
    code = end.code
{extra}
heavy = sorted(name for name in ("keras", "tensorflow", "jax", "torch") if name in sys.modules)
print("LOADED", code, *heavy)
"""


def loaded_by(*arguments: object, extra: str = "") -> str:
    """Run the command in a fresh interpreter and return its last line: exit code and heavy modules."""
    script = LOADED.format(extra=extra)
    process = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return process.stdout.splitlines()[-1]


def run(*arguments: object):
    return CliRunner().invoke(command, list(map(str, arguments)), standalone_mode=False)


def test_inspecting_a_file_loads_no_framework(saved):
    """Neither Keras nor a backend is imported to inspect a file."""
    assert loaded_by("inspect", saved["nested"]) == "LOADED 0"
    assert loaded_by("inspect", saved["legacy"], "--output-format", "json") == "LOADED 0"


def test_comparing_and_diagnosing_load_no_framework(saved):
    """Neither Keras nor a backend is imported to compare two files, or to diagnose one with its sources."""
    assert loaded_by("diff", saved["plain"], saved["plain"], "--values") == "LOADED 0"
    assert loaded_by("doctor", saved["custom"], "--source", MODELS, "--ignore", "KA1") == "LOADED 0"


def test_the_test_for_frameworks_can_fail(saved):
    """A process that does import Keras is caught by the same check."""
    assert loaded_by("inspect", saved["plain"], extra="import keras").startswith("LOADED 0 keras")


def test_text_shows_every_layer(saved):
    """The tree names classes, chosen values, weights, registration and parameters."""
    result = run(saved["nested"])
    assert result.return_value == 0
    for expected in (
        "Functional 'nested'",
        "each: TimeDistributed",
        "units=4, activation=relu",
        "block: Block (registered as archive_tests>Block)",
        "many/1: Dense",
        "cells/1: GRUCell",
        "known only from the weights file",
        "0 float32[4, 4]",
    ):
        assert expected in result.output
    assert "\x1b" not in result.output


def test_json_has_every_layer_by_path(saved):
    """The JSON document carries version, model and layers, as documented."""
    document = json.loads(run(saved["nested"], "--output-format", "json").output)
    assert document["schema_version"] == 1
    assert document["format"] == "keras"
    assert document["keras_version"].startswith("3.")
    assert document["model"]["class"] == "Functional"
    assert document["compile_config"]["loss"] == "mse"
    again = document["layers"]["again"]
    assert (again["class"], again["module"], again["custom"]) == ("Dense", "keras.layers", False)
    assert again["config"]["units"] == 4
    assert again["weights"][0] == {"name": "0", "shape": [4, 4], "dtype": "float32"}
    assert document["layers"]["block/extra"]["config"] is None


def test_a_live_model_gives_the_same_document(saved, scaffold_command):
    """module:factory and the file it saves agree on the layers that both know."""
    live = json.loads(scaffold_command("inspect", f"{MODELS}:plain", "--output-format", "json").stdout)
    stored = json.loads(run(saved["plain"], "--output-format", "json").output)
    assert live["format"] == "live"
    assert list(live["layers"]) == list(stored["layers"])
    for path, entry in stored["layers"].items():
        for key in ("class", "module", "registered_name", "config", "parameters"):
            assert live["layers"][path][key] == entry[key], (path, key)


def test_a_live_layer_without_config_is_shown_and_exits_with_1(models):
    """The rest of the model is still shown; the layer says why it has no config."""
    result = run(f"{MODELS}:silent")
    assert result.return_value == 1
    assert "fine: Dense" in result.output
    assert "no config: get_config raised NotImplementedError" in result.output


def test_what_a_module_prints_does_not_mix_with_the_report(tmp_path, scaffold_command):
    """Standard output is the report alone."""
    file = tmp_path / "chatty.py"
    file.write_text(
        "import keras\nprint('loading')\ndef make():\n    print('making')\n    return keras.layers.Dense(1)\n"
    )
    process = scaffold_command("inspect", f"{file}:make", "--output-format", "json")
    assert json.loads(process.stdout)["layers"]
    assert "making" in process.stderr


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("missing.keras", "no file 'missing.keras'"),
        (".", "is a directory"),
        ("text.keras", "neither a zip archive nor an HDF5 file"),
        ("my_package.models", "my_package.models:factory"),
        ("script.py", "script.py:factory"),
        ("no_such_package:make", "no module 'no_such_package'"),
        ("", "is a directory"),
    ],
)
def test_what_cannot_be_used_exits_with_2_and_one_message(tmp_path, scaffold_command, target, expected):
    """Wrong input: exit code 2, a message, no traceback, nothing on standard output."""
    (tmp_path / "text.keras").write_text("hello")
    (tmp_path / "script.py").write_text("raise SystemExit(9)")
    process = scaffold_command("inspect", target, cwd=tmp_path)
    assert process.returncode == 2
    assert expected in process.stderr
    assert process.stdout == ""
    assert "Traceback" not in process.stderr
    assert "SCAFFOLD-BUG" not in process.stderr


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("b.kears", "Did you mean 'b.keras'?"),
        ("b", "b:factory"),
        ("builders.models", "builders.models:factory"),
        ("model.py", "model.py:factory"),
        ("model.kera", "model.kera:factory"),
    ],
)
def test_a_mistyped_file_is_told_from_a_module(tmp_path, scaffold_command, target, expected):
    """A name like that of a saved model beside it gets that model; another name is taken for a module."""
    for name in ("b.keras", "model.keras", "model.py"):
        (tmp_path / name).write_text("")
    process = scaffold_command("inspect", target, cwd=tmp_path)
    assert process.returncode == 2
    assert expected in process.stderr


def test_a_narrow_console_gets_ascii(saved, scaffold_command):
    """A console that cannot draw lines gets plain characters, not escapes."""
    process = scaffold_command("inspect", saved["plain"], PYTHONIOENCODING="cp1252")
    assert process.returncode == 0
    assert "|- hidden: Dense" in process.stdout
    assert "\\u" not in process.stdout
