"""What stands in files of the package that nobody named counts as well: editors and hooks lint one file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffold.lint.run import lint

_BASE = """import keras


class Base(keras.layers.Layer):
    def __init__(self, mode, units=3, **kwargs):
        super().__init__(**kwargs)
        self.mode = mode
        self.units = units

    def call(self, inputs):
        return inputs * self.units

    def get_config(self):
        return {**super().get_config(), "units": self.units}
"""
_CHILD = """from .base import Base


class Fixed(Base):
    def __init__(self, units=3, **kwargs):
        super().__init__(mode="x", units=units, **kwargs)
"""
_OFFER = """from .base import Base

custom_objects = {"Base": Base}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    package = tmp_path / "pkg"
    (package / "layers").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "layers" / "__init__.py").touch()
    (package / "layers" / "base.py").write_text(_BASE)
    return package


def codes(*paths: Path, cache: str = "") -> list[str]:
    return [finding.code for finding in lint(map(str, paths), cache=cache).findings]


def test_without_children_the_base_forgets(package: Path) -> None:
    """The base alone in its package loses its argument."""
    assert codes(package / "layers" / "base.py") == ["KS501", "KS101"]


def test_a_child_elsewhere_in_the_package_is_seen(package: Path) -> None:
    """An argument that a child in another file fixes is left to the children, whatever was named."""
    (package / "layers" / "fixed.py").write_text(_CHILD)
    assert codes(package / "layers" / "base.py") == ["KS501"]
    assert "KS101" not in codes(package)


def test_an_offer_elsewhere_in_the_package_is_seen(package: Path) -> None:
    """A class that the package puts into custom_objects under its name can be found."""
    (package / "layers" / "offer.py").write_text(_OFFER)
    assert codes(package / "layers" / "base.py") == ["KS101"]
    assert codes(package) == ["KS101"]


@pytest.mark.parametrize(
    "offer",
    [
        'import keras\nkeras.saving.get_custom_objects()["Base"] = layers.Base\n',
        "CUSTOM_OBJECTS = {'Other': Other, 'Base': base.Base,}\n",
        'def load(path):\n    return load_model(path, custom_objects={"Base": Base})\n',
        "custom_objects = {c.__name__: c for c in [layers.Other, layers.Base]}\n",
        "LAYERS = [\n    Other,\n    Base,\n]\ncustom_objects = dict((c.__name__, c) for c in LAYERS)\n",
        "for c in (Other, Base):\n    get_custom_objects()[c.__name__] = c\n",
        "from .base import Base as _Base\ncustom_objects = {cls.__name__: cls for cls in (Other, _Base)}\n",
        'for c in [Base]:\n    keras.saving.register_keras_serializable("pkg")(c)\n',
        'keras.saving.register_keras_serializable("pkg")(layers.Base)\n',
        "from .layers.base import Base\n_CUSTOM_OBJECTS = globals()\n",
        "from .layers import (\n    Other,\n    Base,\n)\nload_model(path, custom_objects=globals())\n",
    ],
)
def test_ways_to_offer(package: Path, offer: str) -> None:
    """Classes are offered in dicts and by assignment, with their module or without."""
    (package / "offer.py").write_text(offer)
    assert codes(package) == ["KS101"]


@pytest.mark.parametrize(
    "other",
    [
        'classes = {"Base": Base}\n',
        'custom_objects = {"Base": make(Base), "base": Base}\n',
        'custom_objects = {"Base": Base.from_config}\n',
        'custom_objects = {"Bas": Base}\n',
        "custom_objects = {c.__name__: c for c in [layers.Other, layers.Basic]}\n",
        "custom_objects = {c.__name__: make(c) for c in [Base]}\n",
        "names = {c.__name__: c for c in [Base]}\n",
        "from .layers.basic import Basic\n_CUSTOM_OBJECTS = globals()\n",
        "from .layers.base import Base\nloaded = globals()  # no custom_objects\n",
        'keras.saving.register_keras_serializable("pkg")(layers.Basic)\n',
    ],
)
def test_what_is_no_offer(package: Path, other: str) -> None:
    """A dict that is no custom_objects, another name and something made of the class offer nothing."""
    (package / "offer.py").write_text(other)
    assert codes(package) == ["KS501", "KS101"]


@pytest.mark.parametrize("path", ["tests/base.py", "base_test.py", "test_base.py", "conftest.py"])
def test_what_tests_save_they_load_themselves(package: Path, path: str) -> None:
    """That a class of a test is not registered is no fault; another fault of it is."""
    (package / path).parent.mkdir(exist_ok=True)
    (package / path).parent.joinpath("__init__.py").touch()
    (package / path).write_text(_BASE)
    assert codes(package / path) == ["KS101"]


def test_a_project_below_a_directory_called_test_is_no_test(tmp_path: Path) -> None:
    """A class is one of a test by its file and package, not by where the project stands."""
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "base.py").write_text(_BASE)
    assert codes(tmp_path / "test" / "base.py") == ["KS501", "KS101"]


def test_the_cache_knows_of_files_that_nobody_named(package: Path, tmp_path: Path) -> None:
    """A child that comes, changes or goes in a directory that was not linted changes what was found out."""
    inner, cache = package / "inner", str(tmp_path / "cache")
    inner.mkdir()
    (inner / "__init__.py").touch()
    (inner / "base.py").write_text(_BASE)
    for number in range(25):
        (inner / f"other{number}.py").write_text("import keras\n")
    child = package / "layers" / "fixed.py"
    both = ["KS501", "KS101"]
    assert codes(inner, cache=cache) == codes(inner, cache=cache) == both
    child.write_text(_CHILD.replace(".base", "pkg.inner.base"))
    assert codes(inner, cache=cache) == codes(inner, cache=cache) == ["KS501"]
    child.write_text(_CHILD.replace(".base", "pkg.inner.base").replace('mode="x"', "mode=units"))
    assert codes(inner, cache=cache) == codes(inner, cache=cache) == both
    child.write_text(_CHILD.replace(".base", "pkg.inner.base"))
    assert codes(inner, cache=cache) == ["KS501"]
    child.unlink()
    assert codes(inner, cache=cache) == codes(inner, cache=cache) == both


def test_classes_of_other_packages_take_no_name_away(package: Path) -> None:
    """A class is registered under its top-level package, whatever a class elsewhere is called."""
    (package.parent / "lone.py").write_text(_BASE)
    found = [finding for finding in lint([str(package.parent)]).findings if finding.code == "KS501"]
    assert [finding.remedy.partition('package="')[2].partition('"')[0] for finding in found] == [
        "lone",
        "pkg",
    ]


def test_a_notebook_gives_its_name_without_what_it_ends_in(package: Path) -> None:
    """Two classes of one name in notebooks are registered under the names of the notebooks."""
    cell = {"cell_type": "code", "source": _BASE + _BASE.partition("\n")[2]}
    notebook = package.parent / "lone.ipynb"
    notebook.write_text(json.dumps({"cells": [cell], "nbformat": 4}))
    found = [finding for finding in lint([str(notebook)]).findings if finding.code == "KS501"]
    assert {finding.remedy.partition('package="')[2].partition('"')[0] for finding in found} == {"lone"}


_SILENCED = """import other
from elsewhere.layers import Base


@other.mark  # noqa: KS501
class Child(Base):
    def __init__(self, width, **kwargs):  # noqa: KS101
        super().__init__(**kwargs)  # noqa: KS199


width = 3  # noqa: KS101
"""


@pytest.mark.parametrize("imports", ["", "import keras\n"])
def test_what_an_unknown_parent_may_bring_is_silenced_with_reason(tmp_path: Path, imports: str) -> None:
    """Where a parent is in a package that is not there, a comment within the class may silence something."""
    path = tmp_path / "child.py"
    path.write_text(imports + _SILENCED)
    first = len(imports.splitlines())
    for paths in ([str(path)], [str(tmp_path)]):
        found = [(finding.code, finding.line - first) for finding in lint(paths).findings]
        assert found == [("KS902", 8), ("KS902", 11)]


def test_a_comment_for_the_whole_file_may_be_about_such_a_class(tmp_path: Path) -> None:
    """It is stale only where every class of the file is known."""
    path = tmp_path / "child.py"
    path.write_text("# scaffold: noqa: KS101\n" + _SILENCED.replace("  # noqa: KS199", ""))
    assert [finding.line for finding in lint([str(path)]).findings] == [12]
