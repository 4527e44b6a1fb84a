"""Make a finding of a rule about a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffold.finding import Edit, Finding, Fix, Safety, Severity
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Span
from scaffold.source.summary import ClassSummary

if TYPE_CHECKING:
    from scaffold.source.model_facts import GivenArgument, ModelLayer


def found(
    rule: Rule,
    cls: ClassInfo | ClassSummary,
    span: Span,
    message: str,
    *,
    argument: str,
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
        argument: The argument, key or attribute that it is about, by which it is known whatever the message says; empty
            where it is about the class as a whole.
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
        argument=argument,
    )


def found_in_model(
    rule: Rule,
    layer: ModelLayer,
    given: GivenArgument,
    message: str,
    *,
    argument: str,
    remedy: str = "",
    severity: Severity | None = None,
) -> Finding:
    """Return the finding that ``rule`` has about what a layer of a model is given; the words are those of `found`."""
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity or rule.severity,
        message=message,
        remedy=remedy or rule.remedy,
        path=layer.source.path,
        line=given.span.line,
        column=given.span.column,
        end_line=given.span.end_line,
        end_column=given.span.end_column,
        argument=argument,
    )


def repair(message: str, edits: tuple[Edit, ...] | None, safety: Safety = Safety.SAFE) -> Fix | None:
    """Return the fix made of these edits; None where no edits could be made."""
    return Fix(message, edits, safety) if edits else None
