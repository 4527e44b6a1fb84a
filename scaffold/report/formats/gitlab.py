"""For GitLab: a code quality report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from scaffold.finding import Finding, Severity
from scaffold.report.fingerprint import fingerprints
from scaffold.report.formats import Outcome
from scaffold.report.paths import from_root


def render(outcome: Outcome) -> str:
    """Return the report; GitLab compares it with that of the target branch by the fingerprints.

    https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    """
    return json.dumps(list(_issues(outcome.findings, outcome.root)), indent=2, ensure_ascii=False) + "\n"


def _issues(findings: Sequence[Finding], root: str) -> Iterator[dict[str, Any]]:
    for finding, fingerprint in zip(findings, fingerprints(findings, root), strict=True):
        line = finding.line if not finding.cell else 0
        yield {
            "description": f"{finding.code}: {finding.message}",
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": "major" if finding.severity is Severity.ERROR else "minor",
            "location": {
                "path": from_root(finding.path, root),
                "lines": {"begin": max(line, 1), "end": max(finding.end_line if line else 0, line, 1)},
            },
        }
