"""For a person in a hurry, and for editors: one line for each finding."""

from __future__ import annotations

from scaffold.finding import Finding, Safety
from scaffold.report.formats import Outcome
from scaffold.report.text import placed, spelt, summary

FOR_PEOPLE = True

_MARKS = {Safety.SAFE: " [--fix]", Safety.UNSAFE: " [--unsafe-fixes]"}


def render(outcome: Outcome) -> str:
    """Return one line for each finding, and a last line that counts them."""
    last = summary(outcome.findings, outcome.looked, fixed=outcome.fixed)
    return "".join([*map(_line, outcome.findings), f"{last}\n"])


def _line(finding: Finding) -> str:
    mark = _MARKS[finding.fix.safety] if finding.fix is not None else ""
    message = " ".join(finding.message.split())
    return f"{spelt(placed(finding))}: {finding.severity.value} {finding.code}{mark} {spelt(message)}\n"
