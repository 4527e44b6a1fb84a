"""Find the archive checks: every module of the checks package is one, in the order of their codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from scaffold.archive import checks
from scaffold.discovery import modules_of
from scaffold.finding import Finding
from scaffold.rule import Rule

if TYPE_CHECKING:
    from scaffold.archive.subject import Subject


@dataclass(frozen=True, slots=True)
class ArchiveCheck:
    """One check: what it says about itself, and the function that judges a saved model."""

    rule: Rule
    check: Callable[[Subject], Iterator[Finding]]


@cache
def archive_checks() -> tuple[ArchiveCheck, ...]:
    """Return every archive check, ordered by code.

    Example:
        >>> archive_checks()[0].rule.code
        'KA101'
    """
    found = [ArchiveCheck(module.RULE, module.check) for module in modules_of(checks)]
    return tuple(sorted(found, key=lambda item: item.rule.code))


def rules() -> tuple[Rule, ...]:
    """Return what the archive checks say about themselves, ordered by code."""
    return tuple(item.rule for item in archive_checks())
