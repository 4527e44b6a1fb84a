"""Which classes nothing registers, and which of them are called like a class of Keras."""

from __future__ import annotations

from scaffold.lint.subjects import CONFIGURED, descendants, is_base
from scaffold.source.facts import ClassInfo
from scaffold.source.keras_names import keras_class
from scaffold.source.project import Project

# Keras imports the module of a class by itself if it is part of one of these packages.
# https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/serialization_lib.py
_IMPORTED_BY_KERAS = frozenset({"keras", "keras_hub", "keras_cv", "keras_nlp"})


def is_unregistered(cls: ClassInfo, project: Project) -> bool:
    """Tell whether a class could be saved in a model, and certainly nothing registers it.

    A package that keeps its classes in ``custom_objects`` under their names gives them to `load_model` that way; and
    where children are registered and their parent is not, nobody saves the parent. What tests save, they also load.
    """
    if cls.role not in CONFIGURED or cls.registration is not None or not cls.registration_known:
        return False
    if cls.in_function or _IMPORTED_BY_KERAS & set(cls.source.path.replace("\\", "/").split("/")):
        return False
    if project.is_offered(cls) or is_base(cls, project) or project.is_of_tests(cls):
        return False
    return all(child.registration is None and child.registration_known for child in descendants(cls, project))


def shadows_built_in(cls: ClassInfo) -> bool:
    """Tell whether a layer or model has the name of a layer of Keras."""
    return cls.role in ("layer", "model") and keras_class(f"keras.layers.{cls.name}") is not None
