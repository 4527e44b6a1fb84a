"""Code as the generator writes it -> the same code in the words that a file has for Keras and for types."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterable, Mapping

from scaffold.errors import ScaffoldError
from scaffold.source.parse import Imported, ParsedModule
from scaffold.source.places import Places
from scaffold.source.record import Record

# Under which names Keras is imported: `tensorflow.keras` and the others are the same thing.
_HOMES = (
    "keras.src",
    "keras.api",
    "keras",
    "tensorflow.keras",
    "tensorflow.python.keras",
    "tf_keras.src",
    "tf_keras",
)

# Names that generated code uses besides Keras -> the import that binds them.
_IMPORTS = {
    "ArrayLike": "from numpy.typing import ArrayLike",
    "Any": "from typing import Any",
    "Callable": "from collections.abc import Callable",
    "Iterable": "from collections.abc import Iterable",
    "Mapping": "from collections.abc import Mapping",
    "Sequence": "from collections.abc import Sequence",
    "enum": "import enum",
    "math": "import math",
    "np": "import numpy as np",
}


class Written(Record):
    """Code in the words of a file.

    Args:
        code: The code.
        imports: Import statements that the file lacks for it.
    """

    code: str
    imports: tuple[str, ...]


class Words:
    """The words that a module has.

    Args:
        module: The parsed file.
        taken: Names that mean something else where the code will stand: parameters and local variables.
        imports: Name that the code may need -> the statement that imports it.
        nearest: Whether to use the author's nearest word, ``layers.Dense`` where there is one, or Keras's own name.
    """

    def __init__(
        self,
        module: ParsedModule,
        taken: Collection[str] = (),
        *,
        imports: Mapping[str, str] | None = None,
        nearest: bool = True,
    ) -> None:
        self._module = module
        self._imports = _IMPORTS if imports is None else imports
        self._nearest = nearest
        self._taken = frozenset(taken)
        self._unreal = _bound_for_type_checkers(module.tree)
        self._of_tensorflow = False
        self._keras = dict(self._keras_names())

    def _keras_names(self) -> Iterable[tuple[str, str]]:
        """Yield (path within Keras, how it is written here), the preferred one of several last."""
        names = {name: bound for name, bound in self._module.scope.names.items() if name not in self._unreal}
        for name, bindings in names.items():
            if name in self._taken or not all(isinstance(binding, Imported) for binding in bindings):
                continue
            paths = {_path(binding) for binding in bindings if isinstance(binding, Imported)}
            if paths == {"tensorflow"}:
                self._of_tensorflow = True
                yield "keras", f"{name}.keras"
        for name, bindings in names.items():
            paths = {_path(binding) for binding in bindings if isinstance(binding, Imported)}
            if name not in self._taken and len(paths) == 1 and all(isinstance(b, Imported) for b in bindings):
                path = paths.pop()
                if path == "keras" or path.startswith("keras."):
                    if path == "keras":
                        self._of_tensorflow = any(_is_of_tensorflow(binding) for binding in bindings)
                    yield path, name

    def root(self) -> str:
        """Return what Keras itself is called; empty where it has no name yet."""
        return self._keras.get("keras", "")

    def written(self, code: str, mode: str = "exec") -> Written:
        """Return code in the words of the file.

        Args:
            code: Statements, or one expression, with Keras under the name ``keras``.
            mode: ``exec`` or ``eval``.

        Raises:
            ScaffoldError: A name that the code needs means something else in the file.
        """
        imports: list[str] = []
        changes: list[tuple[int, int, str]] = []
        places = Places(code)
        tree = ast.parse(code, mode=mode)
        bound = {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute | ast.Name) and id(node) not in inner:
                parts = _parts(node)
                if parts and parts[0] == "keras":
                    start = places.of(node).start
                    size, spelled = self._spelled(parts, imports)
                    changes.append((start, start + len(".".join(parts[:size])), spelled))
                elif parts and parts[0] not in bound:
                    self._need(parts[0], imports)
        for start, end, spelled in sorted(changes, reverse=True):
            code = code[:start] + spelled + code[end:]
        return Written(code, tuple(dict.fromkeys(imports)))

    def _spelled(self, parts: list[str], imports: list[str]) -> tuple[int, str]:
        """Return how many parts of a dotted name are replaced, and by what: the author's nearest word for it.

        What is in ``keras.saving`` is in ``tf.keras.utils``: https://www.tensorflow.org/api_docs/python/tf/keras/utils
        """
        if self._of_tensorflow and parts[1:2] == ["saving"]:
            return 2, f"{self._keras['keras']}.utils"
        for size in range(len(parts) - 1, 0, -1) if self._nearest else (1,):
            name = self._keras.get(".".join(parts[:size]))
            if name is not None:
                return size, name
        statement = self._keras_import()
        imports.append(statement)
        if "tensorflow" in statement and parts[1:2] == ["saving"]:
            return 2, "keras.utils"
        return 1, "keras"

    def _keras_import(self) -> str:
        if "keras" in self._taken or ("keras" in self._module.scope.names and "keras" not in self._unreal):
            raise ScaffoldError(
                f"{self._module.source.path} uses the name 'keras' for something else",
                remedy="Import Keras under another name in that file first, or make the change by hand.",
            )
        origins = {
            binding.module
            for bindings in self._module.scope.names.values()
            for binding in bindings
            if isinstance(binding, Imported) and binding.level == 0
        }
        if any(origin == "tf_keras" or origin.startswith("tf_keras.") for origin in origins):
            return "import tf_keras as keras"
        of_tensorflow = any(origin.startswith("tensorflow") for origin in origins)
        of_keras = any(origin == "keras" or origin.startswith("keras.") for origin in origins)
        return "from tensorflow import keras" if of_tensorflow and not of_keras else "import keras"

    def _need(self, name: str, imports: list[str]) -> None:
        bindings = self._module.scope.names.get(name) if name not in self._unreal else None
        statement = self._imports.get(name)
        if statement is None:
            return  # a name of the class itself, or one of Python's: it is there
        wanted = statement.removeprefix("import ").removeprefix("from ").partition(" import ")
        if bindings is None and name not in self._taken and not hasattr(builtins, name):
            imports.append(statement)
            return
        origins = {"collections.abc", "typing", wanted[0].partition(" as ")[0]}
        known = [b for b in bindings or () if isinstance(b, Imported) and b.module in origins]
        if name in self._taken or not known:
            raise ScaffoldError(
                f"{self._module.source.path} uses the name {name!r} for something else",
                remedy="Rename it there first, or make the change by hand.",
            )


def _bound_for_type_checkers(tree: ast.Module) -> set[str]:
    """Return the names that nothing but ``if TYPE_CHECKING:`` binds: they are not there when the code runs."""
    blocks = [
        node for node in tree.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    ]
    inside = {name for node in blocks for part in node.body for name in _imported_names(part)}
    return inside - {name for node in tree.body for name in _imported_names(node)}


def _imported_names(node: ast.stmt) -> set[str]:
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return set()
    return {alias.asname or alias.name.partition(".")[0] for alias in node.names}


def _is_of_tensorflow(binding: object) -> bool:
    return (
        isinstance(binding, Imported)
        and binding.level == 0
        and binding.module.partition(".")[0] == "tensorflow"
    )


def _path(binding: Imported) -> str:
    """Return what a name is bound to, with Keras under one name; an import named keras is taken for Keras."""
    if binding.attribute == "keras":
        return "keras"
    whole = f"{binding.module}.{binding.attribute}" if binding.attribute else binding.module
    if binding.level:
        return f"?{whole}"
    for home in sorted(_HOMES, key=len, reverse=True):
        if whole == home or whole.startswith(f"{home}."):
            return "keras" + whole[len(home) :]
    return whole


def _parts(node: ast.expr) -> list[str]:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *parts[::-1]] if isinstance(node, ast.Name) else []
