"""How a file spells Keras, by the import statements at its top level and by the bases of the class itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.lint.repair.places import with_newlines
from scaffold.lint.subjects import own_lineage
from scaffold.pattern import pattern
from scaffold.source.facts import ClassInfo
from scaffold.source.located import SourceFile
from scaffold.source.once import once

_IMPORT = pattern(
    r"^(?:from[ \t]+([\w.]+)[ \t]+)?import[ \t]+(\([^)]*\)|(?:[^\n\\#;]|\\\r?\n)+)", re.MULTILINE
)
_ONE = pattern(r"([\w.]+)(?:\s+as\s+(\w+))?")
_BOUND = pattern(r"^(?:(?:def|class)\s+(\w+)|(\w+)\s*=)", re.MULTILINE)

# Packages that hold a Keras.
_KERAS = frozenset({"keras", "tf_keras", "tensorflow"})
# Beside tensorflow there are its versions under names of their own.
_TENSORFLOW = ("tensorflow", "tensorflow.compat.v2")
# Modules that only Keras 3 has.
_MODERN = frozenset({"dtype_policies", "ops"})
_REGISTER = "register_keras_serializable"


def spelled(cls: ClassInfo, code: str) -> str | None:
    """Return code in the words that the file of a class has for Keras, or None where it has none.

    Args:
        cls: The class that the code is for.
        code: An expression, or the beginning of one, with Keras under the name ``keras``.

    Example:
        In a file that says ``import tensorflow as tf``, ``keras.activations.serialize(self.activation)`` gives
        ``tf.keras.activations.serialize(self.activation)``.
    """
    parts = re.split(r"(?<![\w.])keras\.(\w+)\.(\w+)", code)
    for at in range(1, len(parts), 3):
        found = name_of(cls, parts[at], parts[at + 1])
        if found is None:
            return None
        parts[at : at + 2] = [found[0], ""]
    return "".join(parts)


def name_of(cls: ClassInfo, module: str, function: str) -> tuple[str, int] | None:
    """Return how a class's file names a function of Keras, and the offset from which on it does; None for no name.

    Args:
        cls: The class that it is for.
        module: The module of Keras: ``saving``.
        function: The function: ``register_keras_serializable``.
    """
    names = _names(cls.source)
    root = _root_of_base(cls)
    if root and not any(name == root.partition(".")[0] for name, _ in names.values()):
        # A module of the project hands Keras on, and `utils` is what every Keras has.
        return (
            (f"{root}.{'utils' if module == 'saving' else module}.{function}", 0)
            if module not in _MODERN
            else None
        )
    # tf_keras is another Keras than tf.keras and keras: its classes are registered and written down by itself.
    is_legacy = any(
        path.partition(".")[0] == "tf_keras" for owner in own_lineage(cls) for path in _names(owner.source)
    )
    return name_in_file(cls.source, module, function, is_legacy=is_legacy)


def name_in_file(
    source: SourceFile, module: str, function: str, *, is_legacy: bool | None = None
) -> tuple[str, int] | None:
    """Return how a file names a function of Keras, and the offset from which on it does; None for no name.

    Args:
        source: The file.
        module: The module of Keras: ``saving``.
        function: The function: ``register_keras_serializable``.
        is_legacy: Whether it is about tf_keras; where it is left out, it is where the file imports that.
    """
    names = _names(source)
    if is_legacy is None:
        is_legacy = any(path.partition(".")[0] == "tf_keras" for path in names)
    homes = ("tf_keras",) if is_legacy else ("keras", "tensorflow")
    written = _decorator(source) if function == _REGISTER else ""
    for path, (name, at) in names.items() if written else ():
        if name == written.partition(".")[0] and path.partition(".")[0] in homes:
            return written, at
    for path, rest in _ways(module, function, homes):
        if path in names:
            name, at = names[path]
            return f"{name}{rest}", at
    return None


@once
def _decorator(source: SourceFile) -> str:
    """Return how the file registers the first class that it registers by a dotted name; empty where it does none."""
    if source.text.find(_REGISTER) < 0:
        return ""
    found = re.search(rf"^[ \t]*@((?:\w+\.)+{_REGISTER})\b", with_newlines(source.text), re.MULTILINE)
    return found.group(1) if found else ""


def _ways(module: str, function: str, keras: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what a file may have imported and what has to follow, the author's nearest words first."""
    # Keras 3 gives tf.keras no attribute `saving`, and everything that it holds in `utils` too:
    # https://github.com/keras-team/keras/blob/v3.15.1/keras/api/_tf_keras/keras/__init__.py.
    modules = (module, "utils") if module == "saving" else (module,)
    homes = [home for home in keras if module not in _MODERN or home == "keras"]
    ours = [(home, f".{one}") for home in homes if home != "tensorflow" for one in modules]
    if "tensorflow" in homes:
        ours += [("tensorflow.keras", f".{one}") for one in reversed(modules)]
    yield from ((f"{home}{below}.{function}", "") for home, below in ours)
    yield from ((f"{home}{below}", f".{function}") for home, below in ours)
    yield from ((home, f"{below}.{function}") for home, below in ours)
    if "tensorflow" in homes:
        yield from ((path, f".keras.{modules[-1]}.{function}") for path in _TENSORFLOW)


def _root_of_base(cls: ClassInfo) -> str:
    """Return how the class statement names Keras itself: ``keras`` of ``class Scale(keras.layers.Layer)``."""
    head = re.match(r"\s*\(([^()]*)\)", cls.source.text[cls.name_span.end : cls.span.end])
    written = [base.strip() for base in head.group(1).split(",")] if head else []
    for base, name in zip(written, cls.bases, strict=False):
        below = name.removeprefix("keras")
        root = base.removesuffix(below) if base.endswith(below) else base.rpartition(".")[0]
        # keras.Model is keras.models.Model; layers.Layer says nothing of Keras itself.
        if name.startswith("keras.") and (base.endswith(below) or root.rpartition(".")[2] == "keras"):
            return root
    return ""


@once
def _names(source: SourceFile) -> dict[str, tuple[str, int]]:
    """Return what a file imports of Keras at its top level -> the name it has from then on, and where."""
    text = with_newlines(source.text)
    bound: dict[str, dict[str, int]] = {}
    for match in _IMPORT.finditer(text):
        home, names = match.groups()
        if _is_in_text(text, match.start()):
            continue
        for one in re.sub(r"#[^\n]*", "", names).replace("\\", " ").strip("() \t\r\n").split(","):
            found = _ONE.fullmatch(one.strip())
            if found is None:
                continue
            path, other = found.groups()
            if home is None and other is None:
                path = other = path.partition(".")[0]
            bound.setdefault(other or path, {}).setdefault(f"{home}.{path}" if home else path, match.start())
    others = {name for names in _BOUND.findall(text) for name in names}
    return {
        path: (name, at)
        for name, paths in bound.items()
        for path, at in paths.items()
        if path.partition(".")[0] in _KERAS and len(paths) == 1 and name not in others
    }


def _is_in_text(text: str, offset: int) -> bool:
    """Whether a line is within a string of several lines: an example, say."""
    return any(text.count(quotes, 0, offset) % 2 for quotes in ('"""', "'''"))
