"""The checker finds every way to lose a layer, names the cause first, and proves it by a script."""

from __future__ import annotations

from functools import cache

import pytest

from scaffold import check_roundtrip
from scaffold.finding import Severity
from scaffold.roundtrip.report import Report, Result, Status
from scaffold.roundtrip.rule_list import rules

from . import broken_layers, repaired_layers  # noqa: F401  # the second lists more repaired layers
from .broken_layers import BROKEN, CAUSES, FIXED
from .sound_layers import SOUND


@cache
def report_of(name: str) -> Report:
    case = BROKEN[name]
    return check_roundtrip(case.make, inputs=case.inputs, checks=case.checks, on_fail="return")


def failed(report: Report) -> list[Result]:
    return [found for found in report.results if found.status is Status.FAILED]


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_layer_is_reported_with_its_cause_first(name):
    """The first error, or else the first warning, is the cause, and tells the argument or the remedy."""
    case, report = BROKEN[name], report_of(name)
    assert failed(report), f"nothing was found\n{report}"
    first = (report.failures or report.warnings)[0]
    assert first.code == case.code, str(report)
    told = f"{first.reason}\n{first.fix}\n{first.counterexample}\n{first.differences}"
    assert not [word for word in case.words if word not in told], told
    assert report.ok == (first.severity is Severity.WARNING), str(report)


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_one_fault_is_reported_once(name):
    """What follows from a fault is blocked by it, and what fails on several routes is told on the first."""
    codes = [found.code for found in failed(report_of(name))]
    # Each argument that is lost is told by itself.
    others = [code for code in codes if code != "KR201"]
    assert len(others) == len(set(others)), codes
    # Some of these layers have two faults; none has three.
    assert len(codes) <= 2, codes


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_every_reproduction_raises(name, tmp_path, monkeypatch):
    """The script in a failure fails by itself, without the kit."""
    monkeypatch.chdir(tmp_path)
    for found in failed(report_of(name)):
        if not found.reproduction:
            assert found.code in {"KR001", "KR002"}, found.code
            continue
        assert "scaffold" not in found.reproduction
        with pytest.raises(Exception):  # noqa: B017, PT011
            run(found.reproduction)


@pytest.mark.parametrize("name", sorted(FIXED))
def test_the_reproduction_is_silent_on_the_repaired_layer(name, tmp_path, monkeypatch):
    """The script proves the fault, not itself: on the repaired class it runs through."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(broken_layers, name, FIXED[name].cls)
    (found,) = failed(report_of(name))[:1]
    run(found.reproduction)


@pytest.mark.parametrize("name", sorted(FIXED))
def test_the_repaired_layer_passes_without_a_word(name):
    """What the remedy says is enough: no error is left, and no warning."""
    case = FIXED[name]
    report = check_roundtrip(case.make, inputs=case.inputs, checks="quick", on_fail="return")
    assert not failed(report), str(report)


def run(script: str) -> None:
    exec(compile(script, "reproduction", "exec"), {"__name__": "reproduction"})


def test_every_code_has_a_layer_that_it_is_first_to_find():
    """No check is idle, and no code is without proof."""
    assert {case.code for case in BROKEN.values()} == {rule.code for rule in rules()}


def test_every_cause_that_people_report_is_there_by_two_mechanisms_at_least():
    """Each of these layers is asserted above with its code and its words."""
    for cause, names in CAUSES.items():
        assert len(set(names)) >= 2, cause
        assert set(names) <= set(BROKEN), cause
    assert len(CAUSES) >= 21


def test_there_are_many_ways_to_break_and_many_to_be_sound():
    """The two lists keep the size that was asked of them."""
    assert len(BROKEN) >= 130
    assert len(SOUND) >= 95
    assert len(FIXED) >= 110
