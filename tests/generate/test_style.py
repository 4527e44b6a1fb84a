"""How code is spelled is what was asked for, else what the project around it does."""

from __future__ import annotations

import pytest

from scaffold.errors import ScaffoldError
from scaffold.generate.style import Style, package_of, project_of

TF_KERAS = "import tensorflow as tf\n\ntf.keras.Model\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, Style()),
        ({"pyproject.toml": "[tool.ruff]\nline-length = 100\n"}, Style(width=100)),
        ({"pyproject.toml": "[tool.black]\nline-length = 120\n"}, Style(width=120)),
        ({"pyproject.toml": "[tool.ruff]\nline-length = 99\n[tool.black]\nline-length = 120"}, Style(width=99)),
        ({"ruff.toml": "line-length = 79\n"}, Style(width=79)),
        ({".ruff.toml": "line-length = 90\n", "pyproject.toml": "[tool.ruff]\nline-length = 99\n"}, Style(width=90)),
        ({"pyproject.toml": "[tool.ruff]\nline-length = 10\n"}, Style()),
        ({"pyproject.toml": "[tool.ruff]\nline-length = 'x'\n"}, Style()),
        ({"pyproject.toml": "not toml at all ="}, Style()),
        ({"pyproject.toml": "tool = 1\n"}, Style()),
        ({"pyproject.toml": b"\xff\xfe"}, Style()),
        ({"a.py": "import tensorflow as tf\nx = tf.keras.layers.Dense\n"}, Style(keras="tf.keras")),
        ({"a.py": "from tensorflow import keras\n"}, Style(keras="tf.keras")),
        ({"a.py": "from tensorflow.keras import layers\n"}, Style(keras="tf.keras")),
        ({"a.py": "import keras\n"}, Style()),
        ({"a.py": "import keras\n# unlike tf.keras\n"}, Style()),
        ({"a.py": "import tensorflow as tf\n"}, Style()),
        ({"a.py": "import keras\n", "b.py": TF_KERAS, "c.py": TF_KERAS}, Style(keras="tf.keras")),
        ({"a.py": "import keras\n", "b.py": TF_KERAS}, Style()),
        ({"a.py": "import os\n# unlike tf.keras\nx = 'tf.keras'\n"}, Style()),
        (
            {"pyproject.toml": '[tool.scaffold]\nkeras = "tf.keras"\ntyped = false\ntests = "unittest"\n'},
            Style(keras="tf.keras", typed=False, tests="unittest"),
        ),
        ({"pyproject.toml": '[tool.scaffold]\ndocstrings = "numpy"\n'}, Style(docstrings="numpy")),
    ],
)  # fmt: skip
def test_style_is_that_of_the_project(tmp_path, files, expected):
    """Line length, spelling and the rest come from the configuration and the modules of the directory."""
    for name, text in files.items():
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    assert project_of(tmp_path).style == expected


def test_configuration_is_looked_for_upwards(tmp_path):
    """A package deep inside a project has the project's line length, and its own spelling."""
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 111\n")
    inside = tmp_path / "src" / "shop"
    inside.mkdir(parents=True)
    (inside / "other.py").write_text(TF_KERAS)
    assert project_of(inside).style == Style(keras="tf.keras", width=111)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('typed = "no"', "typed is 'no'\nExpected true or false"),
        ('package = ["x"]', "package is ['x']\nExpected a text"),
        ("templates = 3", "templates is 3\nExpected a text"),
        ('pakage = "x"', "has no key 'pakage'\nDid you mean 'package'?"),
    ],
)
def test_what_would_be_in_vain_is_told(tmp_path, text, expected):
    """A value of a wrong type, or under a misspelled name, is an error: it would silently be left out."""
    (tmp_path / "pyproject.toml").write_text(f"[tool.scaffold]\n{text}\n")
    with pytest.raises(ScaffoldError) as caught:
        project_of(tmp_path)
    assert f"[tool.scaffold] {expected}" in str(caught.value)


@pytest.mark.parametrize("key", ["keras", "docstrings", "tests"])
def test_what_cannot_be_is_told(tmp_path, key):
    """A value of [tool.scaffold] that no style has is an error with the file and what is expected."""
    (tmp_path / "pyproject.toml").write_text(f'[tool.scaffold]\n{key} = "theano"\n')
    with pytest.raises(ScaffoldError, match=rf"pyproject\.toml: \[tool\.scaffold\] {key} is 'theano'"):
        project_of(tmp_path)


@pytest.mark.parametrize(
    ("text", "parent", "package"),
    [
        ("", "", "my_layers"),
        ("", "shop", "shop"),
        ('[project]\nname = "keras-shop"\n', "", "keras_shop"),
        ('[project]\nname = "keras-shop"\n', "shop", "shop"),
        ('[tool.scaffold.lint]\nregistration-package = "org"\n', "shop", "org"),
        (
            '[tool.scaffold]\npackage = "a-b"\n[tool.scaffold.lint]\nregistration-package = "org"\n',
            "x",
            "a-b",
        ),
        ('[project]\nname = "keras-shop"\n[tool.scaffold]\npackage = "org.shop"\n', "shop", "org.shop"),
        ('[project]\nname = "a b>c"\n', "", "a_b_c"),
        ('[project]\nname = "' + "x" * 60 + '"\n', "", "x" * 40),
        ("[project]\nname = 3\n", "", "3"),
        ("[project]\nversion = '1'\n", "shop", "shop"),
    ],
)
def test_package_is_that_of_the_project(tmp_path, text, parent, package):
    """A layer is registered under what the project says, else the Python package, else the project's name."""
    (tmp_path / "pyproject.toml").write_text(text)
    assert package_of(parent, project_of(tmp_path)) == package
