"""For GitHub Actions: workflow commands that become annotations of the changed lines."""

from __future__ import annotations

from scaffold.finding import Finding
from scaffold.report.formats import Outcome
from scaffold.report.paths import from_root
from scaffold.report.text import placed


def render(outcome: Outcome) -> str:
    """Return one workflow command for each finding.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    return "".join(_command(finding, outcome.root) for finding in outcome.findings)


def _command(finding: Finding, root: str) -> str:
    # An annotation points to a line of the file; the lines of a notebook's cell are no lines of its file.
    lines = not finding.cell and finding.line
    place = {
        "file": from_root(finding.path, root),
        "line": finding.line if lines else 1,
        "col": finding.column if lines else 0,
        "endLine": finding.end_line if lines else 0,
        "endColumn": finding.end_column if lines and finding.end_line == finding.line else 0,
        "title": f"{finding.code} {finding.name}",
    }
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in place.items() if value)
    said = f"{placed(finding)}: {finding.message}\n{finding.remedy}".rstrip()
    return f"::{finding.severity.value} {properties}::{_data(said)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
