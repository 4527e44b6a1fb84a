"""Run the rules over the classes of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scaffold.finding import Finding
from scaffold.lint.noqa import is_silenced, silenced
from scaffold.lint.rule_set import lint_rules
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


def lint(paths: Iterable[str], texts: Mapping[str, str] | None = None) -> LintResult:
    """Judge every class under the paths by every rule.

    Args:
        paths: Files and directories.
        texts: Texts to judge in place of what the files hold, by path; nothing is written.

    Returns:
        The findings; files that cannot be read are findings too.

    Raises:
        ScaffoldError: A path does not exist.

    Example:
        >>> [finding.code for finding in lint(["layers.py"]).findings]
        ['KS101', 'KS501']
    """
    project = analyze(paths, texts=texts)
    files = {source.path: source for source in project.files}
    found = sorted(
        _judge(project), key=lambda finding: (finding.path, finding.line, finding.column, finding.code)
    )
    return LintResult(
        findings=tuple(_unsilenced(found, files)),
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
    comments: dict[str, dict[int, frozenset[str]]] = {}
    for finding in findings:
        if finding.path not in comments:
            source = files.get(finding.path)
            comments[finding.path] = silenced(source.text) if source is not None else {}
        if not is_silenced(finding.code, finding.line, comments[finding.path]):
            yield finding
