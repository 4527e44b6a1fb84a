"""No Python source makes the linter fail, or its repairs change a file without findings."""

from __future__ import annotations

import itertools
import random
import re
import sysconfig
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold.lint.run import lint

pytestmark = pytest.mark.slow

LIBRARY = Path(sysconfig.get_path("stdlib"))
FOLDERS = sorted(
    path for path in LIBRARY.iterdir() if path.is_dir() and path.name not in {"site-packages", "__pycache__"}
)
# Of a folder at most so many files are made layers, chosen by a seed: its tests alone are 500, and take minutes.
MOST = 60
# Every function and class is then a method or a layer, so that generated code reaches the interpreter.
HEAD = "import keras\n\nclass Generated(keras.layers.Layer):\n"
METHODS = ("__init__", "get_config", "from_config", "build", "call")


@pytest.mark.parametrize("folder", [LIBRARY, *FOLDERS], ids=lambda path: path.name)
def test_the_standard_library_is_survived(folder: Path) -> None:
    """Every file of the standard library, its syntax tests included, is analysed without a crash."""
    files = folder.glob("*.py") if folder == LIBRARY else folder.rglob("*.py")
    paths = sorted(map(str, files))
    result = lint(paths)  # files that are named are parsed in any case
    assert len(result.files) + result.unreadable == len(paths)


CLASS = re.compile(r"^([ \t]*class \w+)(?:\([^()\n]*\))?:", re.MULTILINE)
METHOD = re.compile(r"^([ \t]+def )(?!__)\w+\(", re.MULTILINE)


def as_layers(text: str) -> str:
    """Make every class of a source a layer, and its methods those that Keras calls."""
    names = itertools.cycle(METHODS[1:])
    renamed = METHOD.sub(lambda method: f"{method.group(1)}{next(names)}(", text)
    return CLASS.sub(r"\1(keras.layers.Layer):", renamed) + "\nimport keras\n"


@pytest.mark.parametrize("folder", [LIBRARY, *FOLDERS], ids=lambda path: path.name)
def test_classes_of_the_standard_library_are_survived_as_layers(folder: Path) -> None:
    """The interpreter and the rules meet thousands of methods nobody wrote for Keras, and none makes them fail."""
    classes = 0
    paths = sorted(folder.glob("*.py"))
    for path in random.Random(0).sample(paths, min(MOST, len(paths))):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if "class" in text:
            classes += lint([str(path)], {str(path): as_layers(text)}).classes
    assert classes or folder != LIBRARY


def as_layer(code: str) -> str:
    """Put generated code into the methods of a layer."""
    body = "".join("        " + line + "\n" for line in code.splitlines()) or "        pass\n"
    methods = (f"    def {name}(self, units=1, *args, **kwargs):\n{body}" for name in METHODS)
    return f"{code}\n{HEAD}{''.join(methods)}"


def sources() -> st.SearchStrategy[str]:
    hypothesmith = pytest.importorskip("hypothesmith", reason="hypothesmith is not installed")
    return hypothesmith.from_node()  # type: ignore[no-any-return]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_generated_sources_are_survived(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whatever grammar allows, alone and in the methods of a layer, is analysed without a crash."""
    code = data.draw(sources())
    path = str(tmp_path_factory.getbasetemp() / "generated.py")
    for text in (code, as_layer(code)):
        result = lint([path], {path: text})
        assert len(result.files) + result.unreadable == 1
