"""A report as text, Markdown and HTML."""

from __future__ import annotations

import html
from collections import Counter

from scaffold.roundtrip.report import Report, Result, Status

_MOST_DIFFERENCES = 4


def as_text(report: Report) -> str:
    """Write the report as people read it: the verdict, each failure with its remedy, what was exercised."""
    parts = [_headline(report)]
    parts += [_block(found, "error") for found in report.failures]
    parts += [_block(found, "warning") for found in report.warnings]
    parts.append(_exercise(report))
    return "\n\n".join(part for part in parts if part)


def _headline(report: Report) -> str:
    counts = Counter(found.status for found in report.results)
    unchecked = report.failures and all(found.code.startswith("KR0") for found in report.failures)
    verdict = "survives its config" if report.ok else "does not survive its config"
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


def _block(found: Result, word: str) -> str:
    route = f" (route: {found.route})" if found.route else ""
    lines = [f"{word} {found.code} {found.name}{route}: {found.reason}"]
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
    if found.reproduction:
        lines.append("  reproduce:")
        lines += [f"    {line}".rstrip() for line in found.reproduction.rstrip().splitlines()]
    return "\n".join(lines)


def _exercise(report: Report) -> str:
    lines = []
    if report.exercised:
        told = ", ".join(
            f"{name} ({count} value{'' if count == 1 else 's'})" for name, count in report.exercised.items()
        )
        lines.append(f"exercised: {told}")
    lines += [f"not exercised: {name}: {why}" for name, why in report.not_exercised.items()]
    reasons = {
        f"not run: {found.code} {found.name}{f' (route: {found.route})' if found.route else ''}: {found.reason}"
        for found in report.results
        if found.status is Status.NOT_RUN and not found.reason.startswith("blocked by")
    }
    return "\n".join([*lines, *sorted(reasons)])


def as_markdown(report: Report) -> str:
    """Write the report as Markdown: a table of all that did not pass, and the details below."""
    lines = [f"### {_headline(report)}", ""]
    shown = [found for found in report.results if found.status is not Status.PASSED]
    if shown:
        lines += ["| check | route | status | reason |", "|---|---|---|---|"]
        lines += [
            f"| {found.code} {found.name} | {found.route} | {found.status} | {_cell(found.reason)} |"
            for found in shown
        ]
        lines.append("")
    for found in (*report.failures, *report.warnings):
        lines += ["```text", _block(found, found.severity), "```", ""]
    lines += ["```text", _exercise(report), "```"] if _exercise(report) else []
    return "\n".join(lines).rstrip() + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def as_html(report: Report) -> str:
    """Write the report as HTML for a notebook; every text in it is escaped."""
    color = "#1a7f37" if report.ok else "#b42318"
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td style='text-align:left'>{html.escape(cell)}</td>"
            for cell in (f"{found.code} {found.name}", found.route, found.status, found.reason, found.fix)
        )
        + "</tr>"
        for found in report.results
        if found.status is not Status.PASSED
    )
    head = "".join(
        f"<th style='text-align:left'>{name}</th>" for name in ("check", "route", "status", "reason", "to do")
    )
    table = f"<table><tr>{head}</tr>{rows}</table>" if rows else ""
    exercise = f"<pre>{html.escape(_exercise(report))}</pre>" if _exercise(report) else ""
    return f"<div><b style='color:{color}'>{html.escape(_headline(report))}</b>{table}{exercise}</div>"
