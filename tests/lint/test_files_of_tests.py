"""Which files are tests is one question: whoever leaves tests alone leaves the same files alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.lint.run import lint

# A class that is not registered, two under one name, and a model with a function that nothing registers.
FAULTS = """\
import keras


class Plain(keras.layers.Layer):
    def call(self, inputs):
        return inputs


@keras.saving.register_keras_serializable(package="pkg", name="Scale")
class Double(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2


@keras.saving.register_keras_serializable(package="pkg", name="Scale")
class Triple(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 3


def triple(x):
    return x * 3


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation=triple)])
"""
CODES = ["KS501", "KS504", "KS507"]


def spoken_of(named: str, file: str, packages: tuple[str, ...] = ()) -> list[str]:
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FAULTS, encoding="utf-8")
    for package in packages:
        (Path(package) / "__init__.py").write_text("", encoding="utf-8")
    return sorted(finding.code for finding in lint([named]).findings)


@pytest.mark.parametrize("absolute", [False, True])
@pytest.mark.parametrize(
    ("file", "packages"),
    [
        ("proj/tests/nets.py", ()),
        ("proj/test/deeper/nets.py", ()),
        ("proj/pkg/testing/nets.py", ("proj/pkg", "proj/pkg/testing")),
        ("proj/test_nets.py", ()),
        ("proj/nets_test.py", ()),
        ("proj/conftest.py", ()),
        ("proj/pkg/nets_test.py", ("proj/pkg",)),
    ],
)
def test_files_of_tests_are_left_alone(
    file: str,
    packages: tuple[str, ...],
    absolute: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By their own name or that of a directory or package below what was named; every rule agrees about them."""
    monkeypatch.chdir(tmp_path)
    root = f"{tmp_path}/" if absolute else ""
    assert spoken_of(f"{root}proj", f"{root}{file}", packages) == []


@pytest.mark.parametrize(
    "file", ["proj/nets.py", "proj/latest/nets.py", "proj/contest.py", "proj/attest_nets.py"]
)
def test_other_files_are_judged(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that merely holds "test" is none of tests."""
    monkeypatch.chdir(tmp_path)
    assert spoken_of("proj", file) == CODES


@pytest.mark.parametrize("below", ["test", "tests/deeper"])
@pytest.mark.parametrize("named", ["proj", "proj/nets.py"])
def test_a_project_below_a_directory_of_tests_is_judged(below: str, named: str, tmp_path: Path) -> None:
    """What is above a directory, or above a file that was named in full, says nothing of the project."""
    root = tmp_path / below
    assert spoken_of(f"{root}/{named}", f"{root}/proj/nets.py") == CODES


def test_tests_that_are_named_by_the_way_to_them_are_tests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the directory of the project, whoever names its tests or one of them says what they are."""
    monkeypatch.chdir(tmp_path)
    assert spoken_of("tests", "tests/nets.py") == spoken_of("tests/nets.py", "tests/nets.py") == []
