"""`scaffold add-arg` and `scaffold rename-arg`: exit codes, what they say, what they write."""

# One case per line reads best, however long it is.
# ruff: noqa: E501
from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from scaffold.cli import main

ROOT = Path(__file__).parent.parent.parent


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as exited:
        main([*map(str, arguments)])
    captured = capsys.readouterr()
    return exited.value.code, captured.out, captured.err


@pytest.fixture
def layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A generated layer with its test."""
    for name in ("gated_dense.py", "test_gated_dense.py"):
        shutil.copy(ROOT / "examples" / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "gated_dense.py"


def test_argument_is_added_to_class_and_test(capsys, layer: Path) -> None:
    """Both files are changed; the test passes a value that is not the default."""
    code, out, err = run(
        capsys, "add-arg", "gated_dense.py:GatedDense", "--arg", "gain:float=1.0", "--doc", "gain=how loud"
    )
    assert (code, err) == (0, "")
    assert [line.split() for line in out.splitlines()] == [
        ["change", "gated_dense.py"],
        ["change", "test_gated_dense.py"],
    ]
    assert "        gain: How loud.\n" in layer.read_text()
    assert "gain=0.5)" in (layer.parent / "test_gated_dense.py").read_text()
    code, _, err = run(capsys, "add-arg", "gated_dense.py:GatedDense", "--arg", "gain:float=1.0")
    assert (code, "already" in err) == (2, True)


@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
@pytest.mark.parametrize("command", [["add-arg", "gated_dense.py:GatedDense", "--arg", "gain:float=1.0"], ["rename-arg", "gated_dense.py:GatedDense", "rate", "drop_rate"]], ids=["add", "rename"])  # fmt: skip
def test_nothing_is_written_where_the_change_is_only_shown(
    capsys, layer: Path, option: str, command: list[str]
) -> None:
    """--diff and --dry-run show the change, exit with 0 and leave the files alone."""
    before = layer.read_bytes()
    code, out, _ = run(capsys, *command, option)
    assert code == 0
    assert "+++ b/gated_dense.py\n" in out
    assert layer.read_bytes() == before


def test_json_holds_the_whole_change(capsys, layer: Path) -> None:
    """--output-format json is one object for programs, written or not."""
    command = ["rename-arg", "gated_dense.py:GatedDense", "rate", "drop_rate", "--output-format", "json"]
    for more, written in ((["--dry-run"], False), ([], True)):
        code, out, _ = run(capsys, *command, *more)
        said = json.loads(out)
        assert code == 0
        assert (said["class"], said["old"], said["new"]) == ("GatedDense", "rate", "drop_rate")
        assert [(file["action"], file["written"]) for file in said["files"]] == [("change", written)]
    assert said["files"][0]["content"] == layer.read_text()


def test_renaming_reaches_calls_in_the_test_and_names_what_is_left(capsys, layer: Path) -> None:
    """Keywords of the class's calls follow; other uses of the name are told by line."""
    test = layer.parent / "test_gated_dense.py"
    test.write_text(test.read_text() + "\n\ndef test_more():\n    assert GatedDense(units=3).units == 3\n")
    line = len(test.read_text().splitlines())
    code, out, err = run(capsys, "rename-arg", "gated_dense.py:GatedDense", "units", "features")
    assert code == 0
    assert out.count("change") == 2
    assert "GatedDense(features=3).units == 3" in test.read_text()
    assert f"test_gated_dense.py still mentions 'units' (line {line})" in err


def test_class_without_a_test_is_changed_alone(capsys, layer: Path) -> None:
    """A missing test is said, and is no error."""
    (layer.parent / "test_gated_dense.py").unlink()
    code, out, err = run(capsys, "add-arg", "gated_dense.py:GatedDense", "--arg", "gain:float=1.0")
    assert (code, out.count("change")) == (0, 1)
    assert "no test of GatedDense was found" in err


def test_encoding_is_kept(capsys, layer: Path) -> None:
    """A byte order mark and carriage returns survive the change."""
    layer.write_bytes(b"\xef\xbb\xbf" + layer.read_bytes().replace(b"\n", b"\r\n"))
    assert run(capsys, "add-arg", "gated_dense.py:GatedDense", "--arg", "gain:float=1.0")[0] == 0
    after = layer.read_bytes()
    assert after.startswith(b'\xef\xbb\xbf"""')
    assert after.count(b"\n") == after.count(b"\r\n")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["gated_dense.py", "--arg", "a:int=1"], "gated_dense.py:GatedDense"),
        (["gated_dense.py:GatedDenze", "--arg", "a:int=1"], "Did you mean gated_dense.py:GatedDense?"),
        (["gated_dens.py:GatedDense", "--arg", "a:int=1"], "Did you mean 'gated_dense.py'?"),
        (["gated_dense.py:GatedDense"], "--arg"),
        (["gated_dense.py:GatedDense", "--arg", "a:itn=1"], "Did you mean"),
        (["gated_dense.py:GatedDense", "--arg", "a:int"], "expected a default for 'a'"),
        (["gated_dense.py:GatedDense", "--arg", "a:int=1", "--doc", "b=x"], "New arguments: a."),
        (["gated_dense.py:GatedDense", "--arg", "a:int=1", "--test", "nowhere.py"], "expected a test file"),
        (["gated_dense.py:GatedDense", "--arg", "a:int=1", "--arg", "a:int=1"], "already"),
    ],
)
def test_wrong_usage_is_2_and_one_message(capsys, layer: Path, arguments: list[str], expected: str) -> None:
    """Wrong usage exits with 2, says what to do, shows no traceback and writes nothing."""
    before = layer.read_bytes()
    code, out, err = run(capsys, "add-arg", *arguments)
    assert (code, out) == (2, "")
    assert expected in err
    assert "Traceback" not in err
    assert "SCAFFOLD-BUG" not in err
    assert layer.read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gated_dense.GatedDense", "gated_dense.py:GatedDense"),
        ("gated_dense:GatedDense", "gated_dense.py:GatedDense"),
        ("gated_dense.py", "gated_dense.py:GatedDense"),
        ("inside.deep.gated_dense:GatedDense", "inside/deep/gated_dense.py:GatedDense"),
        ("elsewhere.gated_dense:GatedDense", "layers.py:GatedDense"),
        ("nothing.py", "layers.py:GatedDense"),
    ],
)
def test_target_in_other_words_is_understood_or_shown(capsys, layer: Path, typed: str, meant: str) -> None:
    """A dotted name and a file alone are answered with the target that they mean; an example is shown otherwise."""
    (layer.parent / "inside" / "deep").mkdir(parents=True)
    shutil.copy(layer, layer.parent / "inside" / "deep")
    code, out, err = run(capsys, "add-arg", typed, "--arg", "gain:float=1.0")
    assert (code, out) == (2, "")
    assert "expected FILE:CLASS" in err
    assert err.rstrip().rstrip("?.").endswith(f" {meant}")


@pytest.mark.parametrize(
    ("typed", "guess"), [("gated_dens.py", "gated_dense.py"), ("no.py", ""), ("nope.py", "")]
)
def test_only_a_file_of_a_like_name_is_proposed(capsys, layer: Path, typed: str, guess: str) -> None:
    """That two names end in .py makes them no more alike."""
    (layer.parent / "abcd.py").write_text("")
    (layer.parent / "zo.py").write_text("")
    code, _, err = run(capsys, "add-arg", f"{typed}:GatedDense", "--arg", "gain:float=1.0")
    assert code == 2
    assert ("Did you mean" in err) == bool(guess)
    assert guess in err


@pytest.mark.parametrize(
    "kind",
    [
        "int",
        "list[layer]",
        "vocabulary",
        "callable",
        "choice[sum,mean]",
        "enum[sum,mean]",
        "int[1..]",
        "float[2<..<3]",
    ],
)
def test_argument_without_a_default_is_answered_with_one_that_can_be_added(
    capsys, layer: Path, kind: str
) -> None:
    """Old models and calls would fail: the message shows what to type instead, and each of that is taken as it is."""
    code, out, err = run(capsys, "add-arg", "gated_dense.py:GatedDense", "--arg", f"extra:{kind}")
    assert (code, out) == (2, "")
    shown = re.findall(r"--arg '([^']*)'", err)
    assert shown
    for typed in shown:
        assert typed.startswith(f"extra:{kind}")
        assert run(capsys, "add-arg", "gated_dense.py:GatedDense", "--arg", typed, "--dry-run")[0] == 0


def test_test_written_by_hand_gets_a_test_of_the_argument(capsys, layer: Path) -> None:
    """Without a factory, a call with plain values shows how the class is constructed; what is there stays."""
    test = layer.parent / "test_gated_dense.py"
    before = "from gated_dense import GatedDense\n\n\ndef test_units():\n    assert GatedDense(3, rate=0.5).units == 3\n"
    test.write_text(before)
    assert run(capsys, "add-arg", "gated_dense.py:GatedDense", "--arg", "head:layer?")[0] == 0
    assert test.read_text() == (
        "import keras\n" + before + "\n\ndef test_head_of_gated_dense_survives_the_config():\n"
        "    layer = GatedDense(3, rate=0.5, head=keras.layers.Dense(4))\n"
        "    rebuilt = GatedDense.from_config(layer.get_config())\n"
        '    assert rebuilt.get_config()["head"] == layer.get_config()["head"]\n'
    )


def test_test_that_shows_no_call_is_left_alone(capsys, layer: Path) -> None:
    """Where it cannot be told how the class is constructed, the test is left, and that is said."""
    test = layer.parent / "test_gated_dense.py"
    test.write_text(
        "from gated_dense import GatedDense\n\n\ndef test_units(units):\n    assert GatedDense(units)\n"
    )
    before = test.read_text()
    code, _, err = run(capsys, "add-arg", "gated_dense.py:GatedDense", "--arg", "gain:float=1.0")
    assert (code, test.read_text()) == (0, before)
    assert "it was left as it is" in err


def test_values_in_the_test_are_in_its_words(capsys, layer: Path) -> None:
    """A test in the spelling of tf.keras gets values in that spelling."""
    test = layer.parent / "test_gated_dense.py"
    test.write_text(
        test.read_text().replace("import keras\n", "import tensorflow as tf\n").replace("keras.", "tf.keras.")
    )
    assert run(capsys, "add-arg", "gated_dense.py:GatedDense", "--arg", "head:layer?")[0] == 0
    assert "head=tf.keras.layers.Dense(4))" in test.read_text()


CHILDREN = """import gated_dense

class Wide(gated_dense.GatedDense):
    def __init__(self, units, **options):
        super().__init__(units, **options)

class Wider(Wide):
    pass

class Closed(gated_dense.GatedDense):
    def __init__(self, units):
        super().__init__(units)

class Quiet(gated_dense.GatedDense):
    def __init__(self, units, gain=2):
        super().__init__(units, rate=0)

class Other(gated_dense.Different):
    pass

layers = [Wider(2, rate=0.5), Other(rate=0.5)]
"""


def test_children_in_other_files_are_told_what_becomes_of_them(capsys, layer: Path) -> None:
    """A class that derives, also through another one, is named with what it does about the argument; no other is."""
    (layer.parent / "children.py").write_text(CHILDREN)
    code, _, err = run(capsys, "add-arg", "gated_dense.py:GatedDense", "--arg", "gain:float=1.0")
    assert code == 0
    assert [line.removeprefix("note: children.py:") for line in err.splitlines()] == [
        "3: Wide derives from GatedDense and passes 'gain' on through **options",
        "7: Wider derives from GatedDense and takes 'gain' by the same constructor",
        "10: Closed derives from GatedDense and does not take 'gain': its __init__ has no **kwargs to pass it on",
        "14: Quiet derives from GatedDense and mentions 'gain' (line 15); look whether it means the argument",
    ]
    code, _, err = run(capsys, "rename-arg", "gated_dense.py:GatedDense", "rate", "drop_rate")
    assert code == 0
    assert [line.removeprefix("note: children.py") for line in err.splitlines()] == [
        ":3: Wide derives from GatedDense and passes 'rate' on through **options",
        ":7: Wider derives from GatedDense and takes 'rate' by the same constructor",
        ":14: Quiet derives from GatedDense and mentions 'rate' (line 16); look whether it means the argument",
        " passes 'rate' to Wider (line 21); change it too",
    ]


@pytest.mark.parametrize("packaged", [False, True])
def test_calls_in_other_files_are_told(capsys, layer: Path, packaged: bool) -> None:
    """What is not changed, and now fails, is named by file and line: in the directory, or in the whole package."""
    place = layer.parent
    if packaged:
        for folder in (place / "sub", place):
            folder.mkdir(exist_ok=True)
            (folder / "__init__.py").write_text("")
        place = place / "sub"
    (place / "uses.py").write_text(
        "import gated_dense\n\nx = gated_dense.GatedDense(units=3)\ny = Other(units=3)\n"
    )
    code, _, err = run(capsys, "rename-arg", "gated_dense.py:GatedDense", "units", "features")
    assert code == 0
    assert "uses.py passes 'units' to GatedDense (line 3); change it too" in err


def test_what_is_drawn_for_an_argument_is_renamed_with_it(capsys, tmp_path: Path) -> None:
    """The generated test still draws from the range of the argument; what another layer draws is left as it is."""
    assert run(capsys, "new-layer", "Ranged", "--arg", "scale:float[0..1]=0.5", "--out", tmp_path)[0] == 0
    test = tmp_path / "test_ranged.py"
    other = "\n\ncheck_roundtrip(other, args={'scale': 1})\n"
    test.write_text(test.read_text() + other)
    code, _, err = run(capsys, "rename-arg", f"{tmp_path / 'ranged.py'}:Ranged", "scale", "factor")
    assert code == 0, err
    assert 'args={"factor": ' in " ".join(test.read_text().split()).replace("{ ", "{")
    assert test.read_text().endswith(other)
