"""What hundreds of layers leave behind in memory: looked for seldom, and let go after each check."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# What a few dozen layers allocate; by default Python looks for garbage after 700 allocations.
_ALLOCATIONS = 50_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let Python look for garbage less often.

    Each of the hundreds of layers that a check makes holds itself, so that by default the collector walks all of
    TensorFlow's objects again and again: a third of the time of a check.
    """
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _ALLOCATIONS) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def kernels_let_go() -> Iterator[None]:
    """Let TensorFlow forget what it has kept of the variables that were made inside.

    TensorFlow keeps a kernel, about 34 KB, for every name that a variable ever had, as long as the process lives: the
    name is the attribute ``debug_name`` of ``VarHandleOp``, and attributes are part of the key (``kernel_cache_`` in
    tensorflow/core/common_runtime/eager/context.cc, 2.21). It is only a cache: what is needed again is made again.
    """
    try:
        yield
    finally:
        let_kernels_go()


def let_kernels_go() -> None:
    """Empty TensorFlow's cache of kernels, as ``keras.utils.clear_session`` does; other backends have none."""
    # There is no public way to it alone: keras/src/backend/common/global_state.py (3.15.1) takes this one too. Where
    # TensorFlow moved it, the memory grows as it does without a check.
    context = sys.modules.get("tensorflow.python.eager.context")
    if context is not None:
        context.context().clear_kernel_cache()
