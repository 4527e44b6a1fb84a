"""The table of rules and the explanation of one, and the choice by code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scaffold.catalog import all_rules, chosen_codes, find_rule
from scaffold.cli._group import scaffold
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
    assert set(first) == {"code", "name", "severity", "summary", "why", "remedy", "bad", "good", "fix"}


@pytest.mark.parametrize("asked", ["KS101", "ks101", "argument-not-in-config"])
def test_explanation_holds_reason_examples_and_remedy(asked: str) -> None:
    """`scaffold explain` takes a code in any case, or a name."""
    said = run("explain", asked)
    rule = find_rule("KS101")
    for part in (rule.code, rule.name, rule.summary, "Why", "https://", "What to do", "Bad", "Good"):
        assert part in said
    for part in ("`scaffold lint --fix` repairs it", "# noqa: KS101", 'ignore = ["KS101"]'):
        assert part in said
    assert "    class Scale(keras.layers.Layer):" in said


@pytest.mark.parametrize(
    ("code", "said"), [("KS501", "--unsafe-fixes"), ("KS901", "By hand"), ("KS101", "--fix")]
)
def test_explanation_tells_how_it_is_repaired(code: str, said: str) -> None:
    """What the linter does with the bad example; of other wings' rules nothing is said."""
    assert said in run("explain", code).partition("Repair")[2].partition("Bad")[0]
    assert "Repair" not in run("explain", "KR101")
    assert json.loads(run("explain", "KS501", "--output-format", "json"))["fix"] == "unsafe"


def listed(*options: str) -> set[str]:
    return {rule["code"] for rule in json.loads(run("rules", *options, "--output-format", "json"))}


def test_rules_can_be_filtered() -> None:
    """By code, beginning, name, severity and repair; filters narrow each other."""
    assert listed("KS101", "--select", "KR101,not-registered") == {"KS101", "KR101", "KS501"}
    assert {code[:2] for code in listed("KC")} == {"KC"}
    warnings = listed("--severity", "warning")
    assert "KS501" in warnings
    assert "KS101" not in warnings
    assert {"KS101", "KS501"} <= listed("KS", "--fixable")
    assert "KS901" not in listed("KS", "--fixable")
    assert {code[:2] for code in listed("--fixable")} == {"KS"}
    with pytest.raises(ScaffoldError, match="unknown code 'KS9X'"):
        run("rules", "KS9X")


def test_group_is_no_rule() -> None:
    """A beginning of codes is answered with the codes it stands for."""
    with pytest.raises(ScaffoldError, match=r"'ks5' stands for \d rules; name one of them: KS501, KS502"):
        find_rule("ks5")


@pytest.mark.parametrize(("typed", "meant"), [("KS1O1", "KS101"), ("KSI01", "KS101"), ("KR20I", "KR201")])
def test_mistyped_code_names_the_one_of_the_same_place(typed: str, meant: str) -> None:
    """One wrong character in a code."""
    with pytest.raises(ScaffoldError, match=f"Did you mean '{meant}'"):
        find_rule(typed)


def test_unknown_rule_names_the_nearest() -> None:
    """A near miss is answered with what was probably meant."""
    with pytest.raises(ScaffoldError, match="Did you mean 'not-registered'"):
        find_rule("not-registred")


def test_choice_by_prefix() -> None:
    """A beginning of a code stands for its group; what is ignored is taken away again."""
    rules = all_rules()
    group = {rule.code for rule in rules if rule.code.startswith("KS2")}
    assert chosen_codes(rules, ["KS2"], []) == group
    assert chosen_codes(rules, ["ks2"], ["KS201"]) == group - {"KS201"}
    assert chosen_codes(rules, [], []) == {rule.code for rule in rules}
    with pytest.raises(ScaffoldError, match="unknown code 'KS9999'"):
        chosen_codes(rules, ["KS9999"], [])


@pytest.mark.parametrize(
    ("named", "command"), [("KR101", "check"), ("class-removed", "lock"), ("KA101", "doctor")]
)
def test_rule_of_another_command_is_told_as_such(named: str, command: str, tmp_path: Path) -> None:
    """It is known, only not here."""
    with pytest.raises(
        ScaffoldError, match=f"'{named}' is a rule of `scaffold {command}`, not of this command"
    ):
        run("lint", str(tmp_path), "--select", named)
