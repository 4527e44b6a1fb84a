"""What a layer of a model is given that a saved model carries, and whether anybody saves that model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.source.located import SourceFile
from scaffold.source.model_facts import GivenArgument, ModelLayer
from scaffold.source.project import Project

# What these are given by is written into the config of the layer, and looked up again when it is loaded.
# https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/serialization_lib.py
_CARRIED = ("activation", "initializer", "regularizer", "constraint")
_CARRIED_BY = {
    "keras.layers.Lambda": frozenset({"function", "output_shape"}),
    "keras.layers.TextVectorization": frozenset({"standardize", "split"}),
}

_TESTS = frozenset({"test", "tests", "testing"})


def carried(layer: ModelLayer) -> Iterator[GivenArgument]:
    """Yield the arguments of a layer that may be functions and that its config carries."""
    own = _CARRIED_BY.get(layer.layer.name, frozenset())
    for given in layer.given:
        if given.name.rpartition("_")[2] in _CARRIED or given.name in own:
            yield given


def is_saved(layer: ModelLayer, project: Project) -> bool:
    """Tell whether the model of a layer is one that people save.

    Nobody saves what a test makes; and what a function makes for a custom layer or model is made again by its code.
    """
    if is_test(layer.source):
        return False
    return not layer.builder or not project.models.may_serve_class(layer.builder, layer.source)


def is_test(source: SourceFile) -> bool:
    """Tell whether a file is one of tests, by its name and those of its directories."""
    *directories, name = re.split(r"[/\\]", source.path)
    modules = [name.partition(".")[0], *source.module.split(".")]
    return not _TESTS.isdisjoint(directories) or any(
        module.startswith("test") or module.endswith("_test") or module == "conftest" for module in modules
    )
