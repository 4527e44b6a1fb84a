"""Run the rules over the classes of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from scaffold.finding import Finding
from scaffold.lint.judge import Verdict, judge, parts_of
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
    """The files of a survey by path, read when they are asked for: findings are in few of them.

    Args:
        surveyed: The survey.
    """

    def __init__(self, surveyed: Survey) -> None:
        self._survey = surveyed
        self._absolute = {surveyed.listed[absolute].path: absolute for absolute in surveyed.outlines}

    def __getitem__(self, path: str) -> SourceFile:
        source = self._survey.read(self._absolute[path])
        if isinstance(source, Problem):
            raise KeyError(path)  # it was there a moment ago
        return source

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._absolute))

    def __len__(self) -> int:
        return len(self._absolute)


def lint(
    paths: Iterable[str],
    texts: Mapping[str, str] | None = None,
    *,
    keep: Keep | None = None,
    settings: Analysis = UNTOLD,
    jobs: int = 1,
    progress: Progress | None = None,
) -> LintResult:
    """Judge every class under the paths by every rule.

    Args:
        paths: Files and directories.
        texts: Texts to judge in place of what the files hold, by path; nothing is written.
        keep: Chooses among what directories hold.
        settings: What the project says about itself; it changes what is found.
        jobs: How many processes may work at once; few files are not worth more than one.
        progress: Called after every part of the work with the parts that are done and that there are.

    Returns:
        The findings; files that cannot be read are findings too.

    Raises:
        ScaffoldError: A path does not exist.

    Example:
        >>> [finding.code for finding in lint(["layers.py"]).findings]
        ['KS101', 'KS501']
    """
    listed = list_files(collect_files(paths, keep=keep, texts=texts or ()))
    with Team(jobs if len(listed) >= _MANY else 1) as team:
        seen = _seen(team, listed, texts or {})
        surveyed = Survey(listed, texts or {}, settings, lambda file: seen.get(file.absolute))
        parts = parts_of(surveyed)
        verdicts: dict[int, Verdict] = {}
        for place, verdict in team.share(judge, surveyed, parts):
            verdicts[place] = verdict
            if progress is not None:
                progress(len(verdicts), len(parts))
    return result_of(surveyed, [verdicts[place] for place in range(len(parts))])


def _seen(team: Team, listed: Mapping[str, ListedFile], texts: Mapping[str, str]) -> dict[str, Seen]:
    """Look at many files; few are looked at when they are surveyed, which then keeps their texts."""
    if len(listed) < _MANY:
        return {}
    files = list(listed.values())
    tasks = [files[start : start + _MANY] for start in range(0, len(files), _MANY)]
    return {
        file.absolute: seen
        for place, found in team.share(look_at, texts, tasks)
        for file, seen in zip(tasks[place], found, strict=True)
    }


def look_at(texts: Mapping[str, str], files: Sequence[ListedFile]) -> list[Seen]:
    """Return what each of the files says at a glance."""
    return [look(read_listed(file, texts)) for file in files]


def result_of(surveyed: Survey, verdicts: Sequence[Verdict]) -> LintResult:
    """Put the verdicts about all parts together."""
    summaries = tuple(summary for verdict in verdicts for summary in verdict.summaries)
    problems = dict(surveyed.problems)
    for verdict in verdicts:
        problems.update(found for found in verdict.problems if found[0] in surveyed.listed)
    ordered = tuple(sorted(problems.values(), key=lambda problem: (problem.path, problem.line)))
    files = Files(surveyed)
    found = [finding for verdict in verdicts for finding in verdict.findings]
    found += _about_all(Project(surveyed, problems=ordered, summaries=summaries), files)
    return LintResult(
        findings=tuple(sorted(found, key=lambda f: (f.path, f.line, f.column, f.code))),
        files=files,
        classes=sum(summary.role is not None for summary in summaries),
        unreadable=sum(problem.path not in files for problem in ordered),
    )


def _about_all(project: Project, files: Files) -> Iterator[Finding]:
    """Yield what the rules say about the project as a whole."""
    for rule in lint_rules():
        if rule.check_project is not None:
            for finding in rule.check_project(project):
                if finding.path not in files or not silenced(finding, files[finding.path].text):
                    yield finding
