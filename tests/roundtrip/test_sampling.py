"""Values of an author's strategy: one with no value is told, and Hypothesis leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keras
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase, InMemoryExampleDatabase

from scaffold import check_roundtrip
from scaffold.errors import ScaffoldError
from scaffold.roundtrip.sampling import configured_database, quiet_settings, sample


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


class FailsTogether(keras.layers.Layer):
    """Forgets its factor where it has an offset: each of them survives alone."""

    def __init__(self, factor=1.0, offset=0, **kwargs):
        super().__init__(**kwargs)
        self.factor, self.offset = factor, offset

    def call(self, inputs):
        return inputs * self.factor + self.offset

    def get_config(self):
        factor = 1.0 if self.offset and self.factor != 1.0 else self.factor
        return {**super().get_config(), "factor": factor, "offset": self.offset}


class AlsoFailsTogether(FailsTogether):
    """Another layer with the same fault."""


def check_together(cls: type = FailsTogether) -> list[str]:
    """Return the smallest calls that fail together."""
    report = check_roundtrip(cls, inputs=(2, 3), checks="quick", on_fail="return")
    return [str(found.counterexample) for found in report.results if found.code == "KR203"]


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stand in an empty directory, and go back to the profile from before."""
    monkeypatch.chdir(tmp_path)
    before = settings.get_current_profile_name()
    yield tmp_path
    settings.load_profile(before)


def load(**changes: object) -> None:
    settings.register_profile("of_a_project", settings.get_profile("default"), **changes)
    settings.load_profile("of_a_project")


def test_the_database_of_a_profile_keeps_a_failure_for_each_layer(profile: Path) -> None:
    """It has a key for each layer, so that one does not try what failed of another."""
    database = InMemoryExampleDatabase()
    load(database=database)
    check_together()
    keys = set(database.data)
    assert keys
    check_together(AlsoFailsTogether)
    assert set(database.data) > keys
    assert not list(profile.iterdir())


def test_what_failed_is_tried_first_the_next_time(profile: Path) -> None:
    """The failure is found again with one example, which alone would not find it."""
    load(database=InMemoryExampleDatabase())
    first = check_together()
    assert first
    report = check_roundtrip(FailsTogether, inputs=(2, 3), checks="quick", on_fail="return", max_examples=1)
    assert [str(found.counterexample) for found in report.results if found.code == "KR203"] == first


def test_a_configured_directory_is_written_to(profile: Path) -> None:
    """The author named it."""
    load(database=DirectoryBasedExampleDatabase(profile / "kept"))
    check_together()
    assert any((profile / "kept").rglob("*"))
    assert not (profile / ".hypothesis").exists()


@pytest.mark.parametrize("exists", [False, True])
def test_the_directory_that_hypothesis_makes_up_is_used_only_where_it_is(profile: Path, exists: bool) -> None:
    """Nothing is left behind in a project that does not use Hypothesis."""
    settings.load_profile("default")
    made_up = settings().database.path
    assert made_up.parts[-2:] == (".hypothesis", "examples")
    assert configured_database() is None or made_up.is_dir()
    if exists:
        made_up = profile / ".hypothesis" / "examples"
        made_up.mkdir(parents=True)
        load(database=DirectoryBasedExampleDatabase(made_up))
    check_together()
    assert (profile / ".hypothesis").exists() is exists
    assert not exists or any(made_up.rglob("*"))


def test_the_profile_for_continuous_integration_draws_the_same_in_every_run(profile: Path) -> None:
    """Hypothesis's own profile `ci` is derandomized and has no database."""
    settings.load_profile("ci")
    assert quiet_settings(3).derandomize
    assert configured_database() is None
    assert check_together() == check_together()
