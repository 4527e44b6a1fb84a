"""Names, paths and lines that a terminal or a parser would take for something else, and where reports count from."""

from __future__ import annotations

import json
import os
import sys
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path

import pytest

from scaffold.cli import main
from tests.lint.projects import LOSES_RATE, project, run, write

__all__ = ["project"]

NAMES = [
    "new\nline.py", "red\x1b[31m.py", "c1\x9b31m.py", "turned\u202eyp.py", "bell\x07.py", "back\rx.py",
    "per%cent::x,y.py", "quo'\"te<>&.py", "größe 😀.py", "-dash.py",
]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
@pytest.mark.parametrize("name", NAMES)
def test_every_path_is_one_line_of_text(name: str, project: Path) -> None:
    """What a terminal would obey, hide or turn around is spelt out, so that a path cannot forge a line."""
    write(project / name, LOSES_RATE)
    for output_format in ("text", "concise"):
        text = run(project, "--output-format", output_format).stdout
        assert text.count("\n") == {"text": 6, "concise": 2}[output_format]
        assert all(line.isprintable() for line in text.split("\n"))


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_programs_can_read_every_path(project: Path) -> None:
    """JSON, SARIF, GitLab and JUnit stay well-formed, and the first three give the path back."""
    undecodable = os.fsdecode(b"bad\xff.py")
    for name in (*NAMES, undecodable):
        write(project / name, LOSES_RATE)
    outputs = {
        name: run(".", "--output-format", name).stdout_bytes for name in ("json", "gitlab", "sarif", "junit")
    }
    paths = sorted([*NAMES, undecodable])
    assert sorted(found["path"] for found in json.loads(outputs["json"])) == paths
    assert sorted(found["location"]["path"] for found in json.loads(outputs["gitlab"])) == paths
    results = json.loads(outputs["sarif"])["runs"][0]["results"]
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results}
    assert {"bad%FF.py", "per%25cent%3A%3Ax%2Cy.py"} < uris
    assert ElementTree.fromstring(outputs["junit"]).attrib["tests"] == str(len(paths))


def test_line_of_source_cannot_speak_to_the_terminal(project: Path) -> None:
    """Control characters in the line that is shown stand as pictures of one column, so that the caret stays right."""
    text = LOSES_RATE.replace("self, rate=0.1", 'self, text="\x1b[2J\u202e", rate=0.1')
    text = text.replace("self.rate = rate", "self.rate, self.text = rate, text")
    write(project / "layers.py", text)
    shown = run("layers.py", "--select", "KS101").stdout.split("\n")
    assert all(line.isprintable() for line in shown)
    excerpt, caret = next((a, b) for a, b in pairwise(shown) if "^^^^" in b and "rate=" in a)
    assert "\N{SYMBOL FOR ESCAPE}[2J\N{REPLACEMENT CHARACTER}" in excerpt
    assert excerpt[caret.rindex("^^^^") :].startswith(("text", "rate"))


@pytest.mark.parametrize("output_format", ["json", "gitlab", "sarif", "junit", "github"])
def test_programs_get_utf8_whatever_the_console_speaks(
    output_format: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """Escapes for a cp1252 console are no JSON, and its own bytes no XML."""
    import io

    write(project / "layers.py", LOSES_RATE.replace("rate", "größe_\u0142"))
    out = io.TextIOWrapper(io.FileIO(1, "wb", closefd=False), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", out)
    with pytest.raises(SystemExit):
        main(["lint", "layers.py", "--output-format", output_format])
    out.flush()
    said = capfdbinary.readouterr().out
    assert "größe_\u0142" in said.decode("utf-8")
    if output_format == "junit":
        ElementTree.fromstring(said)
    elif output_format != "github":
        json.loads(said)


@pytest.mark.parametrize(
    ("directory", "typed"),
    [
        (".", "src"), (".", "./src"), (".", "ABSOLUTE"), (".", "src/../src//pkg/a.py"),
        ("src", "."), ("src/pkg", "../../src"),
    ],
)  # fmt: skip
def test_finding_is_known_however_its_path_is_typed(
    directory: str, typed: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a repository, paths and fingerprints of reports count from its top: annotations are looked up by them."""
    write(project / "src/pkg/a.py", LOSES_RATE)
    (project / ".git").mkdir()
    expected = json.loads(run("src", "--output-format", "gitlab").stdout)
    assert expected[0]["location"]["path"] == "src/pkg/a.py"
    monkeypatch.chdir(project / directory)
    path = str(project / "src") if typed == "ABSOLUTE" else typed
    assert json.loads(run(path, "--output-format", "gitlab").stdout) == expected
    sarif = json.loads(run(path, "--output-format", "sarif").stdout)["runs"][0]["results"][0]
    assert sarif["partialFingerprints"]["scaffold/v1"] == expected[0]["fingerprint"]
    assert sarif["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "src/pkg/a.py"
    assert "file=src/pkg/a.py," in run(path, "--output-format", "github").stdout


def test_finding_outside_of_the_repository_is_absolute(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that leads out of the repository cannot be looked up in it."""
    (project / "repository" / ".git").mkdir(parents=True)
    write(project / "repository/b.py", LOSES_RATE)
    write(project / "a.py", LOSES_RATE)
    monkeypatch.chdir(project / "repository")
    found = json.loads(run("b.py", "../a.py", "--output-format", "gitlab").stdout)
    assert {one["location"]["path"] for one in found} == {"b.py", str(project / "a.py").replace(os.sep, "/")}
    results = json.loads(run("b.py", "../a.py", "--output-format", "sarif").stdout)["runs"][0]["results"]
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results]
    assert sorted(uris) == ["b.py", (project / "a.py").as_uri()]


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_error_cannot_speak_to_the_terminal(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The path that a message is about is spelt out like any other."""
    (project / "red\x1b[31m").mkdir()
    with pytest.raises(SystemExit) as ended:
        main(["lint", "--baseline", "red\x1b[31m"])
    assert ended.value.code == 2
    assert "error: cannot read red\\x1b[31m: Is a directory\n" in capsys.readouterr().err
