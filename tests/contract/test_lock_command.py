"""`scaffold lock`: exit codes, what it writes, and what it must not load."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from scaffold.cli import main

LAYER = """
import keras


@keras.saving.register_keras_serializable(package="shop")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with one layer, in the current directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("")
    (tmp_path / "shop" / "layers.py").write_text(LAYER)
    return tmp_path


def run(capsys, *arguments):
    """Run the command line in this process."""
    with pytest.raises(SystemExit) as exited:
        main(["lock", *arguments])
    captured = capsys.readouterr()
    return exited.value.code, captured.out, captured.err


def test_writes_the_contract(package, capsys):
    """The lock file says what saved models rely on."""
    assert run(capsys, "shop")[0] == 0
    data = json.loads((package / "scaffold.lock.json").read_text())
    assert data["paths"] == ["shop"]
    assert data["classes"]["shop.layers.Scale"] == {
        "role": "layer",
        "registered": ["shop>Scale"],
        "arguments": {"factor": "default 2.0"},
        "config": ["activity_regularizer", "dtype", "factor", "name", "trainable"],
        "config_complete": True,
    }


def test_same_sources_give_the_same_file_from_anywhere(package, capsys, monkeypatch):
    """Neither the current directory nor the run changes a byte."""
    run(capsys, "shop")
    before = (package / "scaffold.lock.json").read_bytes()
    monkeypatch.chdir(package / "shop")
    code, _, err = run(capsys, "--lock-file", "../scaffold.lock.json")
    assert code == 0
    assert "up to date" in err
    assert (package / "scaffold.lock.json").read_bytes() == before


def test_check_is_0_when_nothing_breaks_and_1_when_something_does(package, capsys):
    """--check takes the paths of the lock file, judges, and writes nothing."""
    run(capsys, "shop")
    lock = (package / "scaffold.lock.json").read_bytes()
    assert run(capsys, "--check")[0] == 0
    (package / "shop" / "layers.py").write_text(
        LAYER.replace("factor=2.0", "scale=2.0").replace("= factor", "= scale")
    )
    code, out, _ = run(capsys, "--check")
    assert code == 1
    assert "KC104" in out
    assert "renamed to 'scale'" in out
    assert (package / "scaffold.lock.json").read_bytes() == lock


def test_check_as_json_is_a_list_of_findings(package, capsys):
    """--output-format json is what lint gives too."""
    run(capsys, "shop")
    (package / "shop" / "layers.py").write_text(LAYER.replace('package="shop"', 'package="store"'))
    code, out, _ = run(capsys, "--check", "--output-format", "json")
    assert code == 1
    (finding,) = json.loads(out)
    assert (finding["code"], finding["class"], finding["severity"]) == ("KC102", "Scale", "error")
    assert finding["line"] > 0


def test_findings_can_be_ignored_by_code(package, capsys):
    """--ignore takes a check out of the judgement."""
    run(capsys, "shop")
    (package / "shop" / "layers.py").write_text(LAYER.replace('package="shop"', 'package="store"'))
    assert run(capsys, "--check", "--ignore", "KC102")[0] == 0
    code, _, err = run(capsys, "--check", "--ignore", "KC999")
    assert code == 2
    assert "KC999" in err


def test_writing_again_says_what_breaks(package, capsys):
    """A new lock file accepts breaking changes, and does not hide them."""
    run(capsys, "shop")
    (package / "shop" / "layers.py").write_text(LAYER.replace('package="shop"', 'package="store"'))
    code, out, err = run(capsys)
    assert code == 0
    assert "KC102" in out
    assert "break saved models" in err
    assert run(capsys, "--check")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--check"], "scaffold lock PATH"),
        (["nowhere"], "nowhere"),
        (["shop", "--lock-file", "no/where.json"], "no/where.json"),
        (["empty"], "no layer, model or registered class"),
        (["broken"], "broken"),
        (["shop", "--lock-file", "foreign.json"], "no lock file"),
        (["shop", "--lock-file", "binary.json"], "UTF-8"),
        (["shop", "--lock-file", "shop"], "shop"),
    ],
)
def test_wrong_usage_is_2_and_writes_nothing(package, capsys, arguments, expected):
    """Wrong usage exits with 2, one message with a remedy, and nothing written or overwritten."""
    (package / "empty").mkdir()
    (package / "empty" / "a.py").write_text("x = 1\n")
    (package / "broken").mkdir()
    (package / "broken" / "a.py").write_text("import keras\nclass A(keras.layers.Layer:\n")
    (package / "foreign.json").write_text('{"name": "left-pad"}')
    (package / "binary.json").write_bytes(b"\xff\xfe\x00")
    before = {path: path.read_bytes() for path in package.rglob("*") if path.is_file()}
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert expected in err
    assert "Traceback" not in err
    assert "SCAFFOLD-BUG" not in err
    assert {path: path.read_bytes() for path in package.rglob("*") if path.is_file()} == before


def test_neither_keras_nor_tensorflow_is_loaded(package):
    """Locking and checking read sources and load nothing heavy."""
    code = (
        "import sys; from scaffold.cli import main\n"
        "for arguments in (['lock', 'shop'], ['lock', '--check']):\n"
        "    try: main(arguments)\n"
        "    except SystemExit as exit: assert exit.code == 0, exit.code\n"
        "print(sorted({'keras', 'tensorflow', 'hypothesis', 'h5py', 'rich', 'jinja2', 'numpy'} & set(sys.modules)))"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=package
    )
    assert outcome.stdout.endswith("[]\n")
