"""Run the rules over the classes of a project."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from scaffold.finding import Finding
from scaffold.lint.cache import Cache, content_digest
from scaffold.lint.judge import Part, Verdict, judge, parts_of
from scaffold.lint.memory import Memory, Outcome
from scaffold.lint.noqa import silenced
from scaffold.lint.rule_set import lint_rules
from scaffold.lint.team import Team
from scaffold.settings import UNTOLD, Analysis
from scaffold.source.collect import Keep, ListedFile, collect_files, list_files
from scaffold.source.located import Problem, SourceFile
from scaffold.source.project import Project
from scaffold.source.record import Record
from scaffold.source.survey import Seen, Survey, look, read_listed

# So many files are worth another process, and are looked at by one at a time.
_MANY = 200
# For fewer files it takes longer to look up what is known than to find it out.
_SOME = 20

# Parts done, parts in all.
Progress = Callable[[int, int], None]


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
        memory = Memory(Cache(cache, paths, settings), listed)
        known = memory.outcome()
        if known is not None:
            return _result(known, Files(listed, texts, known.unreadable))
    with Team(jobs if len(listed) >= _MANY else 1) as team:
        seen = _seen(team, listed, texts, memory)
        surveyed = Survey(listed, texts, settings, lambda file: seen.get(file.absolute))
        parts = parts_of(surveyed)
        verdicts = _verdicts(team, surveyed, parts, memory, progress)
    outcome = outcome_of(surveyed, verdicts)
    if memory is not None:
        memory.keep(surveyed, parts, verdicts, outcome)
    return _result(outcome, Files(listed, texts, outcome.unreadable))


def _result(outcome: Outcome, files: Files) -> LintResult:
    return LintResult(outcome.findings, files, outcome.classes, len(outcome.unreadable))


def _seen(
    team: Team, listed: Mapping[str, ListedFile], texts: Mapping[str, str], memory: Memory | None
) -> dict[str, Seen]:
    """Look at many files; few are looked at when they are surveyed, which then keeps their texts."""
    seen = memory.seen() if memory is not None else {}
    files = [file for absolute, file in listed.items() if absolute not in seen]
    if len(files) >= _MANY:
        tasks = [files[start : start + _MANY] for start in range(0, len(files), _MANY)]
        for place, found in team.share(look_at, texts, tasks):
            for file, (looked, content) in zip(tasks[place], found, strict=True):
                seen[file.absolute] = looked
                if memory is not None:
                    memory.learn(file.absolute, content)
    return seen


def look_at(texts: Mapping[str, str], files: Sequence[ListedFile]) -> list[tuple[Seen, str | None]]:
    """Return what each of the files says at a glance, and the digest of its content."""
    return [(look(read_listed(file, texts)), content_digest(file.absolute)) for file in files]


def _verdicts(
    team: Team, surveyed: Survey, parts: Sequence[Part], memory: Memory | None, progress: Progress | None
) -> list[Verdict]:
    verdicts: dict[int, Verdict] = {}
    if memory is not None:
        for place, part in enumerate(parts):
            known = memory.verdict(surveyed, part)
            if known is not None:
                verdicts[place] = known
    left = [place for place in range(len(parts)) if place not in verdicts]
    for number, verdict in team.share(judge, surveyed, [parts[place] for place in left]):
        verdicts[left[number]] = verdict
        if progress is not None:
            progress(len(verdicts), len(parts))
    return [verdicts[place] for place in range(len(parts))]


def outcome_of(surveyed: Survey, verdicts: Sequence[Verdict]) -> Outcome:
    """Put the verdicts about all parts together."""
    summaries = tuple(summary for verdict in verdicts for summary in verdict.summaries)
    problems = dict(surveyed.problems)
    for verdict in verdicts:
        problems.update(found for found in verdict.problems if found[0] in surveyed.listed)
    ordered = tuple(sorted(problems.values(), key=lambda problem: (problem.path, problem.line)))
    unreadable = tuple(problem.path for problem in surveyed.problems.values())
    found = [finding for verdict in verdicts for finding in verdict.findings]
    files = Files(surveyed.listed, surveyed.texts, unreadable)
    found += _about_all(Project(surveyed, problems=ordered, summaries=summaries), files)
    return Outcome(
        findings=tuple(sorted(found, key=lambda f: (f.path, f.line, f.column, f.code))),
        unreadable=unreadable,
        classes=sum(summary.role is not None for summary in summaries),
    )


def _about_all(project: Project, files: Files) -> Iterator[Finding]:
    """Yield what the rules say about the project as a whole."""
    for rule in lint_rules():
        if rule.check_project is not None:
            for finding in rule.check_project(project):
                if finding.path not in files or not silenced(finding, files[finding.path].text):
                    yield finding
