"""Keras and modules of others run without what they say getting into a report."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator

from scaffold.errors import ScaffoldError


def start_keras() -> None:
    """Import Keras and let its backend wake up, with everything it writes meanwhile kept back.

    TensorFlow writes to the file descriptor itself, before any setting of its own is read, so the descriptor
    is turned away; what was written is shown where the start fails.

    Raises:
        ScaffoldError: Where Keras or its backend cannot be imported.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as log:
        os.dup2(log.fileno(), 2)
        failure: Exception | None = None
        try:
            import keras

            # The first operation looks for devices.
            keras.ops.zeros(())
        except Exception as error:
            failure = error
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)
        if failure is None:
            return
        log.seek(0)
        said = log.read().decode("utf-8", errors="replace").strip()[-2000:]
    problem = f"Keras cannot be started: {type(failure).__name__}: {failure}"
    raise ScaffoldError(
        f"{problem}\n{said}" if said else problem,
        remedy="Install Keras with a backend: pip install tensorflow.",
    ) from failure


@contextlib.contextmanager
def others_output_aside() -> Iterator[None]:
    """Turn standard output to standard error while modules of others run: what they print is no part of a report.

    The descriptor is turned as well, as not all of them print by way of Python.
    """
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
