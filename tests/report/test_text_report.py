"""Findings as text: the caret stands below the place, whatever the line holds."""

from __future__ import annotations

import pytest

from scaffold.finding import Edit, Finding, Fix, Safety, Severity
from scaffold.report.text import Looked, coloured, render_text, summary


def finding(
    line: int = 1, column: int = 1, end_column: int = 2, severity: Severity = Severity.ERROR, **more: object
) -> Finding:
    return Finding(
        code="KS101", name="argument-not-in-config", severity=severity, message="message", remedy="remedy",
        path="a.py", line=line, column=column, end_line=line, end_column=end_column, **more,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "column", "end_column", "caret"),
    [
        ("abc = 1", 1, 4, "^^^"),
        ("層 = abc", 5, 8, "     ^^^"),
        ("\tabc", 2, 5, " ^^^"),
        ("abc", 9, 9, "   ^"),
    ],
)
def test_caret_stands_below_the_place(text: str, column: int, end_column: int, caret: str) -> None:
    """Wide characters take two columns; a tab is shown as one blank; a place behind the line still gets a caret."""
    shown = render_text(
        [finding(column=column, end_column=end_column)], {"a.py": text}, Looked(1, 1)
    ).splitlines()
    assert shown[1] == f"1 | {text}".replace("\t", " ")
    assert shown[2] == f"  | {caret}"


def test_finding_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    """Only the first line is shown."""
    several = Finding("KS101", "n", Severity.ERROR, "m", "r", "a.py", 1, 3, 2, 2)
    assert render_text([several], {"a.py": "a bcd  \nef"}, Looked(1, 1)).splitlines()[2] == "  |   ^^^"


def test_very_long_line_is_cut_around_the_place() -> None:
    """A generated file does not flood the terminal."""
    text = "x" * 5000 + "abc" + "y" * 5000
    shown = render_text([finding(column=5001, end_column=5004)], {"a.py": text}, Looked(1, 1)).splitlines()
    assert len(shown[1]) < 220
    assert shown[1][shown[2].index("^") :].startswith("abc")


def test_finding_without_a_line_is_shown_without_an_excerpt() -> None:
    """A file that cannot be read has no lines to show."""
    nowhere = Finding("KS901", "unreadable-source", Severity.ERROR, "cannot read", "look", "a.py")
    assert render_text([nowhere], {}, Looked(0, 1)).splitlines() == [
        "a.py: KS901 cannot read", "help: look", "", "Found 1 error in 0 classes of 1 file.",
    ]  # fmt: skip


def test_colour_only_adds_to_the_text() -> None:
    """Without its colours, the coloured text is the plain one."""
    import re

    arguments = [finding()], {"a.py": "abc"}, Looked(1, 1)
    styled = render_text(*arguments, coloured)
    assert "\x1b[" in styled
    assert re.sub(r"\x1b\[[\d;]*m", "", styled) == render_text(*arguments)


def test_summary_counts_by_severity_and_repair() -> None:
    """The last line counts errors, warnings, and what which flag would repair."""
    safe = Fix("m", (Edit(0, 0, "x"),))
    unsafe = Fix("m", (Edit(0, 0, "x"),), Safety.UNSAFE)
    findings = [finding(fix=safe), finding(), finding(severity=Severity.WARNING, fix=unsafe)]
    assert summary(findings, Looked(3, 2)) == (
        "Found 2 errors, 1 warning in 3 classes of 2 files (1 fixable with --fix, 1 with --unsafe-fixes)."
    )
