"""What a finding is about, without saying where: the same after lines moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scaffold.finding import Finding


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return a number for each finding, made of path, class, code and argument; of several alike each has its own."""
    import hashlib

    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for finding in findings:
        path = finding.path.replace("\\", "/").removeprefix("./")
        key = (path, finding.class_name, finding.code, finding.argument)
        seen[key] += 1
        text = "\0".join([*key, str(seen[key])])
        made.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return made
