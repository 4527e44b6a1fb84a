"""`scaffold lint` as its users meet it: exit codes, formats, selection, repair in place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context, Option
from click.testing import CliRunner, Result

from scaffold.cli import main
from scaffold.cli._group import scaffold

REFERENCE = Path(__file__).parents[2] / "examples" / "reference_layer.py"

LOSES_RATE = """\
import keras


@keras.saving.register_keras_serializable(package="demo")
class Scale(keras.layers.Layer):
    def __init__(self, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate

    def get_config(self):
        return super().get_config()
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        scaffold, ["lint", *map(str, arguments)], catch_exceptions=False, standalone_mode=False
    )


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_sound_layer_is_clean(tmp_path: Path) -> None:
    """A layer without a fault: exit code 0, and the last line says how much was looked at."""
    path = write(
        tmp_path / "layers.py",
        LOSES_RATE.replace("super().get_config()", "{**super().get_config(), 'rate': self.rate}"),
    )
    result = run(path)
    assert (result.return_value, result.output) == (0, "No findings in 1 class of 1 file.\n")


def test_finding_shows_place_line_and_remedy(tmp_path: Path) -> None:
    """The text names place, code and argument, shows the line with a caret below the argument, and says what to do."""
    path = write(tmp_path / "layers.py", LOSES_RATE)
    result = run(path)
    assert result.return_value == 1
    lines = result.output.splitlines()
    assert lines[0].startswith(f"{path}:6:24: KS101 argument 'rate' of 'Scale'")
    assert lines[1] == "6 |     def __init__(self, rate=0.1, **kwargs):"
    assert lines[2] == "  |                        ^^^^"
    assert lines[3].startswith('help: Add "rate": self.rate')
    assert lines[-1] == "Found 1 error in 1 class of 1 file (1 fixable with --fix)."


def test_colour_is_for_terminals_and_those_who_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe gets plain text unless FORCE_COLOR is set; NO_COLOR has the last word; machine formats have none."""
    path = write(tmp_path / "layers.py", LOSES_RATE)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b[" not in run(path).output
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run(path).output
    assert "\x1b[" not in run(path, "--output-format", "json").output
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run(path).output


def test_json_is_a_list_of_objects(tmp_path: Path) -> None:
    """JSON carries what DESIGN promises, and nothing else is printed."""
    path = write(tmp_path / "layers.py", LOSES_RATE)
    result = run(path, "--output-format", "json")
    (finding,) = json.loads(result.output)
    assert result.return_value == 1
    assert {key: finding[key] for key in ("code", "name", "line", "column", "end_line", "end_column")} == {
        "code": "KS101", "name": "argument-not-in-config", "line": 6, "column": 24, "end_line": 6, "end_column": 28,
    }  # fmt: skip
    assert (finding["class"], finding["severity"], finding["fixable"]) == ("Scale", "error", True)
    assert finding["path"] == str(path)
    assert "rate" in finding["message"]


def test_json_of_a_clean_file_is_an_empty_list(tmp_path: Path) -> None:
    """A program always gets a list."""
    assert json.loads(run(write(tmp_path / "empty.py", ""), "--output-format", "json").output) == []


def test_warning_fails_only_on_request() -> None:
    """The reference layer has one warning, that it is not registered: exit code 0, and 1 with --fail-on warning."""
    result = run(REFERENCE, "--output-format", "json")
    assert [(f["code"], f["severity"]) for f in json.loads(result.output)] == [("KS501", "warning")]
    assert result.return_value == 0
    assert run(REFERENCE, "--fail-on", "warning").return_value == 1


@pytest.mark.parametrize(
    ("taken_away", "put_instead", "code", "named"),
    [
        ("config = super(CustomLayer, self).get_config()", "config = {}", "KS103", "CustomLayer"),
        ('"units": self.units,', "", "KS101", "'units'"),
        ("tf.keras.activations.serialize(self.activation)", "self.activation", "KS201", "'activation'"),
        (", **kwargs):", "):", "KS301", "trainable"),
    ],
)
def test_reference_layer_without_one_line_is_found(
    taken_away: str, put_instead: str, code: str, named: str, tmp_path: Path
) -> None:
    """Each line of the reference layer that matters is missed when it is gone, by name and with a remedy."""
    text = REFERENCE.read_text(encoding="utf-8")
    assert taken_away in text
    text = text.replace(taken_away, put_instead)
    text = text.replace("__init__(**kwargs)", "__init__()") if code == "KS301" else text
    result = run(write(tmp_path / "layers.py", text), "--output-format", "json")
    (finding,) = [found for found in json.loads(result.output) if found["severity"] == "error"]
    assert finding["code"] == code
    assert named in finding["message"]
    assert finding["remedy"]
    assert result.return_value == 1


def test_fix_writes_the_repair_and_keeps_the_rest(tmp_path: Path) -> None:
    """--fix leaves line ends, byte order mark, encoding and file mode as they were."""
    text = "\ufeff" + LOSES_RATE.replace("inputs * self.rate", "inputs * self.rate  # größer").replace(
        "\n", "\r\n"
    )
    path = write(tmp_path / "layers.py", text)
    path.chmod(0o750)
    result = run(path, "--fix")
    assert result.return_value == 0
    assert result.output.endswith("Repaired 1 finding; no findings in 1 class of 1 file.\n")
    expected = text.replace(
        "return super().get_config()", 'return {**super().get_config(), "rate": self.rate}'
    )
    assert path.read_bytes() == expected.encode()
    assert path.stat().st_mode & 0o777 == 0o750
    assert sorted(tmp_path.iterdir()) == [path]


def test_fix_keeps_a_declared_encoding(tmp_path: Path) -> None:
    """A file in Latin-1 stays in Latin-1."""
    text = "# -*- coding: latin-1 -*-\n# größer\n" + LOSES_RATE
    path = write(tmp_path / "layers.py", text.encode("latin-1"))
    assert run(path, "--fix").return_value == 0
    assert "größer".encode("latin-1") in path.read_bytes()


def test_fix_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    """A symbolic link is followed, not replaced."""
    path = write(tmp_path / "real.py", LOSES_RATE)
    link = tmp_path / "link.py"
    link.symlink_to(path)
    run(link, "--fix")
    assert link.is_symlink()
    assert '"rate": self.rate' in path.read_text(encoding="utf-8")


def test_diff_shows_the_repair_and_writes_nothing(tmp_path: Path) -> None:
    """--diff prints a unified diff, leaves the file alone, and fails while there is something to repair."""
    path = write(tmp_path / "layers.py", LOSES_RATE)
    result = run(path, "--diff")
    assert result.return_value == 1
    assert "-        return super().get_config()\n" in result.output
    assert '+        return {**super().get_config(), "rate": self.rate}\n' in result.output
    assert path.read_bytes() == LOSES_RATE.encode()


def test_registration_is_only_changed_with_consent(tmp_path: Path) -> None:
    """--fix leaves the registered name alone, --unsafe-fixes changes it."""
    text = LOSES_RATE.replace('@keras.saving.register_keras_serializable(package="demo")\n', "")
    path = write(tmp_path / "layers.py", text)
    run(path, "--fix")
    assert "register" not in path.read_text(encoding="utf-8")
    assert run(path, "--unsafe-fixes", "--fail-on", "warning").return_value == 0
    assert '@keras.saving.register_keras_serializable(package="layers")\nclass' in path.read_text(
        encoding="utf-8"
    )


def test_selection_by_code_prefix_and_name(tmp_path: Path) -> None:
    """--select and --ignore take codes, beginnings of codes and names, separated by commas."""
    path = write(tmp_path / "layers.py", LOSES_RATE.replace('package="demo"', ""))

    def codes(*options: str) -> set[str]:
        return {
            finding["code"] for finding in json.loads(run(path, *options, "--output-format", "json").output)
        }

    assert codes() == {"KS101", "KS503"}
    assert codes("--select", "KS1") == {"KS101"}
    assert codes("--select", "registered-without-package") == {"KS503"}
    assert codes("--select", "KS1,KS5", "--ignore", "KS503") == {"KS101"}


def exit_of(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stopped:
        main(["lint", *arguments])
    captured = capsys.readouterr()
    assert "SCAFFOLD-BUG" not in captured.err
    assert isinstance(stopped.value.code, int)
    return stopped.value.code, captured.out + captured.err


def test_unknown_code_names_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt code is wrong usage, and the message knows what was meant."""
    code, said = exit_of(str(tmp_path), "--select", "argument-not-in-confg", capsys=capsys)
    assert code == 2
    assert "Did you mean 'argument-not-in-config'?" in said


def test_missing_path_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path that does not exist is named, with exit code 2."""
    code, said = exit_of(str(tmp_path / "nowhere.py"), capsys=capsys)
    assert code == 2
    assert "nowhere.py" in said


@pytest.mark.parametrize("content", [b"class Scale(\n", b"x = '\xff\xfe'\n", b"x = 1\0\n"])
def test_unreadable_source_is_a_finding(content: bytes, tmp_path: Path) -> None:
    """A file that does not parse or decode is an error, never a crash, and not touched by --fix."""
    path = write(tmp_path / "broken.py", content)
    result = run(path, "--fix", "--output-format", "json")
    assert [finding["code"] for finding in json.loads(result.output)] == ["KS901"]
    assert result.return_value == 1
    assert path.read_bytes() == content


def test_without_path_the_current_directory_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`scaffold lint` alone looks at the directory it is run in."""
    write(tmp_path / "layers.py", LOSES_RATE)
    monkeypatch.chdir(tmp_path)
    assert "layers.py:6:24: KS101" in run().output


LOADED = """
import sys
from scaffold.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    print(*sys.modules)
"""
HEAVY = {"keras", "tensorflow", "jinja2", "hypothesis", "h5py", "rich"}


def loaded_by(*arguments: str | Path, code: str = LOADED) -> set[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONUTF8": "1"}
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments", [("lint", REFERENCE), ("lint", REFERENCE, "--diff"), ("rules",), ("explain", "KS101")]
)
def test_light_commands_load_nothing_heavy(arguments: tuple[str | Path, ...]) -> None:
    """Neither Keras nor TensorFlow nor another slow library is imported."""
    modules = loaded_by(*arguments)
    assert "scaffold.cli" in modules
    assert not HEAVY & modules


def test_explaining_a_rule_of_the_linter_loads_no_other_wing() -> None:
    """The checks of the other wings take as long to load as all else."""
    modules = loaded_by("explain", "KS101")
    assert "scaffold.lint.rules.argument_not_in_config" in modules
    assert not {"scaffold.roundtrip", "scaffold.archive", "scaffold.contract"} & modules
    assert "scaffold.archive" in loaded_by("explain", "KA101")


def test_the_test_for_heavy_modules_can_fail() -> None:
    """The same look at a process that does import one of them sees it."""
    assert HEAVY & loaded_by("rules", code="import h5py\n" + LOADED)


def test_unsafe_repair_says_what_else_it_changes(tmp_path: Path) -> None:
    """Which names change in saved models is told, in at most ten lines, whether it is written or only shown."""
    scale = "class Scale{}(keras.layers.Layer):\n    def call(self, x):\n        return x\n\n\n"
    path = write(tmp_path / "layers.py", "import keras\n\n\n" + "".join(scale.format(n) for n in range(12)))
    shown, written = run(path, "--unsafe-fixes", "--diff"), run(path, "--unsafe-fixes")
    for result in (shown, written):
        notes = [line for line in result.stderr.splitlines() if line.startswith("note: ")]
        assert (
            notes[0]
            == 'note: Register Scale0 as "layers>Scale0" (older saved models then need custom_objects)'
        )
        assert (len(notes), notes[-1]) == (11, "note: and 2 more like these")
    assert "note: " not in run(path, "--unsafe-fixes").stderr


def test_every_option_is_documented_in_one_line() -> None:
    """A short sentence each, so that the help can be read."""
    for option in scaffold.get_command(Context(scaffold), "lint").params:
        if isinstance(option, Option):
            assert option.help, option.name
            assert option.help.endswith(".") or "default" in option.help
            assert len(option.help) < 90
