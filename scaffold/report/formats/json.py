"""For programs: a list of objects, one for each finding."""

from __future__ import annotations

from scaffold.report.as_json import render_json
from scaffold.report.formats import Outcome


def render(outcome: Outcome) -> str:
    """Return a JSON list; an empty run gives an empty list."""
    return render_json(outcome.findings)
