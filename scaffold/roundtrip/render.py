"""A report as text and as Markdown."""

from __future__ import annotations

from collections import Counter

from scaffold.roundtrip.report import Report, Result, Status

_MOST_DIFFERENCES = 4


def as_text(report: Report) -> str:
    """Write the report as people read it: the verdict, each failure with its remedy, what was exercised."""
    parts = [headline(report)]
    parts += [f"{_facts(found, 'error')}\n{_script(found)}".rstrip() for found in report.failures]
    parts += [f"{_facts(found, 'warning')}\n{_script(found)}".rstrip() for found in report.warnings]
    parts.append("\n".join([*exercised(report), *not_run(report)]))
    return "\n\n".join(part for part in parts if part)


def headline(report: Report) -> str:
    """Return the verdict on one line, with the numbers."""
    counts = Counter(found.status for found in report.results)
    unchecked = report.failures and all(found.code.startswith("KR0") for found in report.failures)
    outdated = [found for found in report.failures if found.out_of_date]
    survives = len(outdated) == len(report.failures)
    verdict = "survives its config" if survives else "does not survive its config"
    verdict += ", against what was expected" if survives and outdated else ""
    verdict = "could not be checked" if unchecked else verdict
    told = [
        f"{len(report.failures)} failed" if report.failures else "",
        f"{len(report.warnings)} warnings" if len(report.warnings) > 1 else "",
        "1 warning" if len(report.warnings) == 1 else "",
        f"{counts[Status.EXPECTED]} expected" if counts[Status.EXPECTED] else "",
        f"{counts[Status.PASSED]} passed",
        f"{counts[Status.NOT_RUN]} not run" if counts[Status.NOT_RUN] else "",
    ]
    return f"{report.layer} {verdict}: {', '.join(part for part in told if part)}"


def title(found: Result) -> str:
    """Return code, name and route of a result."""
    return f"{found.code} {found.name}{f' (route: {found.route})' if found.route else ''}"


def lint_hint(found: Result) -> str:
    """Return which lint rule may see the fault, and what that is worth."""
    return f"{found.lint_rule} of `scaffold lint` may see this in the source, without running the layer"


def _facts(found: Result, word: str) -> str:
    lines = [f"{word} {title(found)}: {found.reason}"]
    if found.counterexample:
        lines.append(f"  shown by:  {found.counterexample}")
    for difference in found.differences[:_MOST_DIFFERENCES]:
        lines.append(f"  differs:   {difference}")
    if len(found.differences) > _MOST_DIFFERENCES:
        lines.append(f"             and {len(found.differences) - _MOST_DIFFERENCES} more")
    if found.source:
        lines.append(f"  where:     {found.source}")
    if found.fix:
        lines.append(f"  to do:     {found.fix}")
    if found.lint_rule:
        lines.append(f"  lint rule: {lint_hint(found)}")
    return "\n".join(lines)


def _script(found: Result) -> str:
    if not found.reproduction:
        return ""
    lines = found.reproduction.rstrip().splitlines()
    return "\n".join(["  reproduce:", *(f"    {line}".rstrip() for line in lines)])


def exercised(report: Report) -> list[str]:
    """Return which constructor arguments were varied, and which were not and why."""
    lines = []
    if report.exercised:
        told = ", ".join(
            f"{name} ({count} value{'' if count == 1 else 's'})" for name, count in report.exercised.items()
        )
        lines.append(f"exercised: {told}")
    return lines + [f"not exercised: {name}: {why}" for name, why in report.not_exercised.items()]


def not_run(report: Report) -> list[str]:
    """Return what was not run and why, without what a failure blocks."""
    reasons = {
        f"not run: {title(found)}: {found.reason}"
        for found in report.results
        if found.status is Status.NOT_RUN and not found.reason.startswith("blocked by")
    }
    return sorted(reasons)


def as_markdown(report: Report) -> str:
    """Write the report as Markdown: a table of all that did not pass, the details, and scripts to unfold."""
    lines = [f"### {headline(report)}", ""]
    shown = [found for found in report.results if found.status is not Status.PASSED]
    if shown:
        lines += ["| check | route | status | reason |", "|---|---|---|---|"]
        lines += [
            f"| {found.code} {found.name} | {found.route} | {found.status} | {_cell(found.reason)} |"
            for found in shown
        ]
        lines.append("")
    for found in (*report.failures, *report.warnings):
        lines += [*_fenced("text", _facts(found, found.severity)), ""]
        if found.reproduction:
            lines += ["<details><summary>script that fails by itself</summary>", ""]
            lines += [*_fenced("python", found.reproduction.rstrip()), "", "</details>", ""]
    rest = "\n".join([*exercised(report), *not_run(report)])
    lines += _fenced("text", rest) if rest else []
    return "\n".join(lines).rstrip() + "\n"


def _fenced(language: str, text: str) -> list[str]:
    """Return a block of code; the fence is longer than any in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    return [f"{fence}{language}", text, fence]


def _cell(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return escaped.replace("\n", " ")
