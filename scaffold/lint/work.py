"""Files -> what the rules say about them: every file is looked at, parts of them are judged, here or by a team."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from scaffold.finding import Finding
from scaffold.lint.judge import Part, Verdict, judge, parts_of
from scaffold.lint.noqa import silenced
from scaffold.lint.outcome import Outcome
from scaffold.lint.rule_set import lint_rules
from scaffold.lint.team import Team
from scaffold.settings import Analysis
from scaffold.source.collect import ListedFile
from scaffold.source.located import SourceFile
from scaffold.source.project import Project, no_garbage_collection
from scaffold.source.read import read_listed
from scaffold.source.survey import Seen, Survey, look

if TYPE_CHECKING:
    from scaffold.lint.memory import Memory

# So many files are worth another process, and are looked at by one at a time.
_MANY = 200

# Parts done, parts in all.
Progress = Callable[[int, int], None]


def find_out(
    listed: Mapping[str, ListedFile],
    texts: Mapping[str, str],
    settings: Analysis,
    *,
    jobs: int,
    memory: Memory | None,
    progress: Progress | None,
) -> Outcome:
    """Judge the files, as far as it is not known what comes out; the arguments are those of `lint` in run.py."""
    with no_garbage_collection(), Team(jobs if len(listed) >= _MANY else 1) as team:
        seen = _seen(team, listed, texts, memory)
        surveyed = Survey(listed, texts, settings, lambda file: seen.get(file.absolute))
        parts = parts_of(surveyed)
        verdicts = _verdicts(team, surveyed, parts, memory, progress)
    outcome = outcome_of(surveyed, verdicts)
    if memory is not None:
        memory.keep(surveyed, parts, verdicts, outcome)
    return outcome


def _seen(
    team: Team, listed: Mapping[str, ListedFile], texts: Mapping[str, str], memory: Memory | None
) -> dict[str, Seen]:
    """Look at many files; few are looked at when they are surveyed, which then keeps their texts."""
    seen = memory.seen() if memory is not None else {}
    files = [file for absolute, file in listed.items() if absolute not in seen]
    if len(files) >= _MANY:
        tasks = [files[start : start + _MANY] for start in range(0, len(files), _MANY)]
        for place, found in team.share(look_at if memory is None else look_and_digest, texts, tasks):
            for file, (looked, content) in zip(tasks[place], found, strict=True):
                seen[file.absolute] = looked
                if memory is not None:
                    memory.learn(file.absolute, content)
    return seen


def look_at(texts: Mapping[str, str], files: Sequence[ListedFile]) -> list[tuple[Seen, str | None]]:
    """Return what each of the files says at a glance."""
    return [(look(read_listed(file, texts)), None) for file in files]


def look_and_digest(texts: Mapping[str, str], files: Sequence[ListedFile]) -> list[tuple[Seen, str | None]]:
    """Return what each of the files says at a glance, and the digest of its content."""
    from scaffold.lint.cache import content_digest

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
    problems = set(surveyed.problems.values())
    for verdict in verdicts:
        problems.update(problem for absolute, problem in verdict.problems if absolute in surveyed.listed)
    ordered = tuple(sorted(problems, key=lambda problem: (problem.path, problem.line, problem.message)))
    unreadable = tuple(problem.path for problem in surveyed.problems.values())
    found = [finding for verdict in verdicts for finding in verdict.findings]
    found += _about_all(surveyed, Project(surveyed, problems=ordered, summaries=summaries))
    return Outcome(
        findings=tuple(sorted(found, key=lambda f: (f.path, f.line, f.column, f.code))),
        unreadable=unreadable,
        classes=sum(summary.role is not None for summary in summaries),
    )


def _about_all(surveyed: Survey, project: Project) -> Iterator[Finding]:
    """Yield what the rules say about the project as a whole."""
    absolutes = {file.path: absolute for absolute, file in surveyed.listed.items()}
    for rule in lint_rules():
        if rule.check_project is not None:
            for finding in rule.check_project(project):
                absolute = absolutes.get(finding.path)
                source = surveyed.read(absolute) if absolute in surveyed.outlines and absolute else None
                if not isinstance(source, SourceFile) or not silenced(finding, source.text):
                    yield finding
