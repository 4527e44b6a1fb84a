"""How a file spells Keras."""

from __future__ import annotations

import re

# How a file may have made Keras available, and how it is then written.
_IMPORTS = (
    (r"^import keras\b(?!\.)(?![^\n]*\bas\b)", "keras"),
    (r"^from tensorflow import (?:\w+, *)*keras\b(?! as\b)", "keras"),
    (r"^import tensorflow as tf\b", "tf.keras"),
    (r"^import tensorflow\s*(?:#.*)?$", "tensorflow.keras"),
)


def keras_in(text: str) -> str | None:
    """Return the name that a text has for Keras at its top level, or None.

    Example:
        >>> keras_in("import tensorflow as tf")
        'tf.keras'
    """
    return next((name for pattern, name in _IMPORTS if re.search(pattern, text, re.MULTILINE)), None)
