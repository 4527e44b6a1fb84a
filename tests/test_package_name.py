"""Generator, linter and checker name one package for a class that is to be registered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scaffold.generate.style import package_of, project_of
from scaffold.generate.write import import_path_of
from scaffold.lint.config import find_config
from scaffold.lint.run import lint
from scaffold.package_name import package_name, told_by_project

LAYER = (
    "import keras\n\n\nclass Scale(keras.layers.Layer):\n    def call(self, inputs):\n        return inputs\n"
)
NAMED = '[project]\nname = "keras-shop"\n'


@pytest.mark.parametrize(
    ("pyproject", "file", "expected"),
    [
        (NAMED, "src/shop/layers/scale.py", "shop"),
        (NAMED, "scale.py", "keras_shop"),
        (NAMED + '[tool.scaffold]\npackage = "acme"\n', "scale.py", "acme"),
        (NAMED + '[tool.scaffold]\npackage = "acme"\n', "src/shop/layers/scale.py", "acme"),
        (NAMED + '[tool.scaffold.lint]\nregistration-package = "acme"\n', "src/shop/layers/scale.py", "acme"),
        (NAMED + '[tool.scaffold.lint]\nfix = false\n', "scale.py", "keras_shop"),
    ],
)  # fmt: skip
def test_all_three_name_the_same_package(pyproject: str, file: str, expected: str, tmp_path: Path) -> None:
    """What new-layer writes into a file is what lint advises there, and what check tells."""
    (tmp_path / "pyproject.toml").write_text(pyproject, encoding="utf-8")
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(LAYER, encoding="utf-8")
    for directory in (tmp_path / "src" / "shop", tmp_path / "src" / "shop" / "layers"):
        if directory.is_dir():
            (directory / "__init__.py").touch()
    _, parent = import_path_of(path.parent, path.stem)
    assert package_of(parent, project_of(path.parent)) == expected
    (found,) = lint([str(path)], settings=find_config([str(path)]).analysis).findings
    assert re.findall(r'package="(\w+)"', found.remedy) == [expected]
    configured, distribution = told_by_project(str(path.parent))
    assert package_name(configured, parent, distribution, "otherwise") == expected


def test_lone_files_with_one_class_name_do_not_share_a_key(tmp_path: Path) -> None:
    """Under the name of the project both would be one class for Keras, so each gives its own."""
    (tmp_path / "pyproject.toml").write_text(NAMED, encoding="utf-8")
    for name in ("one.py", "other.py"):
        (tmp_path / name).write_text(LAYER, encoding="utf-8")
    findings = lint([str(tmp_path)], settings=find_config([str(tmp_path)]).analysis).findings
    assert {re.findall(r'package="(\w+)"', found.remedy)[0] for found in findings} == {"one", "other"}


def test_project_that_says_nothing_leaves_the_file_its_name(tmp_path: Path) -> None:
    """No name is invented."""
    (tmp_path / "scale.py").write_text(LAYER, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project\n", encoding="utf-8")
    assert told_by_project(str(tmp_path)) == ("", "")
    (found,) = lint([str(tmp_path)]).findings
    assert 'package="scale"' in found.remedy
