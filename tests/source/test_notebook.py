"""Notebooks: the code of their cells is Python, and what is put back changes nothing else."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.source.magics import MARK, put_aside, put_back
from scaffold.source.notebook import NotebookError, cell_lines, cells_of, code_of, with_code
from scaffold.source.project import analyze


def notebook(*sources: object, indent: int | None = 1, ascii_only: bool = False, **extra: object) -> str:
    cells = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
        for source in sources
    ]
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **extra}
    return json.dumps(document, indent=indent, ensure_ascii=ascii_only) + "\n"


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline\nimport keras",
        "!pip install \\\n  keras \\\n  numpy\nx = 1",
        "if True:\n    !ls 'it\n    %time x = 1\ny = 2",
        "files = !ls\nx, y = %who\nz = 1",
        "keras.layers.Layer??\n?keras\nx?",
        "%%time\nx = 1",
        "x = !cat {a\ny = 1",
        "x = '''it's\n%a''' # (\n%b",
    ],
)
def test_lines_of_ipython_become_python_and_come_back(cell: str) -> None:
    """The cell parses, keeps its number of lines, and is the same again when the lines are put back."""
    held: list[str] = []
    python = put_aside(cell, held)
    ast.parse(python)
    assert python.count("\n") == cell.count("\n")
    assert held
    assert put_back(python, held) == cell


@pytest.mark.parametrize(
    "cell",
    [
        '"""\n%not\n!not\n"""\nx = 1 \\\n% 2',
        "a = (1\n% 2)",
        "b = [3\n% 4]  # what?\nx = '!' \\\n'?'\ny = 'a?'",
        "f'{1\n}'",
    ],
)
def test_python_is_left_alone(cell: str) -> None:
    """A line inside of a string, brackets or a continued statement is none of IPython's."""
    held: list[str] = []
    assert put_aside(cell, held) == cell
    assert held == []


@given(st.text(st.sampled_from("%!?'\"\\\n()[]{}= \tax#:"), max_size=40))
def test_any_cell_comes_back(cell: str) -> None:
    """Whatever a cell holds, putting aside and putting back gives it again, line by line."""
    held: list[str] = []
    python = put_aside(cell, held)
    assert put_back(python, held) == cell
    assert python.count("\n") == cell.count("\n")


def test_other_cells_are_left_out() -> None:
    """Markdown, raw cells and cells in other languages hold no Python; numbers count all cells."""
    document = json.loads(notebook("%%bash\nclass A(", "x = 1", "%%html\n<b>", "%%timeit\ny = 2"))
    document["cells"].insert(0, {"cell_type": "markdown", "source": ["# class B("]})
    text = json.dumps(document)
    assert [cell.number for cell in cells_of(text)] == [3, 5]
    assert cell_lines(code_of(text)) == [(1, 3), (3, 5)]


def test_notebook_of_another_language_has_no_code() -> None:
    """An R notebook is none of ours."""
    assert code_of(notebook("x <- 1", metadata={"kernelspec": {"language": "R"}})) == ""
    assert code_of(notebook("x = 1", metadata={"kernelspec": {"language": "python"}})) != ""


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("as_list", [True, False])
def test_nothing_else_changes(indent: int | None, ascii_only: bool, as_list: bool) -> None:
    """An edit of one line changes that line; layout, order, escapes, outputs and magics stay, byte for byte."""
    sources = ["%time 'größe'\nx = 'größe'\ny = 2\n", "z = '\\t'", ""]
    given = [source.splitlines(keepends=True) for source in sources] if as_list else sources
    document = notebook(*given, indent=indent, ascii_only=ascii_only, extra={"ü": 1.0, "e": [1e5]})
    assert with_code(document, code_of(document)) == document
    edited = with_code(document, code_of(document).replace("y = 2", "y = 3"))
    assert edited == document.replace("y = 2", "y = 3")


def test_new_lines_are_written_like_the_others() -> None:
    """A line more is an item more, with the indentation of its neighbours."""
    document = notebook(["a = 1\n", "b = 2"], ["c = 3"])
    edited = with_code(
        document, code_of(document).replace("b = 2", "b = 2\nnew = 'ä'").replace("c = 3", "c = 3\nd = 4")
    )
    assert edited == notebook(["a = 1\n", "b = 2\n", "new = 'ä'"], ["c = 3\n", "d = 4"])


def test_spelling_of_what_stays_is_kept() -> None:
    """Escapes that nobody needs are the author's business."""
    document = notebook("x = 1\ny = '/'").replace("'/'", "'\\/\\u00e9\\ud83d\\ude00'").replace("x", "\\u0078")
    assert "\\u0078 = 2" in with_code(document, code_of(document).replace("= 1", "= 2"))
    assert "'\\/\\u00e9\\ud83d\\ude00'" in with_code(document, code_of(document).replace("= 1", "= 2"))


@pytest.mark.parametrize(("old", "new"), [("11", "111"), ("111", "11"), ("", "1"), ("1", ""), ("abab", "ab")])
def test_what_repeats_is_not_taken_twice(old: str, new: str) -> None:
    """Where the beginning and the end that stay could overlap."""
    edited = with_code(notebook(old), code_of(notebook(old)).replace(f"\n{old}\n", f"\n{new}\n"))
    assert edited == notebook(new)


def test_edit_that_loses_a_cell_is_refused() -> None:
    """Without the line that begins a cell nobody can tell whose code it is."""
    document = notebook("a = 1", "b = 2")
    with pytest.raises(ValueError, match="other cells"):
        with_code(document, code_of(document).replace(f"#{MARK}cell 2\n", ""))


def test_edit_of_a_cell_that_is_no_python_is_refused() -> None:
    """Nobody knows what such a cell means; left alone, it comes back as it was."""
    document = notebook("x = 1", "y = (")
    code = code_of(document)
    assert with_code(document, code.replace("x = 1", "x = 2")) == notebook("x = 2", "y = (")
    with pytest.raises(ValueError, match="cell 2 is no Python"):
        with_code(document, code.replace("cell 2\n", "cell 2\nimport keras\n"))


def test_magic_of_a_cell_stays_its_first_line() -> None:
    """What is put above `%%time` would be run by nobody; below it is no trouble."""
    document = notebook("%%time\nimport keras")
    with pytest.raises(ValueError, match="does not begin with its magic"):
        with_code(document, "import copy\n" + code_of(document))
    edited = with_code(document, code_of(document).replace("import keras", "import copy\nimport keras"))
    assert "".join(json.loads(edited)["cells"][0]["source"]) == "%%time\nimport copy\nimport keras"


@pytest.mark.parametrize(
    "cell", [" " * 100_000 + "x", "!a \\\n" * 30_000, "[" * 50_000, "'" * 99_999, "%" * 100_000]
)
def test_hostile_cells_take_no_time(cell: str) -> None:
    """Time grows with the size of a cell, not with its square."""
    import time

    begin = time.process_time()
    put_aside(cell + "\n%a", [])
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "its JSON is broken"),
        ('{"cells": [', "its JSON is broken"),
        ("[]", "it has no cells"),
        ("{}", "it has no cells"),
        ('"text"', "it has no cells"),
        ("x = 1\n", "its JSON is broken"),
        ('{"nbformat": 3, "worksheets": [{"cells": []}]}', "a notebook of format 3"),
        ('{"nbformat": 5, "cells": []}', "a notebook of format 5"),
        ('{"nbformat": "4", "cells": []}', "a notebook of format '4'"),
        ('{"nbformat": 4}', "'cells' are no list"),
        ('{"nbformat": 4, "cells": {}}', "'cells' are no list"),
        ('{"nbformat": 4, "cells": [1]}', "'cells' are no list"),
        ('{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "cell 1 has no 'source'"),
        ('{"nbformat": 4, "cells": [{"cell_type": "code", "source": 1}]}', "'source' of cell 1 is no text"),
        ('{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}', "'source' of cell 1 is no text"),
        ('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\u001f"}]}', "control character"),
        ("[" * 100_000, "JSON"),
        ('{"nbformat": ' + "9" * 5000 + "}", "JSON"),
    ],
)
def test_what_is_no_notebook_says_so(text: str, said: str, tmp_path: Path) -> None:
    """One problem, with what to do; never an exception of another kind."""
    with pytest.raises(NotebookError, match=said):
        code_of(text)
    path = tmp_path / "train.ipynb"
    path.write_text(text, encoding="utf-8")
    (problem,) = analyze([path]).problems
    assert said in problem.message


def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path) -> None:
    """The line is told."""
    path = tmp_path / "train.ipynb"
    path.write_bytes(b'{"cells": [\n\xff]}')
    (problem,) = analyze([path]).problems
    assert (problem.line, problem.kind) == (2, "encoding")


def test_classes_of_cells_are_one_module(tmp_path: Path) -> None:
    """A base in one cell is known in the next; awaiting and late imports are allowed, as in IPython."""
    cells = (
        "import keras\nawait something()",
        "class A(keras.layers.Layer):\n    pass",
        "from __future__ import annotations\n%time\nclass B(A):\n    pass",
    )
    (tmp_path / "train.ipynb").write_text(notebook(*cells), encoding="utf-8")
    project = analyze([tmp_path])
    assert project.problems == ()
    assert [(cls.name, [base.name for base in cls.ancestors[:1]]) for cls in project.classes] == [
        ("A", ["keras.layers.Layer"]),
        ("B", ["A"]),
    ]


def test_notebook_is_no_module_that_others_import(tmp_path: Path) -> None:
    """`import layers` beside layers.py and layers.ipynb means the module."""
    (tmp_path / "layers.ipynb").write_text(
        notebook("import keras\nclass A(keras.layers.Dense): ..."), encoding="utf-8"
    )
    (tmp_path / "layers.py").write_text("import keras\nclass A(keras.layers.Layer): ...\n", encoding="utf-8")
    (tmp_path / "use.py").write_text("from layers import A\nclass B(A): ...\n", encoding="utf-8")
    (b,) = [cls for cls in analyze([tmp_path]).classes if cls.name == "B"]
    assert [base.name for base in b.ancestors[:2]] == ["A", "keras.layers.Layer"]


@given(
    st.lists(st.text("x=(\n'\"#:\\ \t\r\x00é\ud800%!?" + "\u2028\x0c", max_size=12), min_size=1, max_size=4)
)
def test_whatever_cells_hold_the_others_are_python(sources: list[str]) -> None:
    """The code of all cells parses, keeps its lines, and comes back as it was."""
    document = notebook("y = 1", *sources, ascii_only=True)
    code = code_of(document)
    ast.parse(code)
    assert with_code(document, code.replace("y = 1", "y = 2")) == notebook("y = 2", *sources, ascii_only=True)
    cells = {cell.number: cell.source for cell in cells_of(document)}
    begins = cell_lines(code)
    ends = [line - 1 for line, _ in begins[1:]] + [code.count("\n")]
    assert {number: end - line for (line, number), end in zip(begins, ends, strict=True)} == {
        number: source.count("\n") + 1 for number, source in cells.items()
    }
