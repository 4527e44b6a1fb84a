"""For a person: each finding with its line, a caret and the remedy."""

from __future__ import annotations

from scaffold.report.formats import Outcome
from scaffold.report.text import coloured, plain, render_text

FOR_PEOPLE = True


def render(outcome: Outcome) -> str:
    """Return the findings to be read, and a last line that counts them."""
    style = coloured if outcome.colour else plain
    return render_text(outcome.findings, outcome.texts, outcome.looked, style, fixed=outcome.fixed)
