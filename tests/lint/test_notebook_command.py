"""Notebooks on the command line: findings by cell and line, repairs that touch nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lint.projects import LOSES_RATE, SOUND, codes, found, project, run, write

__all__ = ["project"]


def cells(*sources: str) -> str:
    parts: list[dict[str, object]] = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Größe\n", "class A("]}
    ]
    for source in sources:
        output = {"output_type": "stream", "name": "stdout", "text": ["é 1e5\n"]}
        parts.append({
            "cell_type": "code", "execution_count": 3, "metadata": {"tags": []}, "outputs": [output],
            "source": source.splitlines(keepends=True),
        })  # fmt: skip
    document = {
        "cells": parts,
        "metadata": {"kernelspec": {"language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


IMPORTS = "%matplotlib inline\n!pip install keras\nimport keras"
LAYER = LOSES_RATE.replace("import keras\n\n\n", "").rstrip("\n")
REPAIRED = SOUND.replace("import keras\n\n\n", "").rstrip("\n")
NOTEBOOK = cells(IMPORTS, "%%bash\nls", LAYER, "!ls\nScale()")


def test_finding_names_cell_and_line(project: Path) -> None:
    """Cells are counted as they stand, line and column within; the line is shown."""
    write(project / "train.ipynb", NOTEBOOK)
    lines = run().output.splitlines()
    assert lines[0].startswith("train.ipynb:cell 4:3:24: KS101 argument 'rate' of 'Scale'")
    assert lines[1] == "3 |     def __init__(self, rate=0.1, **kwargs):"
    assert lines[2] == "  |                        ^^^^"
    (finding,) = found()
    place = {key: finding[key] for key in ("path", "cell", "line", "column", "end_line", "end_column")}
    assert place == {
        "path": "train.ipynb",
        "cell": 4,
        "line": 3,
        "column": 24,
        "end_line": 3,
        "end_column": 28,
    }


@pytest.mark.parametrize("style", ["lines", "text", "escaped", "crlf", "mark"])
def test_repair_changes_only_the_source(style: str, project: Path) -> None:
    """Everything else stays byte for byte: order, indentation, escapes, outputs, magics, line ends, mark."""
    old, new = NOTEBOOK, cells(IMPORTS, "%%bash\nls", REPAIRED, "!ls\nScale()")
    if style == "text":
        old, new = (json.dumps(joined(text), ensure_ascii=False) for text in (old, new))
    elif style == "escaped":
        old, new = (json.dumps(json.loads(text), indent=4) for text in (old, new))
    elif style == "crlf":
        old, new = (text.replace("\n", "\r\n") for text in (old, new))
    elif style == "mark":
        old, new = "\ufeff" + old, "\ufeff" + new
    file = write(project / "train.ipynb", old)
    assert run("--fix").output == "Repaired 1 finding; no findings in 1 class of 1 file.\n"
    assert file.read_bytes() == new.encode()
    run("--fix")
    assert file.read_bytes() == new.encode()


def joined(text: str) -> dict[str, object]:
    document: dict[str, list[dict[str, object]]] = json.loads(text)
    for cell in document["cells"]:
        cell["source"] = (
            "".join(map(str, cell["source"])) if isinstance(cell["source"], list) else cell["source"]
        )
    return dict(document)


def test_diff_shows_the_cell(project: Path) -> None:
    """As its author wrote it, magics and all; nothing is written."""
    file = write(project / "train.ipynb", cells(f"%time\n{IMPORTS}\n{LAYER}"))
    result = run("--diff")
    assert result.stdout.startswith("--- a/train.ipynb:cell 2\n+++ b/train.ipynb:cell 2\n")
    assert '+        return {**super().get_config(), "rate": self.rate}' in result.stdout
    assert "\x1f" not in result.output
    assert run("--diff", "--unsafe-fixes").stdout.count("+++") == 1
    assert file.read_text(encoding="utf-8") == cells(f"%time\n{IMPORTS}\n{LAYER}")


def test_notebook_from_standard_input(project: Path) -> None:
    """An editor's buffer is JSON, and comes back as such."""
    result = run("-", "--stdin-filename", "new.ipynb", stdin=NOTEBOOK)
    assert result.output.startswith("new.ipynb:cell 4:3:24: KS101")
    result = run("-", "--stdin-filename", "new.ipynb", "--fix", stdin=NOTEBOOK)
    assert result.stdout == cells(IMPORTS, "%%bash\nls", REPAIRED, "!ls\nScale()")


def test_comments_silence_in_cells(project: Path) -> None:
    """A comment counts for its line, a file-wide one for all cells; a stale one is found in its cell."""
    marked = LAYER.replace("**kwargs):", "**kwargs):  # noqa: KS101", 1)
    write(project / "train.ipynb", cells(IMPORTS, marked))
    assert codes() == []
    write(project / "train.ipynb", cells("# scaffold: noqa: KS101", IMPORTS, LAYER))
    assert codes() == []
    write(project / "train.ipynb", cells(IMPORTS, "x = 1\ny = 2  # noqa: KS101"))
    (finding,) = found()
    assert (finding["code"], finding["cell"], finding["line"]) == ("KS902", 3, 2)


def test_syntax_error_names_its_cell(project: Path) -> None:
    """A cell that is no Python is one finding."""
    write(project / "train.ipynb", cells("x = 1", "y = 2\nclass Broken("))
    result = run()
    assert result.return_value == 1
    assert result.output.startswith("train.ipynb:cell 3:2:")
    assert codes() == ["KS901"]


def test_other_cells_are_judged_beside_one_that_is_no_python(project: Path) -> None:
    """Every cell that is no Python is a finding with its line; the others are judged, repaired and left as ever."""
    broken = ("x = (  # noqa: KS101\r\n!ls", "%%time\ny = '''", "'é' if\n", "z = 1\n  w = 2")
    file = write(project / "train.ipynb", cells(broken[0], IMPORTS, *broken[1:3], LAYER, broken[3]))
    places = [(one["code"], one["cell"], one["line"], one["column"]) for one in found()]
    assert places == [
        ("KS901", 2, 1, 5),
        ("KS901", 4, 2, 5),
        ("KS901", 5, 1, 7),
        ("KS101", 6, 3, 24),
        ("KS901", 7, 2, 2),
    ]
    assert "train.ipynb:cell 7:2:2: KS901 this cell is no valid Python" in (told := run().output)
    assert "\n2 | y = '''\n  |     ^\n" in told
    assert "\n2 |   w = 2\n  |  ^\n" in told
    assert run("--diff").output.count("+++ ") == 1
    result = run("--fix")
    assert result.return_value == 1
    assert file.read_text(encoding="utf-8") == cells(broken[0], IMPORTS, *broken[1:3], REPAIRED, broken[3])


def test_cell_goes_not_on_in_the_next(project: Path) -> None:
    """Each cell is run by itself: two halves of a statement are two faults, and a string swallows nothing."""
    write(project / "train.ipynb", cells(IMPORTS, "x = (", "1)", "y = '''", LAYER, "'''"))
    assert [(one["code"], one["cell"]) for one in found()] == [
        ("KS901", 3), ("KS901", 4), ("KS901", 5), ("KS101", 6), ("KS901", 7)
    ]  # fmt: skip


def test_offer_in_a_cell_that_is_no_python_counts(project: Path) -> None:
    """What such a cell would do once it is put right is not known, so nothing is said that it may undo."""
    unregistered = REPAIRED.split("\n", 1)[1]
    write(project / "train.ipynb", cells(IMPORTS, unregistered))
    assert codes() == ["KS501"]
    offer = 'keras.saving.get_custom_objects()["Scale"] = Scale\n)'
    write(project / "train.ipynb", cells(IMPORTS, unregistered, offer))
    assert codes() == ["KS901"]


def test_broken_cells_are_remembered(project: Path) -> None:
    """What is kept of former runs holds every one of them, also beside a file that has changed since."""
    for number in range(25):
        write(project / f"plain{number}.py", "x = 1\n")
    write(project / "train.ipynb", cells("x = (", IMPORTS, LAYER, "y = )"))
    arguments = ("--output-format", "concise")
    first = run(*arguments).output
    assert first.count("KS901") == 2
    assert run(*arguments).output == first
    write(project / "plain3.py", "x = 2\n")
    assert run(*arguments).output == first


def test_broken_notebook_is_one_finding(project: Path) -> None:
    """Its line in the file is told, and --fix leaves it alone."""
    file = write(project / "train.ipynb", '{"cells": [\n}')
    (finding,) = found("--fix")
    assert (finding["code"], finding["cell"], finding["line"]) == ("KS901", None, 2)
    assert file.read_text(encoding="utf-8") == '{"cells": [\n}'


def test_every_format_takes_notebooks(project: Path) -> None:
    """None of them fails on a place in a cell."""
    write(project / "train.ipynb", NOTEBOOK)
    for name in ("concise", "github", "gitlab", "junit", "sarif"):
        assert "KS101" in run("--output-format", name).output


def test_notebook_that_changed_meanwhile_is_left_alone(project: Path) -> None:
    """What somebody saved between reading and writing is not lost; other outputs are no such change."""
    from scaffold.errors import ScaffoldError
    from scaffold.lint.write import new_content
    from scaffold.source.located import SourceFile
    from scaffold.source.notebook import code_of

    source = SourceFile("train.ipynb", "train", code_of(NOTEBOOK))
    repaired = source.text.replace(LAYER, REPAIRED)
    run_again = NOTEBOOK.replace("é 1e5", "2")
    assert b"self.rate}" in new_content(source, run_again.encode(), repaired)
    for now in (NOTEBOOK.replace("Scale()", "Scale(1)"), "{}", ""):
        with pytest.raises(ScaffoldError, match="has changed while it was being looked at"):
            new_content(source, now.encode(), repaired)


def test_cell_that_begins_indented_is_no_fault(project: Path) -> None:
    """IPython takes the indentation away, so the other cells are judged, and repaired, as ever."""
    indented = "  x = 1\n  y = 2"
    write(project / "train.ipynb", cells(IMPORTS, indented, "\n\t!ls", "  # told\nz = 3", LAYER))
    assert [(one["code"], one["cell"]) for one in found()] == [("KS101", 6)]
    run("--fix")
    assert (project / "train.ipynb").read_text(encoding="utf-8") == cells(
        IMPORTS, indented, "\n\t!ls", "  # told\nz = 3", REPAIRED
    )
