"""The random states of Python, NumPy, Keras and its backend, put back to what they were."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# Where Keras keeps its seed and the generator of layers that have none of their own:
# keras/src/utils/rng_utils.py and keras/src/random/seed_generator.py (3.15.1). There is no public way to either.
_SEED = "global_random_seed"
_GENERATOR = "global_seed_generator"


@contextmanager
def random_states_kept() -> Iterator[None]:
    """Let what is drawn inside change nothing of what is drawn afterwards."""
    import numpy as np

    numbers, arrays = random.getstate(), np.random.get_state()
    restore_keras, restore_backend = _keras_state(), _backend_state()
    try:
        yield
    finally:
        restore_keras()
        restore_backend()
        np.random.set_state(arrays)
        random.setstate(numbers)


def _keras_state() -> Callable[[], None]:
    """Note Keras's seed and the state of its generator; return the function that puts them back."""
    import keras

    try:
        from keras.src.backend.common import global_state
    except ImportError:
        # Keras moved it: its stream goes on from where the check left it, which changes no layer.
        return lambda: None
    seed = global_state.get_global_attribute(_SEED)
    generator = global_state.get_global_attribute(_GENERATOR)
    state = None if generator is None else keras.ops.convert_to_numpy(generator.state)

    def restore() -> None:
        global_state.set_global_attribute(_SEED, seed)
        global_state.set_global_attribute(_GENERATOR, generator)
        if generator is not None:
            generator.state.assign(state)

    return restore


def _backend_state() -> Callable[[], None]:
    """Note the state of the backend's own generator; JAX has none."""
    import keras

    name = keras.backend.backend()
    if name == "tensorflow":
        return _tensorflow_state()
    if name == "torch":
        generator: Any = sys.modules["torch"].random
        state = generator.get_rng_state()
        return lambda: generator.set_rng_state(state)
    return lambda: None


def _tensorflow_state() -> Callable[[], None]:
    """Note TensorFlow's global seed and the stream of operation seeds that it draws from it.

    Only `tf.random.set_seed` is public, and it starts the stream anew: `_internal_operation_seed` in
    tensorflow/python/eager/context.py (2.21).
    """
    eager: Any = sys.modules.get("tensorflow.python.eager.context")
    context = eager.context() if eager else None
    if context is None or not hasattr(context, "_seed"):
        return lambda: None
    # There is no stream as long as there is no seed.
    seed, stream = context._seed, getattr(context, "_rng", None)
    state = stream.getstate() if stream else None

    def restore() -> None:
        if context._seed == seed and (not stream or (context._rng is stream and stream.getstate() == state)):
            return
        context._seed = seed
        if stream:
            context._rng = stream
            stream.setstate(state)
        # The operations that were run with these seeds have counted on.
        context.clear_kernel_cache()

    return restore
