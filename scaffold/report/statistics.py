"""How often each rule spoke, the most frequent first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from scaffold.finding import Finding, Safety


def _counts(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    counts = Counter(finding.code for finding in findings)
    rows = []
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        own = [finding for finding in findings if finding.code == code]
        safe = sum(finding.fix is not None and finding.fix.safety is Safety.SAFE for finding in own)
        fixable = sum(finding.fixable for finding in own)
        rows.append({"code": code, "name": own[0].name, "count": count, "safe": safe, "fixable": fixable})
    return rows


def statistics(findings: Sequence[Finding], *, as_json: bool = False) -> str:
    """Return a line for each rule that spoke: how often, its code and name, how many of them can be repaired.

    Example:
        >>> statistics([], as_json=True)
        '[]\\n'
    """
    rows = _counts(findings)
    if as_json:
        return json.dumps(rows, indent=2) + "\n"
    count_width = max((len(str(row["count"])) for row in rows), default=0)
    width = max((len(row["name"]) for row in rows), default=0)
    return "".join(
        f"{row['count']:>{count_width}}  {row['code']}  {row['name']:<{width}}  {_repairs(row)}".rstrip()
        + "\n"
        for row in rows
    )


def _repairs(row: dict[str, Any]) -> str:
    safe, unsafe = row["safe"], row["fixable"] - row["safe"]
    parts = [f"{safe} with --fix"] if safe else []
    return ", ".join(parts + ([f"{unsafe} with --unsafe-fixes"] if unsafe else []))
