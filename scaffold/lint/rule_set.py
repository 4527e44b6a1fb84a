"""Find the lint rules: every module of the rules package is one, in the order of their codes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from scaffold.finding import Finding
from scaffold.lint import rules
from scaffold.rule import Rule
from scaffold.source.record import Record

if TYPE_CHECKING:
    from scaffold.source.facts import ClassInfo
    from scaffold.source.project import Project

CheckClass = Callable[["ClassInfo", "Project"], Iterator[Finding]]
CheckProject = Callable[["Project"], Iterator[Finding]]


class LintRule(Record):
    """One rule: what it says about itself, and the function that judges.

    Args:
        rule: The self-description.
        module: Last part of the module's name, which is the rule's name with underscores.
        check: Judges one class; None where the rule judges the project as a whole.
        check_project: Judges the project as a whole; None where the rule judges classes.
    """

    rule: Rule
    module: str
    check: CheckClass | None
    check_project: CheckProject | None


@cache
def lint_rules() -> tuple[LintRule, ...]:
    """Return every lint rule, ordered by code.

    Example:
        >>> [found.rule.code for found in lint_rules()][:2]
        ['KS101', 'KS102']
    """
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    found = (_load(name) for name in names)
    return tuple(sorted(found, key=lambda rule: rule.rule.code))


def _load(name: str) -> LintRule:
    module = importlib.import_module(f"{rules.__name__}.{name}")
    return LintRule(
        rule=module.RULE,
        module=name,
        check=getattr(module, "check", None),
        check_project=getattr(module, "check_project", None),
    )
