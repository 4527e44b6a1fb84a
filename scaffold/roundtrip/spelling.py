"""Advice in the words of the author's file: `tf.keras` where it says `tf.keras`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import FunctionType, ModuleType
from typing import Any

from scaffold.roundtrip.report import Result, Status
from scaffold.roundtrip.scope import is_built_in

# What the advice tells people to write; not the names of Keras's own classes that it blames.
_CODE = re.compile(
    r"(?<![\w.])keras\.(?=(?:saving|activations|initializers|regularizers|constraints|DTypePolicy)\b)"
)


def for_the_author(results: Iterable[Result], cls: type) -> list[Result]:
    """Return the results with advice spelled as in the file of the class.

    A class of Keras itself is nothing that its reader lints, so no lint rule is named for it.
    """
    prefix = keras_in(_names_of(cls))
    lints = not is_built_in(cls)
    return [
        replace(found, fix=_CODE.sub(f"{prefix}.", found.fix), lint_rule=found.lint_rule if lints else "")
        if found.status is Status.FAILED
        else found
        for found in results
    ]


def _names_of(cls: type) -> Mapping[str, Any]:
    """Return the global names of the file that defines the class, by one of its methods."""
    methods = (getattr(found, "__func__", found) for found in vars(cls).values())
    return next((method.__globals__ for method in methods if isinstance(method, FunctionType)), {})


def keras_in(names: Mapping[str, Any]) -> str:
    """Return how these names reach Keras.

    Args:
        names: The global names of a module.

    Example:
        >>> import keras
        >>> keras_in({"K": keras})
        'K'
    """
    modules = {name: value.__name__ for name, value in names.items() if isinstance(value, ModuleType)}
    for name, module in modules.items():
        if module in _KERAS:
            return name
    tensorflow = next((name for name, module in modules.items() if module == "tensorflow"), "")
    return f"{tensorflow}.keras" if tensorflow else "keras"


# `from tensorflow import keras` gives the second.
_KERAS = ("keras", "keras.api", "keras._tf_keras.keras", "tensorflow.keras")
