"""What comes out of a run, whether it was found out or remembered."""

from __future__ import annotations

from scaffold.finding import Finding
from scaffold.source.record import Record


class Outcome(Record):
    """What the rules say about some files.

    Args:
        findings: By path, line, column and code; silenced ones left out.
        unreadable: Paths of the files that could not be read.
        classes: How many classes were judged.
    """

    findings: tuple[Finding, ...]
    unreadable: tuple[str, ...]
    classes: int
