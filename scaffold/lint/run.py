"""Run the rules over the classes of a project."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from scaffold.finding import Finding
from scaffold.lint.outcome import Outcome
from scaffold.settings import UNTOLD, Analysis
from scaffold.source.collect import Keep, ListedFile, collect_files, list_files
from scaffold.source.located import Problem, SourceFile
from scaffold.source.read import read_listed
from scaffold.source.record import Record

if TYPE_CHECKING:
    from scaffold.lint.work import Progress

# For fewer files it takes longer to look up what is known than to find it out.
_SOME = 20


class LintResult(Record):
    """What a run found, and what it looked at.

    Args:
        findings: By path, line, column and code; silenced ones left out.
        files: The files that could be read, by path.
        classes: How many classes were judged.
        unreadable: How many files could not be read.
    """

    findings: tuple[Finding, ...]
    files: Mapping[str, SourceFile]
    classes: int
    unreadable: int

    def chosen(self, codes: frozenset[str]) -> LintResult:
        """Return the same result with the findings of these codes only."""
        kept = tuple(finding for finding in self.findings if finding.code in codes)
        return self.but(findings=kept)


class Files(Mapping[str, SourceFile]):
    """The files of a run by path, read when they are asked for: findings are in few of them.

    Args:
        listed: All files by absolute path.
        texts: Texts that stand for what is on disk, by path.
        unreadable: Paths of those that cannot be read.
    """

    def __init__(
        self, listed: Mapping[str, ListedFile], texts: Mapping[str, str], unreadable: Iterable[str]
    ) -> None:
        left_out = set(unreadable)
        self._listed = {file.path: file for file in listed.values() if file.path not in left_out}
        self._texts = texts
        self._read: dict[str, SourceFile] = {}

    def __getitem__(self, path: str) -> SourceFile:
        if path not in self._read:
            source = read_listed(self._listed[path], self._texts)
            if isinstance(source, Problem):
                raise KeyError(path)  # it was there a moment ago
            self._read[path] = source
        return self._read[path]

    def __contains__(self, path: object) -> bool:
        return path in self._listed

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._listed))

    def __len__(self) -> int:
        return len(self._listed)


def lint(
    paths: Iterable[str],
    texts: Mapping[str, str] | None = None,
    *,
    keep: Keep | None = None,
    settings: Analysis = UNTOLD,
    jobs: int = 1,
    cache: str = "",
    progress: Progress | None = None,
) -> LintResult:
    """Judge every class under the paths by every rule.

    Args:
        paths: Files and directories.
        texts: Texts to judge in place of what the files hold, by path; nothing is written.
        keep: Chooses among what directories hold.
        settings: What the project says about itself; it changes what is found.
        jobs: How many processes may work at once; few files are not worth more than one.
        cache: Directory where what was found out is kept for the next run; empty keeps nothing.
        progress: Called after every part of the work with the parts that are done and that there are.

    Returns:
        The findings; files that cannot be read are findings too.

    Raises:
        ScaffoldError: A path does not exist.

    Example:
        >>> [finding.code for finding in lint(["layers.py"]).findings]
        ['KS101', 'KS501']
    """
    paths = [os.fspath(path) for path in paths]
    texts = texts or {}
    listed = list_files(collect_files(paths, keep=keep, texts=texts))
    memory = None
    if cache and not texts and len(listed) >= _SOME:
        from scaffold.lint.cache import Cache
        from scaffold.lint.memory import Memory

        memory = Memory(Cache(cache, paths, settings), listed)
        known = memory.outcome()
        if known is not None:
            return _result(known, Files(listed, texts, known.unreadable))
    # What is known need not load what finds out.
    from scaffold.lint.work import find_out

    outcome = find_out(listed, texts, settings, jobs=jobs, memory=memory, progress=progress)
    return _result(outcome, Files(listed, texts, outcome.unreadable))


def _result(outcome: Outcome, files: Files) -> LintResult:
    return LintResult(outcome.findings, files, outcome.classes, len(outcome.unreadable))
