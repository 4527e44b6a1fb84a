"""`[tool.scaffold.lint]` in pyproject.toml: found, obeyed, overruled by the command line, and refused with its line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.errors import ScaffoldError
from tests.lint.projects import LOSES_RATE, SOUND, TWO_FAULTS, codes, found, project, run, write

__all__ = ["project"]


def configure(directory: Path, text: str) -> Path:
    return write(directory / "pyproject.toml", f"[project]\nname = 'x'\n\n[tool.scaffold.lint]\n{text}\n")


def test_nearest_file_upward_counts(project: Path) -> None:
    """The first pyproject.toml with the table decides; one without it is passed over."""
    configure(project, 'ignore = ["KS101"]')
    write(project / "pkg" / "pyproject.toml", "[project]\nname = 'pkg'\n[tool.ruff]\n")
    file = write(project / "pkg" / "deep" / "layers.py", TWO_FAULTS)
    assert codes(file) == ["KS503"]
    configure(project / "pkg" / "deep", 'ignore = ["KS503"]')
    assert codes(file) == ["KS101"]
    assert codes(file, "--isolated") == ["KS101", "KS503"] or codes(file, "--isolated") == ["KS503", "KS101"]


@pytest.mark.parametrize(
    "head",
    [
        "[tool.scaffold.lint]\n",
        "[tool.scaffold]\nlint.",
        "[tool]\nscaffold.lint.",
        "tool.scaffold.lint.",
        "  [ tool . 'scaffold'. lint ]\n",
        '[ "tool" ]\nscaffold.lint.',
        "'tool' = {scaffold.lint.ignore = ['KS1']}\n[tool2]\n",
        "\ttool = {scaffold = {lint = {ignore = ['KS1']}}}\n[tool2]\n",
    ],
)
def test_every_spelling_of_the_table_is_read(head: str, project: Path) -> None:
    """TOML has many ways to write a key."""
    write(project / "pyproject.toml", f'{head}ignore = ["KS1"]\n')
    write(project / "layers.py", TWO_FAULTS)
    assert codes() == ["KS503"]


def test_named_file_counts_alone(project: Path) -> None:
    """--config takes the table from any TOML file; without it the file is refused."""
    configure(project, 'ignore = ["KS1"]')
    write(project / "layers.py", TWO_FAULTS)
    other = write(project / "ci.toml", '[tool.scaffold.lint]\nselect = ["KS1"]\n')
    assert codes("--config", other) == ["KS101"]
    with pytest.raises(ScaffoldError, match=r"other\.toml has no table \[tool\.scaffold\.lint\]"):
        run("--config", write(project / "other.toml", "x = 1\n"))
    with pytest.raises(ScaffoldError, match=r"cannot read nowhere\.toml"):
        run("--config", "nowhere.toml")


RUFF_LIKE = [
    # configured, command line, what is left of KS101 and KS503
    ("", (), {"KS101", "KS503"}),
    ('select = ["KS1"]', (), {"KS101"}),
    ("select = []", (), set()),
    ('select = ["KS1"]\nextend-select = ["KS503"]', (), {"KS101", "KS503"}),
    ('ignore = ["KS1"]', (), {"KS503"}),
    ('select = ["KS101"]\nignore = ["KS"]', (), {"KS101"}),
    ('select = ["KS"]\nignore = ["KS101"]', (), {"KS503"}),
    ('select = ["KS101"]\nignore = ["KS101"]', (), set()),
    ('ignore = ["KS101"]', ("--select", "KS1"), {"KS101"}),
    ('ignore = ["KS101"]', ("--extend-select", "KS101"), {"KS101", "KS503"}),
    ('select = ["KS1"]', ("--extend-select", "KS503"), {"KS101", "KS503"}),
    ('select = ["KS1"]', ("--ignore", "KS101"), set()),
    ('extend-select = ["KS1"]', ("--select", "KS503"), {"KS503"}),
    ("", ("--select", "argument-not-in-config", "--ignore", "KS1"), {"KS101"}),
    ("", ("--select", "ALL", "--ignore", "KS1"), {"KS503"}),
]


@pytest.mark.parametrize(("configured", "given", "left"), RUFF_LIKE)
def test_selection_is_layered_as_in_ruff(
    configured: str, given: tuple[str, ...], left: set[str], project: Path
) -> None:
    """The more exact text decides, a tie ignores, and a selection on the command line replaces the configured one."""
    configure(project, configured)
    write(project / "layers.py", TWO_FAULTS)
    assert set(codes(*given)) == left


@pytest.mark.parametrize(("configured", "given", "left"), RUFF_LIKE)
def test_ruff_itself_decides_the_same(
    configured: str, given: tuple[str, ...], left: set[str], tmp_path: Path
) -> None:
    """The same configuration in ruff's words leaves the same of its own rules."""
    words = {"KS101": "F401", "KS503": "E703", "KS1": "F", "KS": "ALL", "argument-not-in-config": "F401"}

    def translated(text: str) -> str:
        for ours in ("argument-not-in-config", "KS101", "KS503", "KS1", "KS"):
            text = text.replace(ours, words[ours]) if ours != "KS" else text.replace('"KS"', '"ALL"')
        return text

    file = write(tmp_path / "a.py", "import os\nx = 1;\n")
    configured = (
        configured
        if "select = [" in configured.replace("extend-select", "")
        else f'select = ["ALL"]\n{configured}'
    )
    if configured.count("[") == 0:
        configured = 'select = ["ALL"]'
    write(tmp_path / "ruff.toml", f"[lint]\n{translated(configured)}\n")
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format",
        "concise",
        *map(translated, given),
    ]
    done = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert {ours for ours in ("KS101", "KS503") if f" {words[ours]} " in done.stdout} == left


@pytest.mark.parametrize(
    ("pattern", "silenced"),
    [
        ("layers.py", {"pkg/layers.py", "pkg/deep/layers.py"}),
        ("pkg/*", {"pkg/layers.py", "pkg/deep/layers.py"}),
        ("pkg/deep/*", {"pkg/deep/layers.py"}),
        ("./pkg/layers.py", {"pkg/layers.py"}),
        ("**/deep/*.py", {"pkg/deep/layers.py"}),
        ("!pkg/deep/*", {"pkg/layers.py"}),
        ("deep", set()),
        ("*.ipynb", set()),
    ],
)
def test_codes_are_ignored_by_file(
    pattern: str, silenced: set[str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Patterns count from the configuration's directory, wherever the command is run, and match names as well."""
    files = {"pkg/layers.py", "pkg/deep/layers.py"}
    for name in files:
        write(project / name, LOSES_RATE)
    configure(project, f'per-file-ignores = {{"{pattern}" = ["KS1"]}}')
    assert {finding["path"] for finding in found()} == files - silenced
    monkeypatch.chdir(project / "pkg")
    assert {f"pkg/{finding['path']}" for finding in found()} == files - silenced


def test_ignored_by_file_is_not_repaired(project: Path) -> None:
    """What is not told is left alone."""
    configure(project, 'per-file-ignores = {"layers.py" = ["KS1"]}')
    file = write(project / "layers.py", LOSES_RATE)
    assert run("--fix").return_value == 0
    assert file.read_text(encoding="utf-8") == LOSES_RATE


def test_repair_can_be_configured(project: Path) -> None:
    """`fix = true` repairs, --no-fix and --diff do not; `unsafe-fixes = true` alone does not either."""
    configure(project, "fix = true")
    file = write(project / "layers.py", LOSES_RATE)
    run("--no-fix"), run("--diff")
    assert file.read_text(encoding="utf-8") == LOSES_RATE
    run()
    assert file.read_text(encoding="utf-8") == SOUND
    configure(project, "unsafe-fixes = true")
    write(file, TWO_FAULTS)
    run()
    assert file.read_text(encoding="utf-8") == TWO_FAULTS
    run("--fix")
    assert 'register_keras_serializable(package="x")' in file.read_text(encoding="utf-8")
    write(file, TWO_FAULTS)
    run("--fix", "--no-unsafe-fixes")
    assert "register_keras_serializable()" in file.read_text(encoding="utf-8")


def test_exit_code_and_format_can_be_configured(project: Path) -> None:
    """fail-on and output-format have their defaults in the file; the command line wins."""
    configure(project, 'fail-on = "warning"\noutput-format = "concise"\nselect = ["KS5"]')
    write(project / "layers.py", TWO_FAULTS)
    result = run()
    assert result.return_value == 1
    assert result.output.startswith("layers.py:4:2: warning KS503")
    assert run("--fail-on", "error").return_value == 0
    assert run("--output-format", "text").output.splitlines()[1].startswith("4 | ")


def test_registration_package_is_written(project: Path) -> None:
    """The repair registers under the package that the project names."""
    configure(project, 'registration-package = "acme"')
    file = write(project / "layers.py", TWO_FAULTS)
    run("--unsafe-fixes")
    assert 'register_keras_serializable(package="acme")' in file.read_text(encoding="utf-8")


def test_extra_base_class_makes_a_layer(project: Path) -> None:
    """A class of another package is a layer once that is said; what it brings stays unknown."""
    text = LOSES_RATE.replace("import keras\n", "import keras\nfrom framework.layers import Base\n")
    write(project / "layers.py", text.replace("keras.layers.Layer", "Base").replace("@keras", "# @keras"))
    assert codes() == []
    configure(project, 'extra-base-classes = ["framework.layers.Base"]')
    assert "KS501" in codes()
    configure(project, 'extra-base-classes = ["framework.layers.Other"]')
    assert codes() == []


def test_older_keras_adds_no_keys(project: Path) -> None:
    """What from_config of the newest Keras adds is not held against a constructor that only meets an older one."""
    from scaffold.lint.refused import refused_keys
    from scaffold.settings import Analysis
    from scaffold.source.project import analyze

    text = "import keras\nclass A(keras.layers.Dense):\n    def __init__(self, units, name=None):\n"
    text += "        super().__init__(units)\n"
    text += "    def get_config(self):\n        return {'units': self.units}\n"
    file = str(write(project / "layers.py", text))

    def refused(version: tuple[int, ...]) -> list[str]:
        known = analyze([file], settings=Analysis(keras_version=version))
        return [key for key, _ in refused_keys(known.classes[0], known)]

    assert refused(()) == refused((3, 15)) != refused((3, 12)) == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[tool.scaffold.lint]\nselct = ["KS1"]', 2, "unknown key 'selct'\nDid you mean 'select'?"),
        (
            "[tool.scaffold.lint]\n\nextend_select = []",
            3,
            "unknown key 'extend_select'\nDid you mean 'extend-select'?",
        ),
        ('[tool.scaffold.lint]\nselect = "KS1"', 2, "'select' must be a list of texts, found 'KS1'"),
        ("[tool.scaffold.lint]\nfix = 1", 2, "'fix' must be true or false, found 1"),
        (
            '[tool.scaffold.lint]\nfail-on = "info"',
            2,
            """'fail-on' must be "error" or "warning", found 'info'""",
        ),
        ('[tool.scaffold.lint]\nkeras-version = "three"', 2, "'keras-version' must be a version"),
        (
            "[tool.scaffold.lint]\nper-file-ignores = {a = 'KS1'}",
            2,
            "'per-file-ignores' must be a table of lists",
        ),
        (
            '[tool.scaffold.lint]\nselect = [\n  "KS1",\n  "KS1o1",\n]',
            4,
            "unknown code 'KS1o1'\nDid you mean 'KS101'?",
        ),
        (
            '[tool.scaffold.lint.per-file-ignores]\n"a.py" = ["argument-not-in-confg"]',
            2,
            "Did you mean 'argument-not-in-config'?",
        ),
        (
            '[tool.scaffold.lint]\noutput-format = "jsn"',
            2,
            "unknown output format 'jsn'\nDid you mean 'json'?",
        ),
        (
            "[tool.scaffold]\nselect = []",
            2,
            "[tool.scaffold] has no key 'select'\nWrite it into [tool.scaffold.lint].",
        ),
        (
            "[tool.scaffold.lnt]\nselect = []",
            1,
            "[tool.scaffold] has no key 'lnt'\nDid you mean [tool.scaffold.lint]?",
        ),
        ("[tool.scaffold]\nlint = 3", 2, "[tool.scaffold.lint] must be a table"),
        ("[tool.scaffold.lint]\nselect = ]\n", 2, "this is no TOML"),
        ('[tool.scaffold.lint]\nbaseline = "a\\u0000b"', 2, "'baseline' must be a path"),
        (
            '[tool.scaffold.lint]\nregistration-package = "a>b"',
            2,
            "'registration-package' must be a name of letters, digits and underscores, found 'a>b'",
        ),
        ('[tool.scaffold.lint]\nregistration-package = ""', 2, "'registration-package' must be a name"),
        ("[tool.scaffold]\npackage = 3", 2, "'package' must be a name, found 3"),
        (
            '[tool.scaffold.lint]\nextra-base-classes = ["framework.Base Layer"]',
            2,
            "'extra-base-classes' must be a list of dotted names, found ['framework.Base Layer']",
        ),
        ('[tool.scaffold.lint]\nextra-base-classes = [""]', 2, "must be a list of dotted names"),
    ],
)
def test_mistake_is_told_with_its_line(text: str, line: int, said: str, project: Path) -> None:
    """File, line, what was expected and found, and the nearest name."""
    write(project / "pyproject.toml", text)
    write(project / "layers.py", SOUND)
    with pytest.raises(ScaffoldError) as raised:
        run()
    assert str(raised.value).startswith(f"pyproject.toml:{line}: ")
    assert said in str(raised.value)


def test_toml_is_only_read_where_the_table_may_be(project: Path) -> None:
    """A pyproject.toml of other tools costs no TOML parser; one with the table does."""
    code = "import sys; from scaffold.cli import main\ntry: main(['lint'])\n"
    code += "except SystemExit: print('tomllib' in sys.modules)"
    write(project / "layers.py", SOUND)
    for text, expected in (("[tool.ruff]\n# scaffold\n", "False"), ("[tool.scaffold.lint]\n", "True")):
        write(project / "pyproject.toml", text)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.split()[-1] == expected


def test_file_that_is_no_text_is_told_with_its_line(project: Path) -> None:
    """What is not UTF-8 is told as such, and so is what no parser can read to its end."""
    (project / "pyproject.toml").write_bytes(b"[tool.scaffold.lint]\nselect = ['\xff']\n")
    with pytest.raises(ScaffoldError, match=r"^pyproject.toml:2: this is no TOML: byte 0xff is not UTF-8\n"):
        run()
    write(project / "pyproject.toml", "[tool.scaffold.lint]\nselect = " + "[" * 5000 + "]" * 5000)
    with pytest.raises(ScaffoldError, match=r"^pyproject.toml: nested too deeply"):
        run()


def test_byte_order_mark_is_no_fault(project: Path) -> None:
    """Editors on Windows begin files with one."""
    write(project / "layers.py", LOSES_RATE)
    write(project / "pyproject.toml", "\ufeff[tool.scaffold.lint]\r\nignore = ['KS101']\r\n")
    assert codes() == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipe_in_place_of_the_file_is_passed_over(project: Path) -> None:
    """Nobody waits for somebody to write into it."""
    os.mkfifo(project / "pyproject.toml")
    write(project / "layers.py", LOSES_RATE)
    done = subprocess.run([sys.executable, "-m", "scaffold", "lint"], capture_output=True, timeout=60)
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ((), {"l.py", "a/l.py:KS503", "b/l.py"}),
        (("a", "b"), {"a/l.py:KS503", "b/l.py"}),
        (("a/l.py", "b/l.py"), {"a/l.py:KS503", "b/l.py"}),
        (("a",), {"a/l.py:KS503"}),
        (("a/deep/l.py", "a/l.py"), {"a/l.py:KS503"}),
        (("a/generated/l.py", "b/l.py"), {"a/generated/l.py:KS503", "b/l.py"}),
    ],
)
def test_every_file_is_chosen_by_the_nearest_configuration(
    paths: tuple[str, ...], expected: set[str], project: Path
) -> None:
    """A file of a project in a project is judged alike, with whatever else it is linted: pre-commit names any."""
    for directory in (".", "a", "a/deep", "a/generated", "b"):
        write(project / directory / "l.py", TWO_FAULTS)
    configure(project, 'ignore = ["KS503"]')
    configure(
        project / "a", 'ignore = ["KS101"]\nexclude = ["generated"]\nper-file-ignores = {"deep/*" = ["KS5"]}'
    )
    told = {
        one["path"] + (":KS503" if one["code"] == "KS503" else "")
        for one in found(*paths)
    }  # fmt: skip
    assert told == expected
    run(*paths, "--fix")
    assert "self.rate}" not in (project / "a/l.py").read_text(encoding="utf-8")


def test_configuration_of_a_project_within_can_be_wrong(project: Path) -> None:
    """Its mistakes are told with its path; settings that cannot differ within a run are told to be idle."""
    write(project / "a/l.py", LOSES_RATE)
    configure(project / "a", 'ignore = ["KS1o1"]')
    with pytest.raises(ScaffoldError, match=r"^a[/\\\\]pyproject.toml:5: unknown code 'KS1o1'"):
        run()
    configure(project / "a", 'keras-version = "3.12"')
    said = run().stderr
    assert "pyproject.toml: keras-version counts only where that project is linted by itself" in said
    assert run("a").stderr == ""
