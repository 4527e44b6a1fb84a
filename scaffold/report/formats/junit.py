"""For test reports: every finding is a failed test case of its file."""

from __future__ import annotations

from itertools import groupby

from scaffold.finding import Finding
from scaffold.report.formats import Outcome
from scaffold.report.text import placed

_NAME = "scaffold lint"


def render(outcome: Outcome) -> str:
    """Return a JUnit report; a clean run is one passed test case, as an empty report is taken for a broken one."""
    suites = [
        _suite(path, list(group)) for path, group in groupby(outcome.findings, lambda found: found.path)
    ]
    if not suites:
        suites = [
            f'  <testsuite name="{_NAME}" tests="1" failures="0">\n'
            f'    <testcase classname="{_NAME}" name="no findings"/>\n  </testsuite>'
        ]
    count = len(outcome.findings)
    head = f'<testsuites name="{_NAME}" tests="{max(count, 1)}" failures="{count}">'
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _suite(path: str, findings: list[Finding]) -> str:
    count = len(findings)
    cases = "\n".join(_case(finding) for finding in findings)
    head = f'  <testsuite name="{_escaped(path)}" tests="{count}" failures="{count}">'
    return f"{head}\n{cases}\n  </testsuite>"


def _case(finding: Finding) -> str:
    where = f'file="{_escaped(finding.path)}"' + (
        f' line="{finding.line}"' if finding.line and not finding.cell else ""
    )
    name = f"{finding.code} {finding.name} ({placed(finding)})"
    return (
        f'    <testcase classname="{_escaped(finding.class_name or finding.path)}" name="{_escaped(name)}" {where}>\n'
        f'      <failure type="{finding.severity.value}" message="{_escaped(finding.message)}">'
        f"{_escaped(f'{placed(finding)}: {finding.remedy}')}</failure>\n    </testcase>"
    )


def _escaped(text: str) -> str:
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;")):
        text = text.replace(character, entity)
    # XML has no way to write these at all.
    return "".join(c if c.isprintable() or c in "\t\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
