"""How a file spells Keras, by the import statements at its top level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.source.located import SourceFile
from scaffold.source.once import once

_IMPORT = re.compile(
    r"^(?:from[ \t]+([\w.]+)[ \t]+)?import[ \t]+(\([^)]*\)|(?:[^\n\\#;]|\\\r?\n)+)", re.MULTILINE
)
_ONE = re.compile(r"([\w.]+)(?:\s+as\s+(\w+))?")
# What looks like an import may be an example in a text.
_TEXT = re.compile(r"(\"\"\"|''')(?:\\.|[^\\])*?\1", re.DOTALL)

# Beside tensorflow there are its versions under names of their own.
_TENSORFLOW = ("tensorflow", "tensorflow.compat.v2")
# Modules that only Keras 3 has.
_MODERN = frozenset({"dtype_policies", "ops"})


def spelled(source: SourceFile, code: str) -> str | None:
    """Return code in the words that a file has for Keras, or None where it has none.

    Args:
        source: The file.
        code: An expression, or the beginning of one, with Keras under the name ``keras``.

    Example:
        In a file that says ``import tensorflow as tf``, ``keras.activations.serialize(self.activation)`` gives
        ``tf.keras.activations.serialize(self.activation)``.
    """
    parts = re.split(r"(?<![\w.])keras\.(\w+)\.(\w+)", code)
    for at in range(1, len(parts), 3):
        found = name_of(source, parts[at], parts[at + 1])
        if found is None:
            return None
        parts[at : at + 2] = [found[0], ""]
    return "".join(parts)


def name_of(source: SourceFile, module: str, function: str) -> tuple[str, int] | None:
    """Return how a file names a function of Keras, and the offset from which on it does; None where it has no name.

    Args:
        source: The file.
        module: The module of Keras: ``saving``.
        function: The function: ``register_keras_serializable``.
    """
    names = _names(source)
    for path, rest in _ways(module, function):
        if path in names:
            name, at = names[path]
            return f"{name}{rest}", at
    return None


def _ways(module: str, function: str) -> Iterator[tuple[str, str]]:
    """Yield what a file may have imported and what has to follow, the author's nearest words first."""
    # Keras 3 gives tf.keras no attribute `saving`, and everything that it holds in `utils` too:
    # https://github.com/keras-team/keras/blob/v3.15.1/keras/api/_tf_keras/keras/__init__.py.
    modules = (module, "utils") if module == "saving" else (module,)
    homes = ["keras", "tf_keras"] if module not in _MODERN else ["keras"]
    ours = [(f"{home}.{one}", home, one) for home in homes for one in modules]
    if module not in _MODERN:
        ours += [(f"tensorflow.keras.{one}", "tensorflow.keras", one) for one in reversed(modules)]
    yield from ((f"{path}.{function}", "") for path, _, _ in ours)
    yield from ((path, f".{function}") for path, _, _ in ours)
    yield from ((home, f".{one}.{function}") for _, home, one in ours)
    if module not in _MODERN:
        yield from ((path, f".keras.{modules[-1]}.{function}") for path in _TENSORFLOW)


@once
def _names(source: SourceFile) -> dict[str, tuple[str, int]]:
    """Return what a file imports at its top level -> the name it has from then on, and where."""
    text = _TEXT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source.text)
    bound: dict[str, dict[str, int]] = {}
    for match in _IMPORT.finditer(text):
        home, names = match.groups()
        for one in re.sub(r"#[^\n]*", "", names).replace("\\", " ").strip("() \t\r\n").split(","):
            found = _ONE.fullmatch(one.strip())
            if found is None:
                continue
            path, other = found.groups()
            if home is None and other is None:
                path = other = path.partition(".")[0]
            bound.setdefault(other or path, {}).setdefault(f"{home}.{path}" if home else path, match.start())
    return {
        path: (name, at)
        for name, paths in bound.items()
        if len(paths) == 1 and not re.search(rf"^(?:(?:def|class)\s+{name}\b|{name}\s*=)", text, re.MULTILINE)
        for path, at in paths.items()
    }
