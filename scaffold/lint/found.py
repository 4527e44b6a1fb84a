"""Make a finding of a rule about a class."""

from __future__ import annotations

from scaffold.finding import Edit, Finding, Fix, Safety, Severity
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Span
from scaffold.source.project import ClassSummary


def found(
    rule: Rule,
    cls: ClassInfo | ClassSummary,
    span: Span,
    message: str,
    *,
    remedy: str = "",
    fix: Fix | None = None,
    severity: Severity | None = None,
) -> Finding:
    """Return the finding that ``rule`` has about ``cls`` at ``span``.

    Args:
        rule: The rule that speaks.
        cls: The class it speaks about; gives path and class name.
        span: The place.
        message: What was expected and what was found.
        remedy: What to do in this very case; the rule's general remedy where it is left out.
        fix: The repair, where there is one right repair.
        severity: The rule's, where it is left out.
    """
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity or rule.severity,
        message=message,
        remedy=remedy or rule.remedy,
        path=cls.source.path,
        line=span.line,
        column=span.column,
        end_line=span.end_line,
        end_column=span.end_column,
        class_name=cls.name,
        fix=fix,
    )


def repair(message: str, edits: tuple[Edit, ...] | None, safety: Safety = Safety.SAFE) -> Fix | None:
    """Return the fix made of these edits; None where no edits could be made."""
    return Fix(message, edits, safety) if edits else None
