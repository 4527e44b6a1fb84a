"""A report as HTML for a notebook: light or dark, scripts folded, every text escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable

from scaffold.roundtrip.render import headline, lint_hint, not_run, title
from scaffold.roundtrip.report import Difference, Report, Result, Status

# Colours that can be read on white and on black; all else takes the colours of the notebook.
_GREEN, _RED, _AMBER = "#2da44e", "#e5534b", "#c69026"
_LINE = "1px solid rgba(128,128,128,.35)"
_CELL = "text-align:left;vertical-align:top;padding:2px 12px 2px 0;background:transparent"
_CODE = "white-space:pre-wrap;overflow-wrap:anywhere;background:rgba(128,128,128,.12);padding:6px 8px;margin:4px 0"


def as_html(report: Report) -> str:
    """Write the report as one block: the verdict, a card for each failure, and what was exercised, folded."""
    parts = [f"<b style='color:{_GREEN if report.ok else _RED}'>{html.escape(headline(report))}</b>"]
    parts += [_card(found, _RED) for found in report.failures]
    parts += [_card(found, _AMBER) for found in report.warnings]
    expected = [(title(found), found.reason) for found in report.results if found.status is Status.EXPECTED]
    counts = [(name, f"{count} value{'' if count == 1 else 's'}") for name, count in report.exercised.items()]
    counts += [(name, f"not exercised: {why}") for name, why in report.not_exercised.items()]
    skipped = [(line.removeprefix("not run: "),) for line in not_run(report)]
    for summary, texts in (
        ("expected failures", expected),
        ("constructor arguments", counts),
        ("not run", skipped),
    ):
        parts.append(_folded(summary, _rows(tuple(html.escape(text) for text in row) for row in texts)))
    return f"<div style='line-height:1.45'>{''.join(parts)}</div>"


def _card(found: Result, color: str) -> str:
    facts = [
        ("shown by", _code(found.counterexample)),
        ("where", _code(found.source)),
        ("to do", html.escape(found.fix)),
        ("lint rule", html.escape(lint_hint(found)) if found.lint_rule else ""),
    ]
    rows = "".join(
        f"<tr><th style='{_CELL};opacity:.7;font-weight:normal'>{name}</th><td style='{_CELL}'>{value}</td></tr>"
        for name, value in facts
        if value
    )
    script = (
        f"<pre style='{_CODE}'>{html.escape(found.reproduction.rstrip())}</pre>" if found.reproduction else ""
    )
    return (
        f"<div style='border-left:3px solid {color};padding:2px 0 2px 10px;margin:10px 0'>"
        f"<div><b style='color:{color}'>{html.escape(title(found))}</b> {html.escape(found.reason)}</div>"
        f"{_differences(found.differences)}<table style='border-collapse:collapse;margin:0'>{rows}</table>"
        f"{_folded('script that fails by itself', script)}</div>"
    )


def _differences(found: tuple[Difference, ...]) -> str:
    if not found:
        return ""
    head = "".join(
        f"<th style='{_CELL};border-bottom:{_LINE}'>{name}</th>" for name in ("path", "original", "rebuilt")
    )
    rows = _rows((_code(d.path), _code(d.expected), _code(d.found)) for d in found)
    return f"<table style='border-collapse:collapse;margin:4px 0'><tr>{head}</tr>{rows}</table>"


def _rows(rows: Iterable[tuple[str, ...]]) -> str:
    """Write rows of cells that are HTML already."""
    return "".join(
        "<tr>" + "".join(f"<td style='{_CELL}'>{cell}</td>" for cell in row) + "</tr>" for row in rows
    )


def _code(text: str) -> str:
    return f"<code>{html.escape(text)}</code>" if text else ""


def _folded(summary: str, content: str) -> str:
    if not content:
        return ""
    inside = (
        f"<table style='border-collapse:collapse;margin:0'>{content}</table>"
        if "<tr>" in content
        else content
    )
    return f"<details><summary style='cursor:pointer;opacity:.8'>{summary}</summary>{inside}</details>"
