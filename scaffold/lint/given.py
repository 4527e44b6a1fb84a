"""Whether anybody saves the model that a layer is part of."""

from __future__ import annotations

from scaffold.source.model_facts import ModelLayer
from scaffold.source.project import Project


def is_saved(layer: ModelLayer, project: Project) -> bool:
    """Tell whether a file may say what a layer was given.

    What a function makes for a custom layer or model is made again by the code of that.
    """
    return not layer.builder or not project.models.may_serve_class(layer.builder, layer.source)
