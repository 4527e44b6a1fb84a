"""A part of the surveyed files -> what the rules say about it; parts are small, so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from scaffold.finding import Finding
from scaffold.lint.noqa import unsilenced
from scaffold.lint.rule_set import class_checks, lint_rules, model_layer_checks
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Problem, SourceFile, TooDeep
from scaffold.source.project import Project, no_garbage_collection
from scaffold.source.summary import ClassSummary, summary_of
from scaffold.source.survey import Survey

# Bytes of source in a part. Syntax trees take thirty times as much; a part also parses the bases of its classes.
_PART = 1_000_000
# Checking syntax leaves nothing behind, so these parts only have to be small enough to share out.
_UNVERIFIED_PART = 3_000_000


class Part(NamedTuple):
    """Files that are judged together.

    Args:
        judged: Files that may hold classes.
        verified: Files of which only the syntax matters.
    """

    judged: tuple[str, ...]
    verified: tuple[str, ...]


class Verdict(NamedTuple):
    """What was found in a part.

    Args:
        findings: About classes, silenced ones left out.
        problems: Files of the part, and cells of them, that could not be parsed, and files they need.
        summaries: What is kept of the classes.
        parsed: Absolute paths of all files that were looked into, and of directories that were searched.
        looked_up: Path -> whether there is such a file, for files that are none of the surveyed.
    """

    findings: tuple[Finding, ...]
    problems: tuple[tuple[str, Problem], ...]
    summaries: tuple[ClassSummary, ...]
    parsed: tuple[str, ...]
    looked_up: tuple[tuple[str, bool], ...]


def parts_of(surveyed: Survey) -> list[Part]:
    """Divide the files into parts, neighbours together."""
    sizes = surveyed.sizes
    judged = [Part(part, ()) for part in _divided(surveyed.judged, sizes, _PART)]
    return judged + [Part((), part) for part in _divided(surveyed.unverified, sizes, _UNVERIFIED_PART)]


def _divided(files: Iterable[str], sizes: dict[str, int], most: int) -> Iterator[tuple[str, ...]]:
    part: list[str] = []
    size = 0
    for file in files:
        if part and size + sizes[file] > most:
            yield tuple(part)
            part, size = [], 0
        part.append(file)
        size += sizes[file]
    if part:
        yield tuple(part)


def judge(surveyed: Survey, part: Part) -> Verdict:
    """Judge every class of a part by every rule."""
    with no_garbage_collection():
        project = Project(surveyed, part.judged)
        found: list[Finding] = []
        problems: list[tuple[str, Problem]] = []
        summaries: list[ClassSummary] = []
        for absolute in part.judged:
            classes = project.classes_in(absolute)
            summaries += map(summary_of, classes)
            found += _about_file(surveyed, absolute, classes, project)
        for absolute in part.verified:
            problem = project.syntax_problem(absolute)
            if problem is not None:
                problems.append((absolute, problem))
            elif surveyed.outlines[absolute].silencing:
                found += _unsilenced(surveyed, absolute, [], project)
        problems += project.modules.problems.items()
        for absolute in (*part.judged, *part.verified):
            problems += [(absolute, problem) for problem in project.cell_problems(absolute)]
        verdict = Verdict(
            tuple(found),
            tuple(problems),
            tuple(summaries),
            (*project.modules.asked, *project.read_around),
            tuple(project.modules.looked_up.items()),
        )
        project.forget(part.judged)
    return verdict


def _about_file(
    surveyed: Survey, absolute: str, classes: Sequence[ClassInfo], project: Project
) -> Iterator[Finding]:
    if absolute in project.modules.problems:
        return
    found: list[Finding] = []
    for cls in classes:
        for check in class_checks():
            try:
                found += check(cls, project)
            except TooDeep as error:
                project.too_deep(error.absolute)
            except RecursionError:
                project.too_deep(absolute)
    if absolute in surveyed.builders:
        try:
            found += _about_models(absolute, project)
        except TooDeep as error:
            project.too_deep(error.absolute)
        except RecursionError:
            project.too_deep(absolute)
    if absolute in project.modules.problems:
        return
    if found or surveyed.outlines[absolute].silencing:
        yield from _unsilenced(surveyed, absolute, found, project)


def _about_models(absolute: str, project: Project) -> Iterator[Finding]:
    for layer in project.models.layers_in(absolute):
        for check in model_layer_checks():
            yield from check(layer, project)


def _unsilenced(
    surveyed: Survey, absolute: str, found: Iterable[Finding], project: Project
) -> Iterator[Finding]:
    # What a rule says about the project as a whole is not said about a part of it.
    certain = {
        rule.rule.code: rule.check is not None or rule.check_model_layer is not None for rule in lint_rules()
    }
    source = surveyed.read(absolute)
    if isinstance(source, SourceFile):
        unsure = project.unsure_lines(absolute) if surveyed.outlines[absolute].silencing else ()
        yield from unsilenced(found, source, certain, unsure)
