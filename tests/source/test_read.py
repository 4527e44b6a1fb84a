"""Reading: whatever a file holds, it becomes a source or a problem."""

# One case per line reads best, however long it is.
from __future__ import annotations

import ast
import os
import sys
from pathlib import Path

import pytest

from scaffold.errors import ScaffoldError
from scaffold.source import read
from scaffold.source.collect import collect_files, module_of
from scaffold.source.located import Problem, SourceFile
from scaffold.source.places import Places
from scaffold.source.project import analyze
from scaffold.source.read import decode_source

LAYER = "from keras.layers import Layer\nclass A(Layer):\n    pass\n"


@pytest.mark.parametrize(
    ("data", "encoding", "newline", "text"),
    [
        (b"x = 1\n", "utf-8", "\n", "x = 1\n"),
        (b"\xef\xbb\xbfx = 1\r\n", "utf-8-sig", "\r\n", "x = 1\r\n"),
        (
            "# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"),
            "latin-1",
            "\n",
            "# -*- coding: latin-1 -*-\nx = 'é'\n",
        ),
        (
            "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '€'".encode("cp1252"),
            "cp1252",
            "\n",
            None,
        ),
        (b"x = 1\n# coding: latin-1\n", "utf-8", "\n", "x = 1\n# coding: latin-1\n"),
        (b"x = 1\ry = 2", "utf-8", "\r", "x = 1\ry = 2"),
        (b"", "utf-8", "\n", ""),
    ],
)
def test_encodings_and_line_ends_are_kept(data: bytes, encoding: str, newline: str, text: str | None) -> None:
    """Byte order mark, PEP 263 and line ends are told, and no character is changed."""
    source = decode_source(data, "a.py", "a")
    assert isinstance(source, SourceFile)
    assert (source.encoding, source.newline) == (encoding, newline)
    assert text is None or source.text == text


@pytest.mark.parametrize(
    ("data", "kind", "line"),
    [
        (b"x = 1\ny = '\xff'\n", "encoding", 2),
        (b"# coding: klingon\n", "encoding", 1),
        (b"# coding: hex\nx", "encoding", 1),
        (b"\xef\xbb\xbf# coding: latin-1\n", "encoding", 1),
        (b"x = 1\n\x00\n", "syntax", 2),
    ],
)
def test_bytes_that_are_no_text_become_a_problem(data: bytes, kind: str, line: int) -> None:
    """The problem says where and what to do."""
    problem = decode_source(data, "a.py", "a")
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.line, problem.path) == (kind, line, "a.py")
    assert problem.message


@pytest.mark.parametrize(
    "text",
    [
        "def f(:\n",
        "class A(Layer:\n    x\n",
        "(" * 3000 + ")" * 3000,
        "x = " + "-" * 60000 + "1",
        "\tif x:\n  y",
    ],
    ids=["def", "class", "brackets", "unary", "indent"],
)
def test_broken_sources_are_problems_and_spare_the_others(tmp_path: Path, text: str) -> None:
    """A file that does not parse is one problem, whether it could hold a layer or not; the rest is analysed."""
    (tmp_path / "broken.py").write_text(text)
    (tmp_path / "good.py").write_text(LAYER)
    project = analyze([tmp_path])
    assert [problem.path for problem in project.problems] == [str(tmp_path / "broken.py")]
    assert [cls.name for cls in project.classes] == ["A"]
    assert analyze([tmp_path / "broken.py"]).problems == project.problems


def test_a_long_chain_of_operators_is_no_crash(tmp_path: Path) -> None:
    """An expression too deep to be followed is a problem of that file, or is analysed, but never an exception."""
    (tmp_path / "deep.py").write_text(
        LAYER + "    def __init__(self):\n        self.x = " + "+".join("1" * 3000) + "\n"
    )
    project = analyze([tmp_path])
    assert len(project.problems) + len(project.classes) == 1


def test_unreadable_and_huge_files_are_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dangling link cannot be read; a file beyond the bound is not read."""
    (tmp_path / "link.py").symlink_to(tmp_path / "nowhere.py")
    (tmp_path / "huge.py").write_text("x = 1\n" * 10)
    monkeypatch.setattr(read, "MAX_BYTES", 20)
    assert {problem.kind for problem in analyze([tmp_path]).problems} == {"unreadable", "too-large"}


def test_a_path_that_does_not_exist_is_refused_with_the_nearest(tmp_path: Path) -> None:
    """The message names what there is instead."""
    (tmp_path / "layers.py").write_text(LAYER)
    with pytest.raises(ScaffoldError, match=r"layers\.py"):
        analyze([tmp_path / "layer.py"])


def test_directories_are_searched_without_what_is_not_source(tmp_path: Path) -> None:
    """Hidden directories, environments, caches and builds are left out; a file named twice is found once."""
    for name in (".hidden", "venv", "env2", "__pycache__", "build", "x.egg-info", "pkg"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text(LAYER)
    (tmp_path / "env2" / "pyvenv.cfg").write_text("")
    found = collect_files([tmp_path, tmp_path / "pkg" / "a.py"])
    assert [(Path(file.path).relative_to(tmp_path).as_posix(), file.explicit) for file in found] == [
        ("pkg/a.py", True)
    ]


def test_module_names_follow_the_chain_of_packages(tmp_path: Path) -> None:
    """The name starts at the topmost directory with an __init__.py."""
    inner = tmp_path / "src" / "pkg" / "layers"
    inner.mkdir(parents=True)
    (inner / "__init__.py").touch()
    (inner.parent / "__init__.py").touch()
    assert module_of(str(inner / "dense.py")) == ("pkg.layers.dense", str(tmp_path / "src"))
    assert module_of(str(inner / "__init__.py")) == ("pkg.layers", str(tmp_path / "src"))
    assert module_of(str(tmp_path / "script.py")) == ("script", str(tmp_path))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_spans_count_characters(newline: str) -> None:
    """Offsets and columns fit the text, whatever its line ends and however many bytes its characters take."""
    text = newline.join(["é = 'ü𝄞'", "if x:", "    'ä' + name", ""])
    names = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)]
    places = Places(text)
    for node in names:
        span = places.of(node)
        assert text[span.start : span.end] == node.id
        assert (span.end_column - span.column, span.end - span.start) == (len(node.id), len(node.id))
    last = places.of(next(node for node in names if node.id == "name"))
    assert (last.line, last.column) == (3, 11)
    assert places.at(last.start, last.end) == last


def test_the_name_of_a_class_is_found_behind_odd_spaces() -> None:
    """Spaces and line continuations may stand between the keyword and the name."""
    text = "class  \\\n  Ünit (X): pass"
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.ClassDef)
    span = Places(text).name_of(node)
    assert (text[span.start : span.end], span.line, span.column) == ("Ünit", 2, 3)


def test_texts_stand_for_what_is_on_disk(tmp_path: Path) -> None:
    """An overlay is analysed in place of the file, which stays as it is."""
    path = tmp_path / "a.py"
    path.write_text(LAYER)
    project = analyze([path], texts={str(path): LAYER.replace("class A", "class Ä")})
    assert [cls.name for cls in project.classes] == ["Ä"]
    assert path.read_text() == LAYER


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Opening a pipe would wait for somebody to write; it is a problem instead."""
    os.mkfifo(tmp_path / "pipe.py")
    (problem,) = analyze([tmp_path]).problems
    assert "no regular file" in problem.message


def test_newer_syntax_is_told_apart_from_none(tmp_path: Path) -> None:
    """The message names the Python that could not read the file, and what to do about it."""
    path = tmp_path / "layers.py"
    path.write_text("class A(:\n    pass\n", encoding="utf-8")
    (problem,) = analyze([path]).problems
    assert f"no valid Python {sys.version_info.major}.{sys.version_info.minor}: " in problem.message
    assert "newer Python" in problem.message


def test_link_that_leads_nowhere_is_named_so(tmp_path: Path) -> None:
    """The remedy does not suggest the link itself."""
    path = tmp_path / "link.py"
    path.symlink_to(tmp_path / "gone.py")
    with pytest.raises(ScaffoldError, match=r"link\.py' is a link that leads nowhere"):
        collect_files([str(path)])
