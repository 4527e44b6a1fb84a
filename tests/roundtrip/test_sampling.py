"""Values of an author's strategy: one with no value is told, and Hypothesis leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import keras
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold import check_roundtrip
from scaffold.errors import ScaffoldError
from scaffold.roundtrip.sampling import sample


@pytest.mark.parametrize(
    "strategy",
    [
        st.nothing(),
        st.integers().filter(lambda value: False),
        st.sampled_from([1]).filter(lambda value: value > 1),
    ],
    ids=["empty", "filtered", "one filtered away"],
)
@pytest.mark.parametrize("argument", ["units", "lora_rank"], ids=["required", "optional"])
def test_a_strategy_without_a_value_is_told(strategy, argument):
    """The message names the way out; Hypothesis's Unsatisfiable stays inside."""
    with pytest.raises(ScaffoldError, match="gives no value"):
        check_roundtrip(keras.layers.Dense, args={argument: strategy}, checks="quick")


def test_a_strategy_with_the_value_of_the_call_alone_exercises_nothing():
    """The reason says so: the strategy did give a value."""
    report = check_roundtrip(keras.layers.Dense(3), args={"units": st.just(3)}, checks="quick")
    assert "no other value than" in report.not_exercised["units"]


def test_values_are_drawn_the_simplest_first_without_repetition():
    """A sample starts where a person would."""
    values = sample(st.integers(0, 1000), 4)
    assert values[0] == 0
    assert len(set(values)) == len(values)


@pytest.mark.usefixtures("restored_profile")
def test_a_profile_without_chance_is_respected():
    """Under Hypothesis's `ci` profile two runs draw the same."""
    settings.register_profile("without chance", derandomize=True, database=None)
    settings.load_profile("without chance")
    assert sample(st.integers(), 4) == sample(st.integers(), 4)


@pytest.fixture
def restored_profile():
    before = settings.default
    yield
    settings.register_profile("as before", before)
    settings.load_profile("as before")


def test_it_works_inside_a_hypothesis_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The author's test draws, and what the check draws comes from it; no folder is left behind."""
    monkeypatch.chdir(tmp_path)
    seen = []

    @settings(max_examples=3, deadline=None, database=None)
    @given(st.integers(1, 4))
    def survives(units):
        report = check_roundtrip(
            keras.layers.Dense(units), args={"units": st.integers(1, 8)}, checks="quick", inputs=(None, 5)
        )
        seen.append(report.ok)

    survives()
    assert seen
    assert all(seen)
    check_roundtrip(keras.layers.Dense(2), checks="quick")
    assert list(tmp_path.iterdir()) == []
