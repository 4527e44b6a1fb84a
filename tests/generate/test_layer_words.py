"""`scaffold new-layer` takes templates, documentation, spelling and files of layers, and asks on a terminal only."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from scaffold.cli import main


def run(capsys, *arguments):
    """Run the command line in this process."""
    with pytest.raises(SystemExit) as exited:
        main(["new-layer", *map(str, arguments)])
    captured = capsys.readouterr()
    return exited.value.code, captured.out, captured.err


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Every test writes into a directory of its own."""
    monkeypatch.chdir(tmp_path)


def test_chosen_template_and_next_commands_are_said(capsys):
    """What was chosen is said, with the way to another, and what to do next."""
    code, out, _ = run(capsys, "MyLayer", "--arg", "units:int")
    assert code == 0
    assert "written from the template 'weighted' (chosen by the arguments; --template chooses another)" in out
    assert "scaffold check my_layer.py" in out


def test_template_is_taken_and_what_it_added_is_said(capsys, tmp_path):
    """A template that was asked for is used, and its own arguments are named."""
    code, out, _ = run(capsys, "MyLayer", "--template", "attention")
    assert code == 0
    assert "'attention' (as asked for)" in out
    assert "Added, because the template needs it: num_heads:int, key_dim:int." in out
    assert "MultiHeadAttention" in (tmp_path / "my_layer.py").read_text()


def test_adapt_is_spoken_of_only_where_it_is_written(capsys):
    """A layer that must be given its vocabulary has no adapt, and its documentation does not promise one."""
    _, given, _ = run(capsys, "Index", "--arg", "words:vocabulary", "--stdout")
    _, learned, _ = run(capsys, "Index", "--arg", "words:vocabulary=none", "--stdout")
    assert "adapt" not in given
    assert "def adapt(" in learned


def test_where_another_package_is_chosen_is_said(capsys):
    """The registered name can be chosen freely only now, so the option is named beside it."""
    code, out, _ = run(capsys, "MyLayer")
    assert code == 0
    assert "--package" in out


def test_documentation_reaches_the_docstring(capsys, tmp_path):
    """--doc is what the class says about the argument."""
    assert run(capsys, "MyLayer", "--arg", "units:int", "--doc", "units=number of things")[0] == 0
    assert "        units: Number of things.\n" in (tmp_path / "my_layer.py").read_text()


def test_spelling_is_what_was_asked_for(capsys, tmp_path):
    """Each option of spelling is taken, before what the project does."""
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 79\n")
    code, *_ = run(
        capsys, "MyLayer", "--arg", "units:int", "--keras", "tf.keras", "--untyped", "--docstrings", "numpy",
        "--tests", "unittest", "--line-length", "120",
    )  # fmt: skip
    layer, test = ((tmp_path / name).read_text() for name in ("my_layer.py", "test_my_layer.py"))
    assert code == 0
    assert "import tensorflow as tf" in layer
    assert "def __init__(self, units, **kwargs):" in layer
    assert "    Parameters\n    ----------\n    units : int\n" in layer
    assert "class MyLayerTest(unittest.TestCase):" in test
    assert max(map(len, layer.splitlines())) > 88


def test_style_of_the_project_is_found(capsys, tmp_path):
    """Line length, spelling and package are those of the project around."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\n[tool.ruff]\nline-length = 120\n')
    (tmp_path / "old.py").write_text("import tensorflow as tf\ntf.keras.Model\n")
    assert run(capsys, "MyLayer", "--arg", "units:int")[0] == 0
    text = (tmp_path / "my_layer.py").read_text()
    assert '@tf.keras.utils.register_keras_serializable(package="shop")' in text
    assert max(map(len, text.splitlines())) > 88


def test_a_file_asks_for_many_layers(capsys, tmp_path):
    """--spec writes all of them, and one object for programs names all."""
    (tmp_path / "layers.toml").write_text('[One.args]\nunits = "int"\n[Two]\ntemplate = "merge"\n')
    code, out, _ = run(capsys, "--spec", "layers.toml", "--output-format", "json")
    assert code == 0
    assert json.loads(out)["registered_names"] == ["my_layers>One", "my_layers>Two"]
    assert {path.name for path in tmp_path.glob("*.py")} == {"one.py", "test_one.py", "two.py", "test_two.py"}


def test_one_wrong_layer_of_a_file_writes_none(capsys, tmp_path):
    """All layers of a file are planned before any is written."""
    (tmp_path / "layers.toml").write_text('[One.args]\nunits = "int"\n[Two.args]\nunits = "frob"\n')
    code, out, err = run(capsys, "--spec", "layers.toml")
    assert (code, out) == (2, "")
    assert "unknown kind 'frob'" in err
    assert list(tmp_path.glob("*.py")) == []


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--spec", "missing.toml"], "cannot read missing.toml"),
        (["MyLayer", "--spec", "missing.toml"], "--spec says everything"),
        (["--spec", "two.toml", "--into", "x.py"], "--into takes one layer"),
        (["--spec", "same.toml"], "two layers would be written to my_layer.py"),
        (["MyLayer", "--doc", "units"], "expected NAME=TEXT"),
        (["MyLayer", "--doc", "units=x"], "which is no argument"),
        (["MyLayer", "--template", "merg"], "Did you mean 'merge'?"),
        (["MyLayer", "--line-length", "5"], "60"),
        (["MyLayer", "--keras", "theano"], "tf.keras"),
        ([], "NAME"),
    ],
)
def test_wrong_usage_is_2_and_one_message(capsys, tmp_path, arguments, expected):
    """Wrong usage exits with 2, says what was expected and writes nothing."""
    (tmp_path / "two.toml").write_text("[One]\n[Two]\n")
    (tmp_path / "same.toml").write_text("[MyLayer]\n[my_layer]\n")
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert expected in err
    assert "SCAFFOLD-BUG" not in err
    assert list(tmp_path.glob("*.py")) == []


def test_nothing_is_asked_in_a_pipe(tmp_path):
    """Without arguments and without a terminal, a layer without arguments is written at once."""
    done = subprocess.run(
        [sys.executable, "-m", "scaffold", "new-layer", "MyLayer"],
        stdin=subprocess.PIPE, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Argument" not in done.stdout.partition("Next:")[0].replace("Arguments", "")


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made with the pty module")
def test_arguments_are_asked_for_on_a_terminal(tmp_path):
    """On a terminal each argument is asked for, a wrong one again, until an empty line."""
    import pty

    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "scaffold", "new-layer"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        close_fds=True,
    )
    os.close(theirs)
    os.write(ours, b"MyLayer\nunits:frob\nunits:int[1..]\nnumber of things\nrate:0.1\n\n\n")
    assert child.wait(timeout=60) == 0
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "unknown kind 'frob'" in said
    text = (tmp_path / "my_layer.py").read_text()
    assert "units: Number of things." in text
    assert "rate: float = 0.1" in text


def test_kinds_are_listed_with_working_examples(capsys):
    """`scaffold kinds` shows each kind with an --arg that is read, and the code that it becomes."""
    from scaffold.generate.arguments import parse_argument
    from scaffold.kinds import KINDS

    with pytest.raises(SystemExit) as exited:
        main(["kinds", "--output-format", "json"])
    assert exited.value.code == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["kind"] for row in rows] == list(KINDS)
    for row in rows:
        assert parse_argument(row["example"].strip("'")).kind is KINDS[row["kind"]]
        assert row["constructor"][-1].startswith("self.")


def test_one_kind_is_shown_and_an_unknown_one_is_told(capsys):
    """`scaffold kinds enum` shows one; a slip is told with the nearest."""
    with pytest.raises(SystemExit):
        main(["kinds", "enum"])
    assert "self.merge_mode = MergeMode(merge_mode)" in capsys.readouterr().out
    with pytest.raises(SystemExit) as exited:
        main(["kinds", "enmu"])
    assert exited.value.code == 2
    assert "Did you mean 'enum'?" in capsys.readouterr().err


def test_table_says_what_each_template_does_with_each_kind(capsys):
    """`scaffold kinds --table` has a row for each kind and a column for each template."""
    from scaffold.kinds import KINDS
    from tests.generate.drawn import TEMPLATES

    with pytest.raises(SystemExit):
        main(["kinds", "--table", "--output-format", "json"])
    rows = json.loads(capsys.readouterr().out)
    assert [row["kind"] for row in rows] == list(KINDS)
    assert all(set(row) == {"kind", *TEMPLATES} for row in rows)
    assert next(row for row in rows if row["kind"] == "vocabulary")["preprocessing"] == "used"
    with pytest.raises(SystemExit):
        main(["kinds", "--table"])
    assert capsys.readouterr().out.splitlines()[0].split() == TEMPLATES
