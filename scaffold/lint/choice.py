"""Which of the findings are told: the chosen codes, without those that a pattern of paths ignores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from scaffold.finding import Finding
from scaffold.lint.config import Config, config_in

Choose = Callable[[Iterable[Finding]], list[Finding]]


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


class ByProject:
    """Chooses among the findings of each file as the configuration says that is nearest to the file.

    So a file is judged alike, whether it is linted alone, with its project, or with others from above.

    Args:
        top: Absolute path of the directory that everything linted is in.
        choose: What chooses where nothing below that directory says otherwise.
        choose_by: Makes what chooses by a configuration further down.
    """

    def __init__(self, top: str, choose: Choose, choose_by: Callable[[Config], Choose]) -> None:
        self._choose_by = choose_by
        self._chooses = {top: choose}
        self._otherwise = choose

    def __call__(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are told, in their order."""
        return [
            found
            for finding in findings
            for found in self._for(os.path.dirname(os.path.abspath(finding.path)))([finding])
        ]

    def _for(self, directory: str) -> Choose:
        if directory not in self._chooses:
            config, parent = config_in(directory), os.path.dirname(directory)
            if config is not None:
                self._chooses[directory] = self._choose_by(config)
            else:
                self._chooses[directory] = self._for(parent) if parent != directory else self._otherwise
        return self._chooses[directory]


def _matches(path: str, root: str, pattern: str) -> bool:
    from fnmatch import fnmatchcase

    plain = pattern.removeprefix("!").removeprefix("./")
    absolute = os.path.abspath(path).replace(os.sep, "/")
    relative = absolute.removeprefix(root.replace(os.sep, "/").rstrip("/") + "/")
    name = absolute.rpartition("/")[2]
    found = fnmatchcase(relative, plain) or fnmatchcase(name, plain) or fnmatchcase(absolute, plain)
    return found != pattern.startswith("!")
