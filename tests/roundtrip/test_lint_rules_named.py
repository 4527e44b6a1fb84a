"""Where a check names a lint rule, the linter knows it, and reports nothing else in its place."""

from __future__ import annotations

from functools import cache

import pytest

from scaffold import check_roundtrip
from scaffold.catalog import all_rules
from scaffold.lint.run import lint
from scaffold.roundtrip.check_unit import checks
from scaffold.roundtrip.report import Result, Status
from scaffold.roundtrip.rule_list import rules

from . import broken_layers
from .broken_layers import BROKEN

# A second fault of the class, which the linter leaves out while it reports the first; or the same one under another
# rule: of a layer that is only called, the source shows no more than a callable (KS210).
BESIDE_ANOTHER = {("MisspeltAndSwallowed", "KS302"), ("RawLayer", "KS205")}


@cache
def linted() -> dict[str, set[str]]:
    """Class -> codes that the linter reports for it in the file of the broken layers."""
    found: dict[str, set[str]] = {}
    for finding in lint([broken_layers.__file__]).findings:
        found.setdefault(finding.class_name, set()).add(finding.code)
    return found


@cache
def failed(name: str) -> tuple[Result, ...]:
    case = BROKEN[name]
    report = check_roundtrip(case.make, inputs=case.inputs, checks=case.checks, on_fail="return")
    return tuple(found for found in report.results if found.status is Status.FAILED)


def test_every_lint_rule_that_a_check_names_exists():
    """The wings do not know each other: the codes are plain text, and compared here."""
    lint_codes = {rule.code for rule in all_rules() if rule.code.startswith("KS")}
    named = {code for rule in rules() for code in rule.lint_rules}
    assert named
    assert named <= lint_codes, named - lint_codes
    assert {rule.code for check in checks() for rule in check.rules if rule.lint_rules}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_the_linter_reports_the_named_rule_or_stays_silent(name):
    """A result names one of the rules that its check describes itself with; no other finding contradicts it."""
    described = {rule.code: rule.lint_rules for rule in rules()}
    for found in failed(name):
        if not found.lint_rule:
            continue
        assert found.lint_rule in described[found.code], found
        reported = linted().get(name, set())
        assert not reported or found.lint_rule in reported or (name, found.lint_rule) in BESIDE_ANOTHER, (
            found.code,
            found.lint_rule,
            reported,
        )


def test_the_named_rule_is_mostly_what_the_linter_reports():
    """The hint is worth reading: more often than not the linter does see the fault in this file."""
    named = [(name, found.lint_rule) for name in BROKEN for found in failed(name) if found.lint_rule]
    seen = [(name, code) for name, code in named if code in linted().get(name, set())]
    assert len(seen) >= 0.5 * len(named), sorted(set(named) - set(seen))


def test_no_lint_rule_is_named_for_a_class_of_keras():
    """Its reader lints his own code, not Keras."""
    import keras

    report = check_roundtrip(keras.layers.ReLU, checks="quick", on_fail="return")
    assert not [found for found in report.results if found.lint_rule]
