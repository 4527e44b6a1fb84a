"""Which of the findings are told: the chosen codes, without those that a pattern of paths ignores."""

from __future__ import annotations

import os
from collections.abc import Iterable

from scaffold.finding import Finding


class Choice:
    """Chooses findings.

    Args:
        codes: What is told; None for everything.
        per_file: Directory, pattern of paths that counts from it, and the codes that are ignored in such files. A
            pattern without a slash also matches the name of a file; one that begins with ``!`` matches all others.

    Example:
        >>> Choice(frozenset({"KS101"}))([])
        []
    """

    def __init__(
        self, codes: frozenset[str] | None, per_file: Iterable[tuple[str, str, frozenset[str]]] = ()
    ) -> None:
        self._codes = codes
        self._per_file = list(per_file)
        self._ignored: dict[str, frozenset[str]] = {}

    def __call__(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are told, in their order."""
        return [
            finding
            for finding in findings
            if (self._codes is None or finding.code in self._codes)
            and not (self._per_file and finding.code in self._ignored_in(finding.path))
        ]

    def _ignored_in(self, path: str) -> frozenset[str]:
        if path not in self._ignored:
            ignored = (codes for root, pattern, codes in self._per_file if _matches(path, root, pattern))
            self._ignored[path] = frozenset[str]().union(*ignored)
        return self._ignored[path]


def _matches(path: str, root: str, pattern: str) -> bool:
    from fnmatch import fnmatchcase

    plain = pattern.removeprefix("!").removeprefix("./")
    absolute = os.path.abspath(path).replace(os.sep, "/")
    relative = absolute.removeprefix(root.replace(os.sep, "/").rstrip("/") + "/")
    name = absolute.rpartition("/")[2]
    found = fnmatchcase(relative, plain) or fnmatchcase(name, plain) or fnmatchcase(absolute, plain)
    return found != pattern.startswith("!")
