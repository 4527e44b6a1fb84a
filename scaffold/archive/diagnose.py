"""All archive checks run over one saved model."""

from __future__ import annotations

from collections.abc import Iterable

from scaffold.archive.rule_list import archive_checks
from scaffold.archive.subject import Subject
from scaffold.finding import Finding


def diagnose(subject: Subject, codes: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """Run the archive checks.

    Args:
        subject: The saved model, with the sources where they are known.
        codes: Codes of the checks to run; None for all.

    Returns:
        The findings, in the order of the codes and then of the model.
    """
    wanted = None if codes is None else frozenset(codes)
    return tuple(
        found
        for item in archive_checks()
        if wanted is None or item.rule.code in wanted
        for found in item.check(subject)
    )
