"""The table of rules and the explanation of one, and the choice by code."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from scaffold.catalog import all_rules, chosen_codes, find_rule
from scaffold.cli import scaffold
from scaffold.errors import ScaffoldError


def run(*arguments: str) -> str:
    result = CliRunner().invoke(scaffold, arguments, catch_exceptions=False, standalone_mode=False)
    assert result.return_value == 0
    return result.output


def test_codes_and_names_are_unique_over_all_wings() -> None:
    """One code or name means one rule in the whole kit."""
    rules = all_rules()
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


@pytest.mark.parametrize("output_format", ["text", "markdown", "json"])
def test_every_rule_is_listed_in_every_format(output_format: str) -> None:
    """No format leaves a rule out."""
    listed = run("rules", "--output-format", output_format)
    for rule in all_rules():
        assert rule.code in listed
        assert rule.name in listed


def test_json_of_rules_is_complete() -> None:
    """A program gets everything a rule says about itself."""
    (first, *_) = json.loads(run("rules", "--output-format", "json"))
    assert set(first) == {"code", "name", "severity", "summary", "why", "remedy", "bad", "good"}


@pytest.mark.parametrize("asked", ["KS101", "ks101", "argument-not-in-config"])
def test_explanation_holds_reason_examples_and_remedy(asked: str) -> None:
    """`scaffold explain` takes a code in any case, or a name."""
    said = run("explain", asked)
    rule = find_rule(all_rules(), "KS101")
    for part in (rule.code, rule.name, rule.summary, "Why", "https://", "What to do", "Bad", "Good"):
        assert part in said
    assert "    class Scale(keras.layers.Layer):" in said


def test_unknown_rule_names_the_nearest() -> None:
    """A near miss is answered with what was probably meant."""
    with pytest.raises(ScaffoldError, match="Did you mean 'not-registered'"):
        find_rule(all_rules(), "not-registred")


def test_choice_by_prefix() -> None:
    """A beginning of a code stands for its group; what is ignored is taken away again."""
    rules = all_rules()
    group = {rule.code for rule in rules if rule.code.startswith("KS2")}
    assert chosen_codes(rules, ["KS2"], []) == group
    assert chosen_codes(rules, ["ks2"], ["KS201"]) == group - {"KS201"}
    assert chosen_codes(rules, [], []) == {rule.code for rule in rules}
    with pytest.raises(ScaffoldError, match="unknown code 'KS9999'"):
        chosen_codes(rules, ["KS9999"], [])
