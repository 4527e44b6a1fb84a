"""A layer put into a module that exists: its class, its imports, its name in `__all__`, and nothing else."""

# One case per line reads best, however long it is.
# ruff: noqa: E501
from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scaffold.cli import main
from scaffold.errors import ScaffoldError
from scaffold.evolve.imports import with_imports
from scaffold.evolve.into import read_module, with_layer

GENERATED = '''"""The New layer."""

from collections.abc import Callable
from typing import Any

import keras


@keras.saving.register_keras_serializable(package="demo")
class New(keras.layers.Layer):
    """New.

    Args:
        f: a function.
    """

    def __init__(self, f: Callable[..., Any] = keras.ops.relu, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.f = f
'''


def into(folder: Path, text: str, generated: str = GENERATED) -> str:
    path = folder / "existing.py"
    path.write_bytes(text.encode())
    return with_layer(read_module(str(path)), generated)


CASES = {
    "program close by": ("import keras\n\nif __name__ == '__main__':\n    pass\n", "import keras\n\n\n@keras"),
    "nothing": ("", "from collections.abc import Callable\nfrom typing import Any\n\nimport keras\n\n\n@keras"),
    "docstring": ('"""Doc."""\n', '"""Doc."""\n\nfrom collections.abc import Callable\nfrom typing import Any\n\nimport keras\n\n\n@keras'),
    "future": (
        "from __future__ import annotations\n\nimport os\n",
        "from __future__ import annotations\n\nimport os\nfrom collections.abc import Callable\nfrom typing import Any\n\nimport keras\n\n\n@",
    ),
    "merged": (
        "from typing import Dict, Optional\n\nimport keras\n\nx = 1\n",
        "from collections.abc import Callable\nfrom typing import Any, Dict, Optional\n\nimport keras\n\nx = 1\n\n\n@keras",
    ),
    "in brackets": (
        "from typing import (\n    Dict,  # one\n    Optional,\n)\n\nimport keras\n",
        "from collections.abc import Callable\nfrom typing import (\n    Any,\n    Dict,  # one\n    Optional,\n)\n\nimport keras\n\n\n@",
    ),
    "for type checkers only": (
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import keras\n",
        "from typing import TYPE_CHECKING, Any\n\nimport keras\n\nif TYPE_CHECKING:\n    import keras\n\n\n@keras",
    ),
    "another name": ("import keras as k\n", "import keras as k\n\n\n@k.saving.register_keras_serializable"),
    "of tensorflow": ("from tensorflow import keras\n", "keras\n\n\n@keras.utils.register_keras_serializable"),
    "tensorflow": ("import tensorflow as tf\n", "tf\n\n\n@tf.keras.utils.register_keras_serializable"),
    "no line end": ("import keras\nx = 1", "import keras\nx = 1\n\n\n@keras"),
    "many line ends": ("import keras\n\n\n\n\n", "import keras\n\n\n\n\n@keras"),
    "carriage returns": ("import keras\r\nx = 1\r\n", "import keras\r\nx = 1\r\n\r\n\r\n@keras"),
    "program": (
        "import keras\n\n\nif __name__ == '__main__':\n    print(1)\n",
        "        self.f = f\n\n\nif __name__ == '__main__':\n    print(1)\n",
    ),
    "announced": ("import keras\n\n__all__ = ['A', 'Z']\nA = Z = 1\n", "__all__ = ['A', 'New', 'Z']\n"),
    "announced below each other": (
        "import keras\n\n__all__ = [\n    'B',  # b\n    'A',\n]\nA = B = 1\n",
        "__all__ = [\n    'B',  # b\n    'A',\n    'New',\n]\n",
    ),
    "announced in a tuple": ("import keras\n\n__all__ = ('A',)\nA = 1\n", "__all__ = ('A', 'New')\n"),
    "announced nothing": ("import keras\n\n__all__ = []\n", '__all__ = ["New"]\n'),
    "announced by computing": ("import keras\n\n__all__ = sorted(dir())\n", "__all__ = sorted(dir())\n"),
    "tabs": ("import keras\n\n\ndef f():\n\treturn 1\n", "\tdef __init__("),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_layer_is_added_in_the_words_and_ways_of_the_file(text: str, expected: str, tmp_path: Path) -> None:
    """Imports are merged, line ends and indentation kept, `__all__` extended; all else is there as before."""
    after = into(tmp_path, text)
    assert expected in after
    compile(after, "existing.py", "exec")
    before = [
        ast.dump(node) for node in ast.parse(text).body if not isinstance(node, ast.Import | ast.ImportFrom)
    ]
    kept = {ast.dump(node) for node in ast.parse(after).body}
    assert [node for node in before if node not in kept and "__all__" not in node] == []
    if "\r\n" in text:
        assert after.count("\n") == after.count("\r\n")


@pytest.mark.parametrize(
    "text",
    ["class New: pass\n", "def New(): pass\n", "New = 1\n", "from x import New\n", "try:\n    import New\nexcept ImportError:\n    New = None\n"],
)  # fmt: skip
def test_name_that_exists_is_refused(text: str, tmp_path: Path) -> None:
    """No second thing of one name is put into a module."""
    with pytest.raises(ScaffoldError, match="'New' is taken"):
        into(tmp_path, text)


@pytest.mark.parametrize("text", ["keras = 1\n", "def Any(): pass\n", "Callable = 3\n"])
def test_name_that_the_code_needs_and_means_something_else_is_refused(text: str, tmp_path: Path) -> None:
    """Code is not made to mean another thing than it was written for."""
    with pytest.raises(ScaffoldError, match="for something else"):
        into(tmp_path, text)


@pytest.mark.parametrize(("path", "expected"), [("no.py", "no module"), ("brokem.py", "Did you mean '.*broken.py'"), (".", "expected a Python file"), ("x.txt", "expected a Python file"), ("broken.py", "no valid Python")])  # fmt: skip
def test_what_is_no_module_is_named(path: str, expected: str, tmp_path: Path) -> None:
    """A missing file, a directory, another file and one that does not parse are told apart."""
    (tmp_path / "broken.py").write_text("class (\n")
    with pytest.raises(ScaffoldError, match=expected):
        read_module(str(tmp_path / path))


def test_imports_that_are_there_are_not_added_again() -> None:
    """Adding an import twice is adding it once."""
    text = "import os\nimport numpy as np\n"
    once = with_imports(text, ["import keras", "import numpy as np", "from typing import Any"])
    assert once == "import os\nfrom typing import Any\nimport keras\nimport numpy as np\n"
    assert with_imports(once, ["import keras", "from typing import Any"]) == once


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as exited:
        main([*map(str, arguments)])
    captured = capsys.readouterr()
    return exited.value.code, captured.out, captured.err


def test_command_changes_the_module_and_writes_the_test(capsys, tmp_path: Path) -> None:
    """new-layer --into changes one file and creates the test beside it, which imports from that file."""
    package = tmp_path / "shop"
    package.mkdir()
    (package / "__init__.py").write_text("")
    module = package / "layers.py"
    module.write_text("import keras\n\n__all__ = []\n")
    arguments = ["new-layer", "MyLayer", "--arg", "units:int", "--into", module]
    code, out, _ = run(capsys, *arguments, "--dry-run")
    assert code == 0
    assert out.splitlines()[0].split() == ["change", str(module)]
    assert module.read_text() == "import keras\n\n__all__ = []\n"
    code, out, _ = run(capsys, *arguments)
    assert code == 0
    assert '__all__ = ["MyLayer"]' in module.read_text()
    assert "from shop.layers import MyLayer" in (package / "test_my_layer.py").read_text()
    assert f"scaffold lint {module}" in out
    before = module.read_text()
    code, _, err = run(capsys, *arguments)
    assert (code, "'MyLayer' is taken" in err) == (2, True)
    assert module.read_text() == before


def test_into_and_out_contradict_each_other(capsys, tmp_path: Path) -> None:
    """A layer goes to one place."""
    code, _, err = run(capsys, "new-layer", "MyLayer", "--into", "x.py", "--out", tmp_path)
    assert (code, "contradict" in err) == (2, True)


def test_lone_carriage_returns_are_refused(tmp_path):
    """A file whose lines end as they did on old Macs is left as it is: offsets of lines would be wrong in it."""
    with pytest.raises(ScaffoldError, match="carriage return alone"):
        into(tmp_path, "import keras\rx = 1\r")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("import keras\n", "keras.ops"),
        ("import keras as k\n", "k.ops"),
        ("import tensorflow as tf\n\ntf.keras\n", "tf.keras.ops"),
        ("import tensorflow\n\ntensorflow.keras\n", "tensorflow.keras.ops"),
        ("x = 1\n", "keras.ops"),
    ],
)
def test_example_calls_keras_as_the_file_does(tmp_path: Path, text: str, called: str) -> None:
    """The example of the docstring uses names that the module has."""
    shown = GENERATED.replace(
        "f: a function.", "f: a function.\n\n    Example:\n        >>> keras.ops.ones((2, 3))"
    )
    assert f">>> {called}.ones((2, 3))" in into(tmp_path, text, shown)
