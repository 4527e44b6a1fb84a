"""Find the contract checks: every module of the checks package is one, in the order of their codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from scaffold.contract import checks
from scaffold.discovery import modules_of
from scaffold.finding import Finding
from scaffold.rule import Rule
from scaffold.source.record import Record

if TYPE_CHECKING:
    from scaffold.contract.comparison import Comparison


class ContractCheck(Record):
    """One check: what it says about itself, and the function that judges."""

    rule: Rule
    check: Callable[[Comparison], Iterator[Finding]]


@cache
def contract_checks() -> tuple[ContractCheck, ...]:
    """Return every contract check, ordered by code.

    Example:
        >>> contract_checks()[0].rule.code
        'KC101'
    """
    found = [ContractCheck(module.RULE, module.check) for module in modules_of(checks)]
    return tuple(sorted(found, key=lambda item: item.rule.code))


def rules() -> tuple[Rule, ...]:
    """Return what the contract checks say about themselves, ordered by code."""
    return tuple(item.rule for item in contract_checks())


def breaking_changes(comparison: Comparison, codes: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """Run the contract checks.

    Args:
        comparison: An earlier contract beside the classes of today.
        codes: Codes of the checks to run; None for all.

    Returns:
        The findings, by file, line and code.
    """
    wanted = None if codes is None else frozenset(codes)
    found = [
        finding
        for item in contract_checks()
        if wanted is None or item.rule.code in wanted
        for finding in item.check(comparison)
    ]
    return tuple(
        sorted(found, key=lambda finding: (finding.path, finding.line, finding.column, finding.code))
    )
