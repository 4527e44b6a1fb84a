"""Run the rules over the classes of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scaffold.finding import Finding
from scaffold.lint.noqa import unsilenced
from scaffold.lint.rule_set import lint_rules
from scaffold.settings import UNTOLD, Analysis
from scaffold.source.collect import Keep
from scaffold.source.located import SourceFile
from scaffold.source.project import Project, analyze
from scaffold.source.record import Record


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


def lint(
    paths: Iterable[str],
    texts: Mapping[str, str] | None = None,
    *,
    keep: Keep | None = None,
    settings: Analysis = UNTOLD,
) -> LintResult:
    """Judge every class under the paths by every rule.

    Args:
        paths: Files and directories.
        texts: Texts to judge in place of what the files hold, by path; nothing is written.
        keep: Chooses among what directories hold.
        settings: What the project says about itself; it changes what is found.

    Returns:
        The findings; files that cannot be read are findings too.

    Raises:
        ScaffoldError: A path does not exist.

    Example:
        >>> [finding.code for finding in lint(["layers.py"]).findings]
        ['KS101', 'KS501']
    """
    project = analyze(paths, texts=texts, keep=keep, settings=settings)
    files = {source.path: source for source in project.files}
    found = sorted(
        _unsilenced(_judge(project), files),
        key=lambda finding: (finding.path, finding.line, finding.column, finding.code),
    )
    return LintResult(
        findings=tuple(found),
        files=files,
        classes=sum(cls.role is not None for cls in project.classes),
        unreadable=sum(problem.path not in files for problem in project.problems),
    )


def _judge(project: Project) -> Iterator[Finding]:
    for rule in lint_rules():
        if rule.check_project is not None:
            yield from rule.check_project(project)
        if rule.check is not None:
            for cls in project.classes:
                yield from rule.check(cls, project)


def _unsilenced(findings: Iterable[Finding], files: Mapping[str, SourceFile]) -> Iterator[Finding]:
    by_file: dict[str, list[Finding]] = {path: [] for path in files}
    for finding in findings:
        by_file.setdefault(finding.path, []).append(finding)
    # What a rule says about the project as a whole is not said about a part of it.
    certain = {rule.rule.code: rule.check is not None for rule in lint_rules()}
    for path, found in by_file.items():
        source = files.get(path)
        yield from found if source is None else unsilenced(found, source, certain)
