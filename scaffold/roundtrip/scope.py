"""Which classes a layer needs in scope to be rebuilt, and Keras's global state left as it was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

# Keras finds the classes of these packages by their module, without registration:
# `_retrieve_class_or_fn` in keras/src/saving/serialization_lib.py (3.15.1).
_FOUND_BY_MODULE = ("keras", "keras_hub", "keras_cv", "keras_nlp")


def is_built_in(cls: type) -> bool:
    """Return whether Keras itself, or a package that Keras imports by name, defines the class."""
    return cls.__module__.partition(".")[0] in _FOUND_BY_MODULE


def is_registered(cls: type) -> bool:
    """Return whether a saved file names the class in a way that finds this very class again."""
    import keras

    if is_built_in(cls):
        return True
    return keras.saving.get_registered_object(keras.saving.get_registered_name(cls)) is cls


@contextmanager
def in_scope_of(classes: Iterable[type]) -> Iterator[None]:
    """Let Keras find these classes by their names, on top of the scope that is open.

    A class that is registered finds itself; naming it would hide a wrong registration.
    """
    import keras

    unregistered = {cls.__name__: cls for cls in classes if not is_registered(cls)}
    if not unregistered:
        yield
        return
    outer = _open_scope()
    with keras.saving.custom_object_scope({**outer, **unregistered}):
        yield


def _open_scope() -> dict[str, Any]:
    """Return the objects of the scope that is open: a nested scope replaces its outer one in Keras.

    There is no public way to ask; where the private one is gone, the outer scope is taken as empty.
    """
    try:
        from keras.src.backend.common import global_state

        return dict(global_state.get_global_attribute("custom_objects_scope_dict", {}))
    except (ImportError, AttributeError):
        return {}


@contextmanager
def global_state_kept() -> Iterator[None]:
    """Put registry and default dtype policy back to what they were."""
    import keras

    registry = keras.saving.get_custom_objects()
    objects = dict(registry)
    policy = keras.config.dtype_policy()
    try:
        yield
    finally:
        registry.clear()
        registry.update(objects)
        keras.config.set_dtype_policy(policy)
