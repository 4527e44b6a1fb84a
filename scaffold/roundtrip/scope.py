"""Which classes a layer needs in scope to be rebuilt, and Keras's global state left as it was found."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scaffold.roundtrip.randomness import random_states_kept

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
    # Not by get_registered_object, which looks into the open scope: a scope is open for this process alone.
    return keras.saving.get_custom_objects().get(keras.saving.get_registered_name(cls)) is cls


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


# Keras counts the names it makes up in this attribute of its global state: keras/src/utils/naming.py (3.15.1).
# There is no public way to it; where it is gone, the names go on counting, which harms nothing.
_NAMES = "object_name_uids"


def _automatic_names() -> dict[str, int] | None:
    try:
        from keras.src.backend.common import global_state

        return dict(global_state.get_global_attribute(_NAMES, {}))
    except (ImportError, AttributeError):
        return None


def _set_automatic_names(counters: dict[str, int] | None) -> None:
    if counters is not None:
        from keras.src.backend.common import global_state

        names = global_state.get_global_attribute(_NAMES, defaultdict(int), set_to_default=True)
        names.clear()
        names.update(counters)


# The outermost layer that is being called; a layer whose `==` raises, or denies that it is itself, stays there,
# and with it every later call fails: `_maybe_reset_call_context` in keras/src/layers/layer.py (3.15.1).
_BEING_CALLED = "current_call_ctx"


def _being_called() -> Any:
    try:
        from keras.src.backend.common import global_state

        return global_state.get_global_attribute(_BEING_CALLED)
    except (ImportError, AttributeError):
        return None


def _set_being_called(context: Any) -> None:
    try:
        from keras.src.backend.common import global_state

        global_state.set_global_attribute(_BEING_CALLED, context)
    except (ImportError, AttributeError):
        return


def settings() -> tuple[str, str, float, Any]:
    """Return Keras's settings for all layers: those of a project hold in each of its processes."""
    import keras

    policy = keras.saving.serialize_keras_object(keras.config.dtype_policy())
    return keras.config.floatx(), keras.config.image_data_format(), keras.config.epsilon(), policy


def set_settings(wanted: tuple[str, str, float, Any]) -> None:
    """Give Keras these settings, with no call open that an earlier layer may have left so."""
    import keras

    floatx, data_format, epsilon, policy = wanted
    keras.config.set_floatx(floatx)
    keras.config.set_image_data_format(data_format)
    keras.config.set_epsilon(epsilon)
    keras.config.set_dtype_policy(keras.saving.deserialize_keras_object(policy))
    _set_being_called(None)


@contextmanager
def global_state_kept() -> Iterator[None]:
    """Put back what layers can change for others, however they do it.

    Keras's registry, settings and automatic names; random states; and of the process the working directory,
    the environment and the places that modules are imported from.
    """
    with random_states_kept(), _keras_kept(), _process_kept():
        yield


@contextmanager
def _keras_kept() -> Iterator[None]:
    import keras

    registry = keras.saving.get_custom_objects()
    objects = dict(registry)
    policy = keras.config.dtype_policy()
    wanted = (keras.config.floatx(), keras.config.image_data_format(), keras.config.epsilon())
    counters, being_called = _automatic_names(), _being_called()
    try:
        # A call that an earlier layer left open, in training mode say, would give its mode to the layers looked at.
        _set_being_called(None)
        yield
    finally:
        _set_being_called(being_called)
        _set_automatic_names(counters)
        registry.clear()
        registry.update(objects)
        keras.config.set_floatx(wanted[0])
        keras.config.set_image_data_format(wanted[1])
        keras.config.set_epsilon(wanted[2])
        keras.config.set_dtype_policy(policy)


@contextmanager
def _process_kept() -> Iterator[None]:
    folder, environment, search_path = Path.cwd(), dict(os.environ), list(sys.path)
    try:
        yield
    finally:
        if Path.cwd() != folder:
            os.chdir(folder)
        if dict(os.environ) != environment:
            os.environ.clear()
            os.environ.update(environment)
        sys.path[:] = search_path
