"""Classes are judged alike, whether or not the source of Keras is among the files."""

from __future__ import annotations

from pathlib import Path

from scaffold.lint.run import lint

UNBUILT = """\
import keras


class Net(keras.layers.Layer):
    def __init__(self, units=4, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.dense = keras.layers.Dense(units)

    def build(self, input_shape):
        self.scale = self.add_weight(shape=())
        self.built = True

    def call(self, inputs):
        return self.dense(inputs) * self.scale


class Wide(keras.layers.Dense):
    def __init__(self, units, rate=0.5, **kwargs):
        super().__init__(units, **kwargs)
        self.rate = rate
"""
DENSE = """\
from keras.src.layers.layer import Layer


class Dense(Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
"""


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_findings_are_the_same_beside_the_source_of_keras(tmp_path: Path) -> None:
    """What the table says of Keras holds for everybody but Keras itself."""
    package, keras = tmp_path / "package", tmp_path / "keras"
    write(package / "__init__.py", "")
    write(package / "layers.py", UNBUILT)
    for folder in ("", "src", "src/layers", "src/layers/core"):
        write(keras / folder / "__init__.py", "")
    write(keras / "src" / "layers" / "layer.py", "class Layer: ...\n")
    write(keras / "src" / "layers" / "core" / "dense.py", DENSE)
    alone = lint([str(package)]).findings
    beside = [finding for finding in lint([str(tmp_path)]).findings if finding.path.startswith(str(package))]
    assert {finding.code for finding in alone} >= {"KS101", "KS602"}
    assert list(alone) == beside
