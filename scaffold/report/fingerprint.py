"""What a finding is about, without saying where: the same after lines moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scaffold.finding import Finding
from scaffold.report.paths import from_root


def fingerprints(findings: Sequence[Finding], root: str = "") -> list[str]:
    """Return a number for each finding, made of path, class, code and argument; of several alike each has its own.

    Args:
        findings: In their order.
        root: Top of the project, which paths count from however they were typed; empty takes them as they are.
    """
    import hashlib

    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for finding in findings:
        path = from_root(finding.path, root)
        key = (path, finding.class_name, finding.code, finding.argument)
        seen[key] += 1
        text = "\0".join([*key, str(seen[key])])
        made.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return made
