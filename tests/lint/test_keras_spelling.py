"""What a repair writes is spelled as the file spells Keras, and means something there."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.lint.repair.keras_spelling import name_of, spelled
from scaffold.source.facts import ClassInfo
from scaffold.source.project import analyze

SERIALIZE = "keras.saving.serialize_keras_object(self.inner)"
REGISTER = "keras.saving.register_keras_serializable"
ACTIVATION = "keras.activations.serialize(self.act)"
POLICY = "keras.dtype_policies.serialize(self.dtype_policy)"

WRITTEN = [
    ("import keras", SERIALIZE, SERIALIZE),
    ("import keras.layers", ACTIVATION, ACTIVATION),
    ("import keras as k", SERIALIZE, "k.saving.serialize_keras_object(self.inner)"),
    ("import numpy as np, keras as k", ACTIVATION, "k.activations.serialize(self.act)"),
    ("from keras import layers, saving", REGISTER, "saving.register_keras_serializable"),
    ("from keras.saving import register_keras_serializable as reg", REGISTER, "reg"),
    ("import tensorflow as tf", SERIALIZE, "tf.keras.utils.serialize_keras_object(self.inner)"),
    ("import tensorflow as tf", ACTIVATION, "tf.keras.activations.serialize(self.act)"),
    ("import tensorflow.compat.v2 as tf", REGISTER, "tf.keras.utils.register_keras_serializable"),
    ("import tensorflow", REGISTER, "tensorflow.keras.utils.register_keras_serializable"),
    ("from tensorflow import keras", SERIALIZE, "keras.utils.serialize_keras_object(self.inner)"),
    ("from tensorflow import keras as K", REGISTER, "K.utils.register_keras_serializable"),
    ("import tensorflow.keras as K  # ours", REGISTER, "K.utils.register_keras_serializable"),
    ("from tensorflow.keras import (\n    layers,  # all\n    utils)", REGISTER, "utils.register_keras_serializable"),
    ("from tensorflow.keras.utils import register_keras_serializable", REGISTER, "register_keras_serializable"),
    ("from tensorflow.keras import activations as A", ACTIVATION, "A.serialize(self.act)"),
    ("import tf_keras", SERIALIZE, "tf_keras.saving.serialize_keras_object(self.inner)"),
    ("from keras import dtype_policies", POLICY, "dtype_policies.serialize(self.dtype_policy)"),
]  # fmt: skip

UNKNOWN = [
    ("from tensorflow.keras.layers import Layer", SERIALIZE),
    ("from keras import backend as K", SERIALIZE),
    ("import tensorflow as tf", POLICY),
    ("import tf_keras as keras", POLICY),
    ('"""Say this:\n\nimport keras\n"""', REGISTER),
    ("import keras\nkeras = wrapped(keras)", REGISTER),
    ("from keras import utils\nfrom . import utils", REGISTER),
    ("if True:\n    import keras", REGISTER),
]


def layer(folder: Path, text: str, base: str = "Base") -> ClassInfo:
    """Return the class Scale of a module that has these imports."""
    text = f'"""Layers."""\nfrom keras.layers import Layer as Base\n{text}\nclass Scale({base}):\n    pass\n'
    (folder / "layers.py").write_text(text, encoding="utf-8")
    return next(cls for cls in analyze([str(folder)]).classes if cls.name == "Scale")


@pytest.mark.parametrize(("statement", "code", "expected"), WRITTEN)
def test_words_are_those_of_the_file(statement: str, code: str, expected: str, tmp_path: Path) -> None:
    """The nearest word that the file has: an imported function, an imported module, Keras itself, TensorFlow."""
    assert spelled(layer(tmp_path, statement), code) == expected


@pytest.mark.parametrize(("statement", "code"), UNKNOWN)
def test_what_has_no_certain_name_is_not_written(statement: str, code: str, tmp_path: Path) -> None:
    """A name that is bound to something else, in a branch or in a text, is none."""
    assert spelled(layer(tmp_path, statement), code) is None


def test_a_name_counts_from_its_import_on(tmp_path: Path) -> None:
    """A decorator above the import cannot use it."""
    cls = layer(tmp_path, "import keras\n")
    found = name_of(cls, "saving", "register_keras_serializable")
    assert found == (REGISTER, cls.source.text.index("import keras\n"))


def test_a_class_of_tf_keras_is_written_down_by_tf_keras(tmp_path: Path) -> None:
    """Keras 3 does not know its classes, though the file can name it."""
    both = "import tensorflow as tf\nimport tf_keras"
    assert spelled(layer(tmp_path, both, "tf_keras.layers.Layer"), REGISTER) == REGISTER.replace(
        "keras.", "tf_keras.", 1
    )
    (tmp_path / "base.py").write_text(
        "import tf_keras\n\nclass Own(tf_keras.layers.Layer):\n    pass\n", encoding="utf-8"
    )
    assert spelled(layer(tmp_path, "import tensorflow as tf\nfrom base import Own", "Own"), REGISTER) is None


def test_classes_of_a_file_are_registered_alike(tmp_path: Path) -> None:
    """Both ways mean the same; the author has chosen one."""
    other = "import keras\n\n\n@keras.utils.register_keras_serializable()\nclass Other(Base):\n    pass\n"
    assert spelled(layer(tmp_path, other), REGISTER) == "keras.utils.register_keras_serializable"
    stranger = other.replace("@keras", "@tools")
    assert spelled(layer(tmp_path, stranger), REGISTER) == REGISTER


def test_what_the_project_calls_keras_is_keras(tmp_path: Path) -> None:
    """A module of the project may choose which Keras it is, and hand it on."""
    (tmp_path / "chosen.py").write_text("import keras\n", encoding="utf-8")
    handed = "import tensorflow as tf\nfrom chosen import keras as K"
    assert (
        spelled(layer(tmp_path, handed, "K.layers.Layer"), REGISTER) == "K.utils.register_keras_serializable"
    )
    assert spelled(layer(tmp_path, handed, "K.layers.Layer"), POLICY) is None


@pytest.mark.slow
@pytest.mark.parametrize(("statement", "code", "expected"), WRITTEN)
def test_words_mean_something(statement: str, code: str, expected: str) -> None:
    """What is written exists in the installed Keras: tf.keras has no attribute `saving` there."""
    for package in ("tensorflow", "tf_keras"):
        if package in statement:
            pytest.importorskip(package)
    names: dict[str, object] = {}
    exec(statement, names)
    assert callable(eval(expected.partition("(")[0], names))
