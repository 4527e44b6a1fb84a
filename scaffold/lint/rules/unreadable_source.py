"""KS901: a file that cannot be judged."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.rule import Rule
from scaffold.source.project import Project

RULE = Rule(
    code="KS901",
    name="unreadable-source",
    severity=Severity.ERROR,
    summary="The file cannot be read, decoded or parsed, so nothing in it was checked.",
    why="""A file that is passed over in silence looks like a file without faults. What Python itself cannot
        read cannot be imported either; see
        https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations for how Python decides
        about the encoding of a file.""",
    remedy="Correct the file, or leave it out.",
    bad="""
class Scale(
""",
    good="""
class Scale:
    pass
""",
)


def check_project(project: Project) -> Iterator[Finding]:
    """Speak about every file that could not be analysed."""
    for problem in project.problems:
        yield Finding(
            code=RULE.code,
            name=RULE.name,
            severity=RULE.severity,
            message=problem.message,
            remedy=RULE.remedy,
            path=problem.path,
            line=problem.line,
            column=problem.column,
            end_line=problem.line,
            end_column=problem.column + 1 if problem.column else 0,
        )
