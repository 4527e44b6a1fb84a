"""Findings as JSON for a program: a list of objects, one for each finding."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from scaffold.finding import Finding, Fix


def finding_to_dict(finding: Finding) -> dict[str, Any]:
    """Return one finding as plain data; ``fix`` is null where there is no one right repair.

    In a notebook line and column count in the cell; edits count characters of the code of all cells.
    """
    return {
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "path": finding.path,
        "cell": finding.cell or None,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "class": finding.class_name,
        "severity": finding.severity.value,
        "fixable": finding.fixable,
        "remedy": finding.remedy,
        "fix": _fix_to_dict(finding.fix) if finding.fix else None,
    }


def _fix_to_dict(fix: Fix) -> dict[str, Any]:
    edits = [{"start": edit.start, "end": edit.end, "replacement": edit.replacement} for edit in fix.edits]
    return {"message": fix.message, "safety": fix.safety.value, "edits": edits}


def render_json(findings: Sequence[Finding]) -> str:
    """Return the findings as a JSON list that ends with a newline; an empty run gives an empty list."""
    return json.dumps([finding_to_dict(finding) for finding in findings], indent=2, ensure_ascii=False) + "\n"
