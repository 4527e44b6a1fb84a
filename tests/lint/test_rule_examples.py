"""Every rule proves itself: its bad example fires with exactly its code, its good one is silent under all rules."""

from __future__ import annotations

import re

import pytest

from scaffold.lint import rules
from scaffold.lint.rule_set import LintRule, lint_rules

from .conftest import LintText

RULES = lint_rules()


def by_code(rule: LintRule) -> str:
    return rule.rule.code


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_bad_example_fires_with_exactly_its_code(rule: LintRule, lint_text: LintText) -> None:
    """The bad example has findings of this rule and of no other."""
    assert {finding.code for finding in lint_text(rule.rule.bad)} == {rule.rule.code}


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_good_example_is_silent_under_all_rules(rule: LintRule, lint_text: LintText) -> None:
    """What the rule recommends is found faultless by every rule."""
    assert lint_text(rule.rule.good) == []


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_finding_names_class_place_and_remedy(rule: LintRule, lint_text: LintText) -> None:
    """A finding carries the rule's name and severity, a place inside the text, the class, and what to do."""
    lines = rule.rule.bad.splitlines()
    for finding in lint_text(rule.rule.bad):
        assert (finding.name, finding.severity) == (rule.rule.name, rule.rule.severity)
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
        assert finding.remedy
        if rule.check is not None:
            assert f"'{finding.class_name}'" in finding.message


def test_codes_and_names_are_unique() -> None:
    """No two rules share a code or a name."""
    assert len({rule.rule.code for rule in RULES}) == len(RULES)
    assert len({rule.rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_rule_describes_itself(rule: LintRule) -> None:
    """File name and rule name agree; code, summary, reason with a link, remedy and both examples are there."""
    said = rule.rule
    assert said.name.replace("-", "_") == rule.module
    assert re.fullmatch(r"KS\d{3}", said.code)
    assert said.summary.endswith(".")
    assert "\n" not in said.summary
    assert "https://" in said.why
    assert said.remedy
    assert said.bad.strip() != said.good.strip()
    # Which comments silence nothing is known once all other rules have spoken.
    checks = (rule.check, rule.check_model_layer, rule.check_project)
    assert sum(check is not None for check in checks) == (said.code != "KS902")


def test_every_file_of_the_rules_folder_is_a_rule() -> None:
    """Nothing has to be registered, and nothing lies about: files and rules are the same set."""
    from pathlib import Path

    folder = Path(rules.__path__[0])
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert files == {rule.module for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_rule_file_is_small(rule: LintRule) -> None:
    """A rule fits on a few screens: its metadata, its judgement, its examples."""
    from pathlib import Path

    path = Path(rules.__path__[0]) / f"{rule.module}.py"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150
