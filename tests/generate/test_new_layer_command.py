"""`scaffold new-layer`: exit codes, what it says, and what it must not load."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from scaffold.cli import main

README_COMMAND = [
    "GatedDense",
    "--arg",
    "units:int",
    "--arg",
    "activation:activation=relu",
    "--arg",
    "rate:float=0.1",
]


def run(capsys, *arguments):
    """Run the command line in this process."""
    with pytest.raises(SystemExit) as exited:
        main(["new-layer", *map(str, arguments)])
    captured = capsys.readouterr()
    return exited.value.code, captured.out, captured.err


def test_writes_both_files_and_names_the_next_commands(capsys, tmp_path):
    """Success is 0, two files, and the two commands to go on with."""
    code, out, err = run(capsys, *README_COMMAND, "--out", tmp_path)
    assert (code, err) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gated_dense.py", "test_gated_dense.py"]
    assert f"pytest {tmp_path / 'test_gated_dense.py'}" in out
    assert f"scaffold lint {tmp_path / 'gated_dense.py'}" in out
    assert "my_layers>GatedDense" in out


def test_default_directory_is_the_current_one(capsys, tmp_path, monkeypatch):
    """Without --out the files are written here."""
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "MyLayer", "--arg", "units:int")[0] == 0
    assert (tmp_path / "my_layer.py").is_file()


def test_layer_inside_a_package_is_registered_and_imported_under_it(capsys, tmp_path):
    """In a Python package the registered name and the test's import are those of the package."""
    package = tmp_path / "shop"
    package.mkdir()
    (package / "__init__.py").write_text("")
    assert run(capsys, "MyLayer", "--out", package)[0] == 0
    assert 'register_keras_serializable(package="shop")' in (package / "my_layer.py").read_text()
    assert "from shop.my_layer import MyLayer" in (package / "test_my_layer.py").read_text()


def test_package_can_be_chosen(capsys, tmp_path):
    """--package is the package of the registered name."""
    assert run(capsys, "MyLayer", "--out", tmp_path, "--package", "org.shop")[0] == 0
    assert 'package="org.shop"' in (tmp_path / "my_layer.py").read_text()


def test_dry_run_prints_and_writes_nothing(capsys, tmp_path):
    """--dry-run shows both files and leaves the directory empty."""
    code, out, _ = run(capsys, *README_COMMAND, "--out", tmp_path, "--dry-run")
    assert code == 0
    assert "class GatedDense(keras.layers.Layer):" in out
    assert "check_roundtrip(make_layer" in out
    assert list(tmp_path.iterdir()) == []


def test_json_says_what_was_written(capsys, tmp_path):
    """--output-format json is one object for programs."""
    code, out, _ = run(capsys, "MyLayer", "--out", tmp_path, "--output-format", "json")
    assert code == 0
    said = json.loads(out)
    assert said["registered_name"] == "my_layers>MyLayer"
    assert [(file["path"], file["action"], file["written"]) for file in said["files"]] == [
        (str(tmp_path / "my_layer.py"), "create", True),
        (str(tmp_path / "test_my_layer.py"), "create", True),
    ]


def test_stdout_prints_nothing_but_the_texts(capsys, tmp_path):
    """--stdout prints what the files would hold, and writes nothing."""
    code, out, _ = run(capsys, "MyLayer", "--out", tmp_path, "--stdout")
    assert code == 0
    assert out.startswith("# ---- my_layer.py\n")
    assert "\nclass MyLayer(keras.layers.Layer):\n" in out
    compile(out, "stdout", "exec")
    assert list(tmp_path.iterdir()) == []


def test_diff_is_what_patch_takes(capsys, tmp_path):
    """--diff prints a unified diff of what would be written, nothing for what is the same."""
    run(capsys, "MyLayer", "--arg", "units:int", "--out", tmp_path)
    code, out, _ = run(capsys, "MyLayer", "--arg", "units:int", "--out", tmp_path, "--diff")
    assert (code, out) == (0, "")
    code, out, _ = run(capsys, "MyLayer", "--out", tmp_path, "--diff")
    assert code == 1  # the file that is there is in the way
    assert out.startswith(f"--- a/{str(tmp_path).lstrip('/')}/my_layer.py\n")


def test_dry_run_of_a_conflict_is_1_and_of_a_decided_one_0(capsys, tmp_path):
    """A dry run says by its exit code whether the run would be refused."""
    (tmp_path / "my_layer.py").write_text("mine")
    code, out, _ = run(capsys, "MyLayer", "--out", tmp_path, "--dry-run")
    assert (code, out.split()[0]) == (1, "conflict")
    for option, action in (("--force", "overwrite"), ("--skip", "skip")):
        code, out, _ = run(
            capsys, "MyLayer", "--out", tmp_path, "--dry-run", option, "--output-format", "json"
        )
        assert (code, [file["action"] for file in json.loads(out)["files"]]) == (0, [action, "create"])
    assert (tmp_path / "my_layer.py").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_reserved_names_are_refused_before_anything_is_rendered(capsys, tmp_path, monkeypatch):
    """A layer whose file Windows could not have is refused, without a look at the templates."""
    import scaffold.generate.render

    monkeypatch.setattr(scaffold.generate.render, "render", lambda *_: pytest.fail("rendered"))
    code, _, err = run(capsys, "Con", "--out", tmp_path)
    assert code == 2
    assert "stands for a device" in err


def test_second_run_is_quiet_and_a_different_one_is_refused(capsys, tmp_path):
    """The same command again is no error; another layer of that name is, unless forced."""
    run(capsys, *README_COMMAND, "--out", tmp_path)
    code, out, _ = run(capsys, *README_COMMAND, "--out", tmp_path)
    assert code == 0
    assert out.count("identical") == 2
    before = (tmp_path / "gated_dense.py").read_text()
    code, _, err = run(capsys, "GatedDense", "--out", tmp_path)
    assert code == 2
    assert "--force" in err
    assert (tmp_path / "gated_dense.py").read_text() == before
    assert run(capsys, "GatedDense", "--out", tmp_path, "--force")[0] == 0
    assert (tmp_path / "gated_dense.py").read_text() != before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "NAME"),
        (["2Dense"], "'Dense'"),
        (["Dense"], "layer of Keras itself"),
        (["MyLayer", "--arg", "units:integer"], "Did you mean 'units:int'?"),
        (["MyLayer", "--arg", "units:int=x"], "expected a whole number"),
        (["MyLayer", "--arg", "dtype:str"], "every layer takes it"),
        (["MyLayer", "--arg", "a:int", "--arg", "a:int"], "2 times"),
        (["MyLayer", "--out", __file__], "is a file"),
        (["MyLayer", "--into", "no_module.py"], "--out ."),
        (["MyLayer", "--package", "a>b"], "expected a package"),
        (["MyLayer", "--argument", "a:int"], "--argument"),
    ],
)
def test_wrong_usage_is_2_and_one_message(capsys, tmp_path, monkeypatch, arguments, expected):
    """Wrong usage exits with 2, says what was expected, shows no traceback and writes nothing."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert expected in err
    assert "Traceback" not in err
    assert "SCAFFOLD-BUG" not in err
    assert list(tmp_path.iterdir()) == []


def test_help_lists_every_kind(capsys):
    """--help names each kind of argument and an example."""
    from scaffold.kinds import KINDS

    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert {line.split()[0] for line in out.splitlines() if line.strip()} >= KINDS.keys()
    assert "--arg units:int" in out


def test_neither_keras_nor_tensorflow_is_loaded(tmp_path):
    """A fresh process writes a layer without Keras, TensorFlow, Hypothesis, h5py or rich."""
    code = (
        "import sys; from scaffold.cli import main\n"
        "try: main(['new-layer', 'MyLayer', '--arg', 'units:int'])\n"
        "except SystemExit as exit: assert exit.code == 0, exit.code\n"
        "print(sorted({'keras', 'tensorflow', 'hypothesis', 'h5py', 'rich', 'numpy'} & set(sys.modules)))"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert outcome.stdout.endswith("[]\n")


def test_what_nothing_uses_yet_is_said(capsys, tmp_path):
    """An argument that the template only stores is named; where all are used, nothing is said of it."""
    said = "used by nothing yet: self.depth, self.mode."
    arguments = ("--arg", "depth:int", "--arg", "units:int", "--arg", "mode:choice[a,b]")
    assert said in run(capsys, "MyLayer", *arguments, "--out", str(tmp_path))[1]
    assert "used by nothing" not in run(capsys, "Other", "--arg", "units:int", "--out", str(tmp_path))[1]


def test_help_does_not_load_the_templates_engine(capsys, tmp_path):
    """jinja2 is loaded by the work, not by the question how to ask for it."""
    code = "import sys, scaffold.cli.new_layer; print('jinja2' in sys.modules)"
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert outcome.stdout == "False\n"


def test_types_in_numpy_docstrings_are_spelled_as_the_code_is(capsys, tmp_path):
    """Under tf.keras nothing of a layer says `keras` alone, and no line of its test is too long."""
    spelled = ("--keras", "tf.keras", "--docstrings", "numpy", "--tests", "unittest")
    assert (
        run(
            capsys,
            "Boxed",
            "--arg",
            "inner:layer?",
            "--arg",
            "k:initializer=zeros",
            *spelled,
            "--out",
            tmp_path,
        )[0]
        == 0
    )
    text = (tmp_path / "boxed.py").read_text()
    assert "    inner : tf.keras.layers.Layer | None\n" in text
    assert "    k : str | tf.keras.Initializer | None\n" in text
    assert max(map(len, (tmp_path / "test_boxed.py").read_text().splitlines())) <= 88


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[Good.args]\nunits = 'int'\n[Bad.args]\nunits = 'int=many'",
            "[Bad] the default of units:int is wrong",
        ),
        ("[Good]\n[Dense]", "[Dense] 'Dense' is a layer of Keras itself"),
        ("[Good]\ntemplate = 'mergee'", "[Good] unknown template 'mergee'\nDid you mean 'merge'?"),
    ],
)
def test_fault_of_a_layer_in_a_file_is_told_with_its_name(capsys, tmp_path, text, expected):
    """Of many layers in one file, the message names the one that cannot be; none is written."""
    (tmp_path / "layers.toml").write_text(text)
    code, out, err = run(capsys, "--spec", tmp_path / "layers.toml", "--out", tmp_path / "out")
    assert (code, out) == (2, "")
    assert f"layers.toml: {expected}" in err
    assert not (tmp_path / "out").exists()
