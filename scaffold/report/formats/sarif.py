"""For code scanning: SARIF 2.1.0, with the rules, the places and the repairs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from scaffold.finding import Edit, Finding, Fix
from scaffold.report.fingerprint import fingerprints
from scaffold.report.formats import Outcome
from scaffold.report.paths import from_root
from scaffold.rule import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(outcome: Outcome) -> str:
    """Return one run as a SARIF log.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    spoken = {finding.code for finding in outcome.findings}
    rules = [rule for rule in outcome.rules if rule.code in spoken]
    driver = {
        "name": "scaffold lint",
        "version": outcome.version,
        "rules": [_rule(rule) for rule in rules],
    }
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(outcome, numbers)),
    }
    return (
        json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
        + "\n"
    )


def _rule(rule: Rule) -> dict[str, Any]:
    said = " ".join(rule.why.split())
    described: dict[str, Any] = {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": said},
        "help": {"text": " ".join(rule.remedy.split())},
        "defaultConfiguration": {"level": rule.severity.value},
    }
    link = re.search(r"https://[^\s,;)]+", said)
    return {**described, "helpUri": link.group().rstrip(".")} if link else described


def _results(outcome: Outcome, numbers: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    marks = fingerprints(outcome.findings, outcome.root)
    for finding, fingerprint in zip(outcome.findings, marks, strict=True):
        file = _file(from_root(finding.path, outcome.root))
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "level": finding.severity.value,
            "message": {"text": f"{finding.message}. {finding.remedy}".strip()},
            "locations": [{"physicalLocation": _place(finding, file)}],
            "partialFingerprints": {"scaffold/v1": fingerprint},
        }
        if finding.code in numbers:
            result["ruleIndex"] = numbers[finding.code]
        if finding.cell:
            result["message"]["text"] = (
                f"cell {finding.cell}, line {finding.line}: {result['message']['text']}"
            )
        elif finding.fix is not None and finding.path in outcome.texts:
            result["fixes"] = [_fix(finding.fix, file)]
        yield result


def _file(path: str) -> dict[str, str]:
    if PurePath(path).is_absolute():
        return {"uri": PurePath(path).as_uri()}
    # What the system could not decode is quoted as the bytes that it is.
    return {"uri": quote(path, errors="surrogateescape")}


def _place(finding: Finding, file: dict[str, str]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": file}
    if finding.line and not finding.cell:
        region = {"startLine": finding.line}
        if finding.column:
            region |= {
                "startColumn": finding.column,
                "endLine": finding.end_line,
                "endColumn": finding.end_column,
            }
        place["region"] = region
    return place


def _fix(fix: Fix, file: dict[str, str]) -> dict[str, Any]:
    replacements = [_replacement(edit) for edit in fix.edits]
    return {
        "description": {"text": fix.message},
        "artifactChanges": [{"artifactLocation": file, "replacements": replacements}],
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    return {
        "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
        "insertedContent": {"text": edit.replacement},
    }
