"""Real-looking files with expectations beside the code: marked lines must speak, all others must stay silent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scaffold.lint.rule_set import lint_rules
from scaffold.lint.run import lint

CASES = sorted((Path(__file__).parent / "cases").rglob("*.py"))
_MARK = re.compile(r"# (?:error|warning): (?P<codes>KS\d{3}(?:, KS\d{3})*)")


def expected(text: str) -> set[tuple[int, str, str]]:
    marks = set()
    for number, line in enumerate(text.splitlines(), 1):
        match = _MARK.search(line)
        for code in match.group("codes").split(", ") if match else ():
            marks.add((number, code, "error" if "# error:" in line else "warning"))
    return marks


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_exactly_the_marked_lines_speak(case: Path, tmp_path: Path) -> None:
    """Every expectation beside the code is met, and no other line has a finding."""
    text = case.read_text(encoding="utf-8")
    path = tmp_path / case.name  # here it would be a test, and nobody saves the models of tests
    path.write_text(text, encoding="utf-8")
    assert {(f.line, f.code, f.severity.value) for f in lint([str(path)]).findings} == expected(text)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_silenced_lines_are_silent(case: Path, tmp_path: Path) -> None:
    """With every marked line silenced by a comment, nothing speaks."""
    text = case.read_text(encoding="utf-8")
    path = tmp_path / case.name
    path.write_text(_MARK.sub(lambda match: f"# noqa: {match.group('codes')}", text), encoding="utf-8")
    assert lint([str(path)]).findings == ()


def test_there_are_enough_cases_of_both_kinds() -> None:
    """150 expectations and 200 classes that must stay silent, at least: a false alarm costs more than a miss."""
    silent = loud = marks = 0
    for case in CASES:
        text = case.read_text(encoding="utf-8")
        classes = [block for block in re.split(r"(?m)^(?=@|class )", text) if "class " in block]
        loud += sum(bool(_MARK.search(block)) for block in classes)
        silent += sum(not _MARK.search(block) for block in classes)
        marks += len(expected(text))
    assert marks >= 150
    assert silent >= max(200, loud)


def test_every_rule_about_classes_has_a_case() -> None:
    """Every rule that judges classes or their names speaks in one of the files."""
    spoken = {code for case in CASES for _, code, _ in expected(case.read_text(encoding="utf-8"))}
    assert {rule.rule.code for rule in lint_rules() if not rule.rule.code.startswith("KS9")} <= spoken
