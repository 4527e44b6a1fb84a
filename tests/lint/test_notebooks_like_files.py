"""The same code in cells and in a file: the same findings, the same repair."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scaffold.lint.fix import repaired
from scaffold.lint.rule_set import LintRule, lint_rules
from scaffold.lint.run import LintResult, lint
from scaffold.lint.write import write_repaired

RULES = [rule for rule in lint_rules() if rule.rule.code != "KS901"]
CODES = frozenset(rule.rule.code for rule in RULES)
MAGIC = "%load_ext autoreload\n!pip install keras \\\n    numpy\n"


def split(text: str) -> list[str]:
    """One cell for each statement of the module."""
    return [part.strip("\n") for part in re.split(r"\n\n\n+(?=\S)", text.strip("\n"))]


def as_notebook(cells: list[str]) -> str:
    made = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "source": (MAGIC + cell).splitlines(keepends=True),
        }
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def told(result: LintResult) -> list[tuple[str, str, str]]:
    return sorted(
        (f.code, f.class_name, f.message.replace("layers.ipynb", "layers")) for f in result.findings
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule.code)
def test_cells_are_judged_and_repaired_like_a_file(rule: LintRule, tmp_path: Path) -> None:
    """Bad and good examples of every rule, cut into cells with lines of IPython between, behave as in one file."""
    for text in (rule.rule.bad, rule.rule.good):
        cells = split(text)
        file, notebook = tmp_path / "layers.py", tmp_path / "layers.ipynb"
        file.write_bytes(("\n\n\n".join(cells) + "\n").encode())
        document = as_notebook(cells)
        notebook.write_bytes(document.encode())
        assert told(lint([str(notebook)])) == told(lint([str(file)]))
        for path in (file, notebook):
            made = repaired([str(path)], CODES, unsafe=True)
            for name, new in made.texts.items():
                write_repaired(made.before.files[name], new)
        after = json.loads(notebook.read_bytes())
        sources = ["".join(cell["source"]) for cell in after["cells"]]
        assert all(source.startswith(MAGIC) for source in sources)
        assert "\n\n\n".join(source.removeprefix(MAGIC) for source in sources) + "\n" == file.read_text(
            "utf-8"
        )
        for cell in after["cells"]:
            del cell["source"]
        assert after == {**json.loads(document), "cells": after["cells"]}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule.code)
def test_cells_that_are_no_python_change_nothing_about_the_others(rule: LintRule, tmp_path: Path) -> None:
    """The same is found in the other cells, and a repair leaves those that are no Python as they are."""
    broken = ["x = (\n# (\n", "!ls\nif y:", '"""']
    for text in (rule.rule.bad, rule.rule.good):
        whole = split(text)
        cells = [cell for one in whole for cell in (*broken, one)]
        plain, notebook = tmp_path / "plain" / "layers.ipynb", tmp_path / "broken" / "layers.ipynb"
        for path, code in ((plain, whole), (notebook, cells)):
            path.parent.mkdir(exist_ok=True)
            path.write_text(as_notebook(code), encoding="utf-8")
        found = [told(lint([str(path)])) for path in (plain, notebook)]
        assert [one for one in found[1] if one[0] != "KS901"] == found[0]
        assert len(found[1]) - len(found[0]) == len(broken) * len(whole)
        after = []
        for path in (plain, notebook):
            made = repaired([str(path)], CODES, unsafe=True)
            for name, new in made.texts.items():
                write_repaired(made.before.files[name], new)
            after.append(["".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"]])
        assert after[1] == [cell for one in after[0] for cell in (*[MAGIC + cell for cell in broken], one)]
