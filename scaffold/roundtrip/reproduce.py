"""A script that shows a failure by itself: no part of this kit is in it."""

from __future__ import annotations

import re
from typing import Any

from scaffold.roundtrip.calls import ConstructorCall, modules_named
from scaffold.roundtrip.inputs import Inputs, is_made_up

# What is learnt from data is no part of a config: every layer learns it from the same. A file brings it along.
_MADE_WITHOUT_VALUES = re.compile(r"^(rebuilt|other) = (?!layer$|.*\bload_model\b).*$", re.MULTILINE)


def script(call: ConstructorCall, lines: str, inputs: Inputs | None = None) -> str:
    """Write a script that makes ``layer`` by the call and then runs ``lines``.

    Args:
        call: The smallest call that shows the failure.
        lines: Python that raises; it may use ``layer`` and, where there are inputs, ``called(layer)``.
        inputs: What ``called`` calls the layer with.

    Returns:
        Python source that ends with an exception as long as the fault is there.
    """
    maker = _importable(call.factory)
    text = f"{maker}()" if maker else str(call)
    with_data = inputs is not None and "called(" in lines
    parts = ["import keras\n"]
    adapt = f"adapt({_data(call.adapted_to)})" if call.adapted_to is not None and not maker else ""
    if with_data or "np." in lines + text + adapt:
        parts.append("import numpy as np\n")
    parts += [f"import {module}\n" for module in sorted(set(modules_named(text, call.arguments)) - {"keras"})]
    parts.append(_import_of(call.factory if maker else call.cls))
    if inputs is not None and with_data:
        parts.append(_call_function(inputs))
    if adapt:
        others = _MADE_WITHOUT_VALUES.sub(lambda found: f"{found[0]}\n{found[1]}.{adapt}", lines)
        lines = f"layer.{adapt}\n{others}"
    parts.append(f"\nlayer = {text}\n{lines}\n")
    return "".join(parts)


def _importable(factory: Any) -> str:
    """Return the name of the author's function where a script can import it; empty where it cannot."""
    name = getattr(factory, "__qualname__", "")
    importable = name.isidentifier() and getattr(factory, "__module__", "__main__") != "__main__"
    return name if importable else ""


def _import_of(cls: Any) -> str:
    if cls.__module__ == "__main__" or "<locals>" in cls.__qualname__:
        return f"# Paste this where the class {cls.__qualname__} is defined.\n"
    outermost = cls.__qualname__.partition(".")[0]
    line = f"from {cls.__module__} import {outermost}\n"
    return line if outermost == cls.__name__ else f"{line}\n{cls.__name__} = {cls.__qualname__}\n"


def _call_function(inputs: Inputs) -> str:
    by_keyword = inputs.keywords is not None
    data = _data(dict(inputs.keywords) if inputs.keywords is not None else inputs.positional)
    return (
        f"\ndata = {data}\n\n\n"
        "def called(layer, inputs=data, **context):\n"
        f"    return layer({'**inputs' if by_keyword else 'inputs'}, **context)\n\n"
    )


def _data(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_data(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {_data(item)}' for key, item in value.items())}}}"
    shape = tuple(value.shape)
    if is_made_up(value):
        return f"np.random.default_rng(0).uniform(-1, 1, {shape}).astype('float32')"
    if value.dtype.kind in "fV":
        return f"np.random.default_rng(0).random({shape}).astype('float32')"
    if value.dtype.kind in "OUS":
        return f"np.array({value.tolist()!r})"
    return f"(np.arange({value.size}) % 3).reshape({shape}).astype({str(value.dtype)!r})"
