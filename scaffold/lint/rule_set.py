"""Find the lint rules: every module of the rules package is one, in the order of their codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, overload

from scaffold.discovery import modules_of
from scaffold.finding import Finding
from scaffold.lint import rules
from scaffold.rule import Rule
from scaffold.source.record import Record

if TYPE_CHECKING:
    from scaffold.source.facts import ClassInfo
    from scaffold.source.model_facts import ModelLayer
    from scaffold.source.project import Project

CheckClass = Callable[["ClassInfo", "Project"], Iterator[Finding]]
CheckModelLayer = Callable[["ModelLayer", "Project"], Iterator[Finding]]
CheckProject = Callable[["Project"], Iterator[Finding]]


class LintRule(Record):
    """One rule: what it says about itself, and the function that judges.

    Args:
        rule: The self-description.
        module: Last part of the module's name, which is the rule's name with underscores.
        check: Judges one class; None where the rule judges something else.
        check_model_layer: Judges one layer of a model that no class of Keras builds; None where the rule does not.
        check_project: Judges the project as a whole; None where the rule judges a part of it.
    """

    rule: Rule
    module: str
    check: CheckClass | None
    check_model_layer: CheckModelLayer | None
    check_project: CheckProject | None


class AllRules(Sequence[Rule]):
    """What the lint rules say about themselves; they are loaded when the first one is asked for."""

    @overload
    def __getitem__(self, index: int) -> Rule: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Rule]: ...
    def __getitem__(self, index: int | slice) -> Rule | Sequence[Rule]:
        return [found.rule for found in lint_rules()][index]

    def __len__(self) -> int:
        return len(lint_rules())

    def __iter__(self) -> Iterator[Rule]:
        return (found.rule for found in lint_rules())


@cache
def lint_rules() -> tuple[LintRule, ...]:
    """Return every lint rule, ordered by code.

    Example:
        >>> [found.rule.code for found in lint_rules()][:2]
        ['KS101', 'KS102']
    """
    found = (_described(module) for module in modules_of(rules))
    return tuple(sorted(found, key=lambda rule: rule.rule.code))


@cache
def class_checks() -> tuple[CheckClass, ...]:
    """Return what judges a single class, in the order of the codes."""
    return tuple(rule.check for rule in lint_rules() if rule.check is not None)


@cache
def model_layer_checks() -> tuple[CheckModelLayer, ...]:
    """Return what judges a layer of a model, in the order of the codes."""
    return tuple(rule.check_model_layer for rule in lint_rules() if rule.check_model_layer is not None)


def _described(module: ModuleType) -> LintRule:
    return LintRule(
        rule=module.RULE,
        module=module.__name__.rpartition(".")[2],
        check=getattr(module, "check", None),
        check_model_layer=getattr(module, "check_model_layer", None),
        check_project=getattr(module, "check_project", None),
    )
