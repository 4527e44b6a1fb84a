"""What the rest of a package says about a model that a function or a script builds."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold.lint import run as run_module
from scaffold.lint.run import lint
from scaffold.settings import Analysis
from scaffold.source.project import analyze

from .projects import codes, found

MODEL = """\
import keras
from keras.layers import Dense, Lambda

from pkg.functions import my_swish


def build():
    inputs = keras.Input((4,))
    x = Dense(3, activation=my_swish)(inputs)
    return keras.Model(inputs, Lambda(lambda x: x * 2)(x))
"""
FUNCTIONS = "def my_swish(x):\n    return x * 2\n"
# Derived from something of Keras, and judged faultless.
CUSTOM = """\
import keras
from pkg.{module} import {function}


@keras.saving.register_keras_serializable(package="pkg")
class Part(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.part = {function}()

    def call(self, inputs):
        return self.part(inputs)
"""

Write = Callable[..., Path]


@pytest.fixture
def package(tmp_path: Path) -> Write:
    """Return a function that writes a package with a model, and files that differ from it."""

    def write(**files: str) -> Path:
        folder = tmp_path / "pkg"
        for name, text in {"__init__": "", "model": MODEL, "functions": FUNCTIONS, **files}.items():
            path = folder / f"{name.replace('__in__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write


def test_function_of_another_file_is_followed(package: Write) -> None:
    """A function that another file defines, and that nothing registers, is spoken about where it is given."""
    (function, in_lambda) = found(package())
    assert (function["code"], function["line"], function["class"]) == ("KS507", 9, "")
    assert function["message"].startswith(
        "function 'my_swish' is not registered, and 'activation' of this Dense"
    )
    assert (in_lambda["code"], in_lambda["line"], in_lambda["column"]) == ("KS217", 10, 39)


def test_registered_function_of_another_file_is_known(package: Write) -> None:
    """A decorator of the file that defines the function registers it."""
    decorated = f'import keras\n\n\n@keras.saving.register_keras_serializable(package="pkg")\n{FUNCTIONS}'
    assert codes(package(functions=decorated)) == ["KS217"]


@pytest.mark.parametrize(
    "registers",
    [
        'CUSTOM_OBJECTS = {"my_swish": my_swish}\n',
        'keras.saving.get_custom_objects()["my_swish"] = my_swish\n',
        'with keras.saving.custom_object_scope({"my_swish": my_swish}):\n    pass\n',
    ],
)
def test_function_that_is_offered_elsewhere_is_left_alone(package: Write, registers: str) -> None:
    """A package that gives Keras the function by its name anywhere needs no decorator."""
    assert codes(package(offers=f"import keras\nfrom pkg.functions import my_swish\n\n{registers}")) == [
        "KS217"
    ]


def test_package_that_trusts_its_files_may_have_lambdas(package: Write) -> None:
    """Where a file of the package names safe_mode, whoever wrote it has decided about lambdas."""
    loads = "import keras\n\nkeras.models.load_model('a.keras', safe_mode=False)\n"
    assert codes(package(loads=loads)) == ["KS507"]


def test_what_a_custom_layer_builds_is_left_alone(package: Write) -> None:
    """A function that a custom layer of the package calls builds what the layer's code builds again."""
    assert codes(package(layers=CUSTOM.format(module="model", function="build"))) == []


def test_what_a_custom_layer_builds_through_another_function_is_left_alone(package: Write) -> None:
    """So does a function that is called by such a function, wherever that is."""
    between = "from pkg import model\n\n\ndef between():\n    return model.build()\n"
    layers = CUSTOM.format(module="between", function="between")
    assert sorted(codes(package(between=between, layers=layers))) == []


def test_namesake_of_a_function_that_a_custom_layer_calls_is_judged(package: Write) -> None:
    """A function of the same name in another file is another function."""
    layers = CUSTOM.replace("from pkg.{module} import {function}\n", "\ndef build():\n    return None\n")
    assert codes(package(layers=layers.format(function="build"))) == ["KS507", "KS217"]


def test_model_of_a_function_that_no_layer_calls_is_judged(package: Write) -> None:
    """A class that is none of Keras, and a script, may call the function."""
    imported = "from pkg.model import build\n\n"
    uses = f"{imported}\nclass Trainer(object):\n    def __init__(self):\n        self.model = build()\n"
    script = f"{CUSTOM.format(module='functions', function='my_swish')}\n\n{imported}model = build()\n"
    assert codes(package(uses=uses, script=script)) == ["KS507", "KS217"]


@pytest.mark.parametrize("name", ["test_model", "model_test", "conftest", "tests__in__model"])
def test_models_of_tests_are_left_alone(package: Write, name: str) -> None:
    """Nobody saves what a test builds."""
    assert codes(package(**{"model": "", name: MODEL})) == []


def test_one_file_that_is_named_is_judged_with_its_package(package: Write) -> None:
    """An editor that lints one file finds what a run over the package finds."""
    folder = package()
    assert codes(folder / "model.py") == ["KS217"]  # the function is in a file that was not analysed
    package(layers=CUSTOM.format(module="model", function="build"))
    assert codes(folder / "model.py") == []


def test_one_file_with_its_own_function_is_judged(tmp_path: Path) -> None:
    """A script of one file is all there is."""
    script = tmp_path / "train.py"
    script.write_text(
        f"{FUNCTIONS}\n\n{MODEL.replace('from pkg.functions import my_swish', '')}", encoding="utf-8"
    )
    assert codes(script) == ["KS507", "KS217"]


def test_cells_of_a_notebook_are_one_module(tmp_path: Path) -> None:
    """What one cell defines, and another gives to a layer, is found in the second one."""
    cells = ["import keras\n", FUNCTIONS, "keras.Sequential([keras.layers.Dense(3, activation=my_swish)])\n"]
    made = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    path = tmp_path / "train.ipynb"
    path.write_text(
        json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8"
    )
    (finding,) = found(path)
    assert (finding["code"], finding["cell"], finding["line"]) == ("KS507", 3, 1)


def test_rules_are_selected_and_silenced_as_others(package: Write) -> None:
    """--select chooses among them; a comment that silences one is not stale, and one that does not is."""
    folder = package()
    assert codes("--isolated", "--select", "KS5", folder) == ["KS507"]
    silenced = MODEL.replace("(inputs)\n    return", "(inputs)  # noqa: KS507\n    return")
    assert codes(package(model=silenced)) == ["KS217"]
    assert codes(package(model=f"{silenced}\n\nx = 1  # noqa: KS217\n")) == ["KS217", "KS902"]


@pytest.mark.parametrize(
    ("version", "spoken"), [((), True), ((2, 12), False), ((2, 13), True), ((3, 15), True)]
)
def test_older_keras_loads_lambdas(version: tuple[int, ...], spoken: bool, package: Write) -> None:
    """Before there was a safe mode, a lambda was loaded without a question."""
    result = lint([str(package())], settings=Analysis(keras_version=version))
    assert ("KS217" in {finding.code for finding in result.findings}) is spoken


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], list[str]]:
    """Return a function that lints with a cache, which it must have used and which must have been right."""
    monkeypatch.setattr(run_module, "_SOME", 1)

    def run(folder: Path) -> list[str]:
        for number, file in enumerate(sorted(folder.rglob("*.py"))):
            long_ago = 1_700_000_000 + len(file.read_text(encoding="utf-8")) + 10_000 * number
            os.utime(file, (long_ago, long_ago))
        found = [finding.code for finding in lint([str(folder)], cache=str(tmp_path / "cache")).findings]
        assert found == [finding.code for finding in lint([str(folder)]).findings]
        assert (tmp_path / "cache").is_dir()
        return found

    return run


def test_a_kept_verdict_follows_who_calls_the_function(
    package: Write, kept: Callable[[Path], list[str]]
) -> None:
    """A cache gives what a run without one gives after another file begins to call the function, and stops."""
    class_of = CUSTOM.format(module="functions", function="my_swish")
    between = "from pkg import further\n\n\ndef between():\n    return further.further()\n"
    further = "from pkg import model\n\n\ndef further():\n    return {}\n"
    layers = CUSTOM.format(module="between", function="between")
    assert kept(package(layers=class_of)) == ["KS507", "KS217"]
    files = {"layers": layers, "between": between}
    assert kept(package(**files, further=further.format("None"))) == ["KS507", "KS217"]
    assert kept(package(**files, further=further.format("model.build()"))) == []
    assert kept(package(**files, further=further.format("None"))) == ["KS507", "KS217"]


def test_a_kept_verdict_follows_who_trusts_files(package: Write, kept: Callable[[Path], list[str]]) -> None:
    """So it does after another file begins to load what is unsafe."""
    script = "import keras\n\nmodel = keras.Sequential([keras.layers.Lambda(lambda x: x)])\n"
    assert kept(package(model=script)) == ["KS217"]
    assert (
        kept(package(model=script, loads="import keras\n\nkeras.config.enable_unsafe_deserialization()\n"))
        == []
    )
    assert kept(package(model=script, loads="")) == ["KS217"]


def test_facts_of_a_model_can_be_printed(package: Write) -> None:
    """What is found out of a model is a plain value."""
    folder = package()
    layers = analyze([str(folder)]).models.layers_in(str(folder / "model.py"))
    assert [(layer.layer.name, layer.builder) for layer in layers] == [
        ("keras.layers.Dense", "build"),
        ("keras.layers.Lambda", "build"),
    ]
    assert "Lambda()" in repr(layers[1].given)
