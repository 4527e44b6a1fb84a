"""Templates of one's own: they come first by name, and their faults are told by template, line and name."""

# One case per line reads best, however long it is.
# ruff: noqa: E501
from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffold.cli import main
from scaffold.errors import ScaffoldError
from scaffold.generate.lookup import available_templates, template_files
from scaffold.generate.shapes import templates_directory
from tests.generate.drawn import Words, files_from


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as exited:
        main([*map(str, arguments)])
    captured = capsys.readouterr()
    return exited.value.code, captured.out, captured.err


@pytest.fixture
def own(capsys, tmp_path: Path) -> Path:
    """A directory with the kit's own templates of a layer and its frame."""
    assert run(capsys, "templates", "eject", "weighted", "_layer", "--out", tmp_path / "own")[0] == 0
    return tmp_path / "own"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_template_of_the_kit_is_listed(capsys) -> None:
    """The list has each file of the kit's directory, with what it is for."""
    code, out, _ = run(capsys, "templates", "list", "--output-format", "json")
    rows = json.loads(out)
    assert code == 0
    assert [row["name"] for row in rows] == sorted(path.name for path in templates_directory().glob("*.j2"))
    assert all(row["summary"] for row in rows if not row["part"])
    assert not any(row["own"] for row in rows)


def test_ejected_templates_write_the_same_layer(capsys, own: Path, tmp_path: Path) -> None:
    """What was taken over and not changed changes nothing."""
    arguments = ["new-layer", "MyLayer", "--arg", "units:int", "--out", tmp_path, "--stdout"]
    assert run(capsys, *arguments) == run(capsys, *arguments, "--templates", own)


def test_changed_template_comes_first(capsys, own: Path, tmp_path: Path) -> None:
    """A change is seen, whether it is in the layer's template or in the frame of all; a new name is a new template."""
    change(own / "_layer.py.j2", '"""The {{ class_name }}', '"""Ours: the {{ class_name }}')
    arguments = ["new-layer", "MyLayer", "--out", tmp_path, "--stdout", "--templates", own]
    assert '"""Ours: the MyLayer layer."""' in run(capsys, *arguments, "--arg", "units:int")[1]
    listed = run(capsys, "templates", "list", "--templates", own)[1]
    assert listed.count("[yours, before the one of the kit]") == 2
    (own / "ours.py.j2").write_text('{# summary = "Ours" #}{% extends "kit/_layer.py.j2" %}')
    assert "ours" in [template.name for template in available_templates(own)]
    assert [file.overrides for file in template_files(own) if file.name == "ours.py.j2"] == [False]


def test_project_names_its_templates(capsys, own: Path, tmp_path: Path, monkeypatch) -> None:
    """[tool.scaffold] templates is relative to pyproject.toml, and needs no option."""
    change(own / "_layer.py.j2", '"""The {{ class_name }}', '"""Ours: the {{ class_name }}')
    (tmp_path / "pyproject.toml").write_text('[tool.scaffold]\ntemplates = "own"\n')
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path / "src")
    assert (
        '"""Ours: the MyLayer layer."""'
        in run(capsys, "new-layer", "MyLayer", "--arg", "units:int", "--stdout")[1]
    )
    assert "[yours" in run(capsys, "templates", "list")[1]


FAULTS = {
    "a variable": ("{{ summary }}", "{{ sumary }}", ("_layer.py.j2:18: the variable 'sumary' is not defined", "Did you mean 'summary'?")),
    "an attribute": ("{{ summary }}", "{{ summary.nothing }}", ("_layer.py.j2:18", "nothing")),
    "what is behind": ("{{ summary }}", "{{ summary.__class__.__mro__ }}", ("_layer.py.j2:18", "unsafe")),
    "a format": ("{{ summary }}", "{{ '{0.__class__}'.format(summary) }}", ("_layer.py.j2:18", "unsafe")),
    "syntax": ("{{ summary }}", "{% if %}", ("_layer.py.j2:18", "Expected an expression")),
    "an unclosed block": ("{{ summary }}", "{{ summary }}{% if 1 %}", ("_layer.py.j2", "end")),
    "an unknown filter": ("{{ summary }}", "{{ summary | uper }}", ("_layer.py.j2:18", "uper")),
    "arithmetic": ("{{ summary }}", "{{ 1 / 0 }}", ("_layer.py.j2:18", "ZeroDivisionError")),
    "a part": ("{{ summary }}", "{% include '_laier.py.j2' %}", ("no template '_laier.py.j2'", "Did you mean '_layer.py.j2'?")),
    "no Python": ("def __init__(self,", "def __init__((self,", ("own/weighted.py.j2 with", "own/_layer.py.j2 gives text that is no Python", "def __init__((self,", "eject")),
    "no constructor": ("def __init__(self,", "def make(self,", ("its class has no __init__", "eject")),
    "another class": ("class {{ class_name }}(", "class Wrong(", ("does not define MyLayer", "eject")),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS.values(), ids=FAULTS)
def test_fault_of_a_template_is_told(
    capsys, own: Path, tmp_path: Path, old: str, new: str, expected: tuple[str, ...]
) -> None:
    """The message names template and line, and the nearest name; nothing is written, and it is no fault of the kit."""
    line = next(n for n, text in enumerate((own / "_layer.py.j2").read_text().splitlines(), 1) if old in text)
    change(own / "_layer.py.j2", old, new)
    code, out, err = run(
        capsys, "new-layer", "MyLayer", "--arg", "units:int", "--out", tmp_path, "--templates", own
    )
    assert (code, out) == (2, "")
    for part in expected:
        assert part.replace(":18", f":{line}") in err
    assert "SCAFFOLD-BUG" not in err
    assert not (tmp_path / "my_layer.py").exists()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("x.py.j2", "class A: pass", "does not begin with a comment"),
        ("x.py.j2", "{# summary = #}", "is wrong"),
        ("x.py.j2", '{# summary = "x"\nprioritty = 3 #}', "prioritty"),
        ("x.py.j2", "\udcff", "x.py.j2 cannot be read"),
        ("_layer.py.j2", "\udcff", "_layer.py.j2 cannot be read"),
        ("x.j2", "", "Did you mean 'x.py.j2'?"),
        ("notes.txt", "", "holds no file"),
    ],
)
def test_directory_that_is_none_of_templates_is_told(
    capsys, tmp_path: Path, name: str, text: str, expected: str
) -> None:
    """What cannot be a template is named before anything is rendered."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / name).write_text(text, encoding="utf-8", errors="surrogateescape")
    code, _, err = run(capsys, "new-layer", "MyLayer", "--templates", tmp_path / "own", "--out", tmp_path)
    assert (code, expected in err) == (2, True), err


def test_eject_keeps_what_was_changed(capsys, own: Path) -> None:
    """A template that was changed is in the way, unless --force or --skip decides."""
    change(own / "weighted.py.j2", "priority", "# mine\npriority")
    mine = (own / "weighted.py.j2").read_text()
    code, _, err = run(capsys, "templates", "eject", "--out", own)
    assert (code, "weighted.py.j2" in err) == (2, True)
    assert run(capsys, "templates", "eject", "--out", own, "--skip")[0] == 0
    assert (own / "weighted.py.j2").read_text() == mine
    assert len(list(own.iterdir())) == len(list(templates_directory().glob("*.j2")))
    assert run(capsys, "templates", "eject", "--out", own, "--force")[0] == 0
    assert (own / "weighted.py.j2").read_text() != mine


def test_unknown_template_gets_the_nearest_name(capsys, tmp_path: Path) -> None:
    """A misspelt name is answered with the one that was meant."""
    code, _, err = run(capsys, "templates", "eject", "wieghted", "--out", tmp_path)
    assert (code, "Did you mean 'weighted'?" in err) == (2, True)


def test_what_a_template_computes_with_is_never_none() -> None:
    """A window that may be None is refused by the template, and does not choose it."""
    with pytest.raises(ScaffoldError, match="needs kernel_size"):
        files_from(Words(["kernel_size:tuple[int,2]?"], template="convolution"))
    assert "kernel_size" in files_from(Words(["filters:int", "kernel_size:tuple[int,2]?"]))["drawn_layer.py"]


def test_documentation_holds_no_example_that_would_be_run() -> None:
    """What is typed as words must not become code in the tests of docstrings."""
    with pytest.raises(ScaffoldError, match=">>>"):
        files_from(Words(["units:int"], docs={"units": ">>> __import__('os')"}))
