"""The codes of the checker: complete, well described, and readable without Keras."""

from __future__ import annotations

import re
import subprocess
import sys

from scaffold.roundtrip.check_unit import checks
from scaffold.roundtrip.observation import observations
from scaffold.roundtrip.route import routes
from scaffold.roundtrip.rule_list import rules

HEAVY = ("keras", "tensorflow", "numpy", "hypothesis", "h5py", "jinja2")
PROBE = f"import sys\n{{lines}}\nprint(','.join(name for name in {HEAVY!r} if name in sys.modules))"


def loaded_after(lines: str) -> str:
    probe = PROBE.format(lines=lines)
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_rules_are_read_without_keras():
    """`scaffold rules` and `explain` must not pay for what they do not use."""
    assert loaded_after("from scaffold.roundtrip.rule_list import rules\nassert rules()") == ""


def test_the_guard_can_fail():
    """The test above sees a module that is loaded."""
    assert loaded_after("import numpy") == "numpy"


def test_codes_are_unique_and_names_are_spoken():
    """Code and name of a rule are stable handles: one form, no two alike."""
    codes = [rule.code for rule in rules()]
    names = [rule.name for rule in rules()]
    assert codes == sorted(set(codes))
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"KR\d{3}", code) for code in codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


def test_every_rule_says_why_with_a_proof_and_what_to_do():
    """A rule without summary, reason or remedy cannot be explained; the link is its proof."""
    for rule in rules():
        assert rule.summary.endswith("."), rule.code
        assert rule.remedy, rule.code
        if not rule.code.startswith("KR0"):
            assert "https://github.com/" in rule.why, rule.code


def test_every_check_and_observation_is_found_and_what_they_rest_on_exists():
    """A new file is enough; a requirement names a code that there is."""
    codes = {rule.code for rule in rules()}
    assert {rule.code for check in checks() for rule in check.rules} <= codes
    assert {observation.rule.code for observation in observations()} <= codes
    for unit in (*checks(), *routes()):
        assert set(unit.requires) <= codes


def test_routes_have_names_of_their_own_and_come_by_cost():
    """Results name a route by its name; the cheap ones run first."""
    names = [route.name for route in routes()]
    assert len(set(names)) == len(names)
    assert [route.medium for route in routes()] == sorted(route.medium for route in routes())
    assert {"config", "json", "keras_object", "keras_file", "fresh_process"} <= set(names)
