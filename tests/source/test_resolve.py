"""Names across files: what a base is, and in which order ancestors come."""

# One case per line reads best, however long it is.
# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.source.facts import ClassInfo
from scaffold.source.index import candidates
from scaffold.source.keras_names import canonical_name, short_names
from scaffold.source.project import analyze
from tests.source.sources import classes_of, project_of

SPELLINGS = [
    "import keras\nclass A(keras.layers.Dense): pass",
    "import keras as k\nclass A(k.layers.Dense): pass",
    "from keras import layers\nclass A(layers.Dense): pass",
    "from keras import layers as L\nclass A(L.Dense): pass",
    "from keras.layers import Dense as D\nclass A(D): pass",
    "import tensorflow as tf\nclass A(tf.keras.layers.Dense): pass",
    "from tensorflow import keras\nclass A(keras.layers.Dense): pass",
    "from tensorflow.keras.layers import Dense\nclass A(Dense): pass",
    "from tensorflow.python.keras.layers import Dense\nclass A(Dense): pass",
    "import tensorflow.compat.v1 as tf\nclass A(tf.keras.layers.Dense): pass",
    "import tf_keras\nclass A(tf_keras.layers.Dense): pass",
    "from keras.src.layers.core.dense import Dense\nclass A(Dense): pass",
    "from keras.src import layers\nclass A(layers.Dense): pass",
    "import keras.layers\nclass A(keras.layers.Dense): pass",
    "from keras.layers import *\nclass A(Dense): pass",
    "try:\n    from keras.layers import Dense\nexcept ImportError:\n    from tensorflow.keras.layers import Dense\nclass A(Dense): pass",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from keras.layers import Dense\nelse:\n    from tensorflow.keras.layers import Dense\nclass A(Dense): pass",
    "try:\n    import keras\nexcept ImportError:\n    keras = None\nclass A(keras.layers.Dense): pass",
    "import keras\nBase = keras.layers.Dense\nclass A(Base): pass",
    "import keras\nL = keras.layers\nclass A(L.Dense): pass",
    "def make():\n    from keras.layers import Dense\n    class A(Dense): pass\n    return A",
    "import keras\nclass A(\n    keras.layers.Dense,  # the base\n): pass",
    "import keras\nclass A \\\n   (keras.layers.Dense): pass",
    "import keras\nclass Outer:\n    class A(keras.layers.Dense): pass",
    "import keras\nimport abc, typing\nclass A(keras.layers.Dense, typing.Generic[T], abc.ABC, metaclass=abc.ABCMeta): pass",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_of_a_base_is_the_same_base(tmp_path: Path, text: str) -> None:
    """All homes and aliases of Keras lead to the one canonical class, with all ancestors known."""
    (found,) = project_of(tmp_path, {"m.py": text, "other.py": "x = 1"}).classes
    assert found.bases[0] == "keras.layers.Dense"
    assert found.ancestry_known
    assert found.role == "layer"


UNKNOWN = [
    "import keras\nfrom somewhere import Mixin\nclass A(Mixin, keras.layers.Dense): pass",
    "import keras\nclass A(make(keras.layers.Dense)): pass",
    "import keras\nBase = keras.layers.Dense if new else object\nclass A(Base): pass",
    "try:\n    from keras.layers import Dense\nexcept ImportError:\n    Dense = object\nclass A(Dense): pass",
    "import keras\nclass A(keras.layers.Dense, metaclass=Strange): pass",
    "import keras\nclass A(keras.layers.Dense, keras.layers.Layer, *more): pass",
    "import keras\nclass A(keras.layers.Layer, keras.layers.Dense): pass",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_doubtful_base_keeps_the_class_and_says_so(tmp_path: Path, text: str) -> None:
    """The class may be a layer, so it is listed; its ancestors are not certain, so rules stay silent."""
    (found,) = project_of(tmp_path, {"m.py": text}).classes
    assert not found.ancestry_known


NOT_KERAS = [
    "from torch.nn import Module\nclass A(Module): pass",
    "class Layer: pass\nclass A(Layer): pass",
    "from mine import Dense\nclass A(Dense): pass",
    "class A(Model): pass",
    "text = 'class A(keras.layers.Layer): pass'",
]


@pytest.mark.parametrize("text", NOT_KERAS)
def test_classes_of_others_are_left_alone(tmp_path: Path, text: str) -> None:
    """A name that only looks like Keras is not Keras."""
    assert project_of(tmp_path, {"m.py": text}).classes == ()


PACKAGE = {
    "pkg/__init__.py": "from .base import Base as PublicBase\nfrom .inner import *\n",
    "pkg/base.py": "from tensorflow import keras\nclass Base(keras.layers.Layer):\n    def __init__(self, a, **kwargs):\n        super().__init__(**kwargs)\n        self.a = a\n",
    "pkg/inner/__init__.py": "from pkg.inner.deep import Deep\n",
    "pkg/inner/deep.py": "from ..base import Base\nclass Mixin:\n    pass\nclass Deep(Mixin, Base):\n    pass\n",
    "pkg/user.py": "import pkg\nfrom pkg import PublicBase\nclass User(PublicBase): pass\nclass Other(pkg.Deep): pass\n",
}


def test_bases_are_found_across_files(tmp_path: Path) -> None:
    """Relative imports, re-exports, renames and stars lead to the class in its file."""
    found = {cls.name: cls for cls in project_of(tmp_path, PACKAGE).classes}
    assert set(found) == {"Base", "Deep", "User", "Other"}
    assert found["User"].ancestors[0] is found["Base"]
    names = [ancestor.name for ancestor in found["Other"].ancestors[:4]]
    assert names == ["Deep", "Mixin", "Base", "keras.layers.Layer"]
    assert found["Other"].bases == ("pkg.inner.deep.Deep",)
    assert all(cls.ancestry_known for cls in found.values())


def test_one_file_of_a_package_finds_its_bases_beside_it(tmp_path: Path) -> None:
    """Linting one file reads the files its bases are in, and lists only what was asked for."""
    project_of(tmp_path, PACKAGE)
    project = analyze([tmp_path / "pkg" / "user.py"])
    assert [cls.name for cls in project.classes] == ["User", "Other"]
    assert all(cls.ancestry_known for cls in project.classes)
    assert [file.module for file in project.files] == ["pkg.user"]
    below = analyze([tmp_path / "pkg" / "inner"])
    assert [cls.name for cls in below.classes] == ["Deep"]


def test_directories_without_init_are_found_by_their_path(tmp_path: Path) -> None:
    """`from lib.base import Base` finds lib/base.py where no __init__.py makes a package."""
    files = {
        "src/lib/base.py": "import keras\nclass Base(keras.Layer): pass\n",
        "src/app/user.py": "from lib.base import Base\nclass User(Base): pass\n",
    }
    assert {cls.name for cls in project_of(tmp_path, files).classes} == {"Base", "User"}


def test_broken_and_circular_bases_end_in_doubt_not_in_a_crash(tmp_path: Path) -> None:
    """Import cycles, classes that are their own base, and bases in broken files."""
    files = {
        "a.py": "from b import B\nimport keras\nclass A(B, keras.Layer): pass\n",
        "b.py": "from a import A\nclass B(A): pass\n",
        "c.py": "from d import D\nimport keras\nclass C(D, keras.Layer): pass\n",
        "d.py": "class D(:\n",
        "e.py": "import keras\nclass E(E, keras.Layer): pass\n",
    }
    project = project_of(tmp_path, files)
    assert {"A", "C", "E"} <= {cls.name for cls in project.classes}
    assert not any(cls.ancestry_known for cls in project.classes)
    assert len(project.problems) == 1


def test_the_order_of_ancestors_is_pythons(tmp_path: Path) -> None:
    """A diamond is merged as Python merges it."""
    found = classes_of(
        tmp_path,
        """
        class Root(Layer): pass
        class Left(Root): pass
        class Right(Root): pass
        class Both(Left, Right): pass
        """,
    )
    names = [a.name for a in found["Both"].ancestors if isinstance(a, ClassInfo)]
    assert names == ["Left", "Right", "Root"]


def test_candidates_lose_no_file() -> None:
    """Several lines, renames, second names and chains over files are all followed."""
    texts = {
        "direct": "class A(\n    keras.layers.Layer,\n): ...",
        "chain": "class B(mod.A): ...",
        "renamed": "from x import B as C2\nclass C(C2): ...",
        "assigned": "D0 = C if new else None\nclass D(D0): ...",
        "call": "class E(make(D)): ...",
        "generic": "class F[T](E): ...",
        "none": "class G(Unrelated): ...",
        "no class": "x = 1",
    }
    assert candidates(texts, frozenset({"Layer"})) == set(texts) - {"none", "no class"}


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("keras.Layer", "keras.layers.Layer"),
        ("tf_keras.Model", "keras.models.Model"),
        ("keras.utils.register_keras_serializable", "keras.saving.register_keras_serializable"),
        ("tensorflow.keras.utils.serialize_keras_object", "keras.saving.serialize_keras_object"),
        ("keras.engine.base_layer.Layer", "keras.layers.Layer"),
        ("tensorflow.python.keras.engine.base_layer.Layer", "keras.layers.Layer"),
        ("keras.src.activations.get", "keras.activations.get"),
        ("keras.layers.Unheard", "keras.layers.Unheard"),
        ("kerasy.layers.Dense", None),
        ("torch.nn.Module", None),
    ],
)
def test_canonical_names(name: str, canonical: str | None) -> None:
    """One name for one thing."""
    assert canonical_name(name) == canonical
    assert {"Layer", "Dense", "Model", "Loss"} <= short_names()
