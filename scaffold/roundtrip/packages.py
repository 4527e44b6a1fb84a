"""Which layers a package, module, file or name stands for."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from scaffold.errors import ScaffoldError
from scaffold.roundtrip.factories import NotImportedError, find_named, import_named, why_not_imported
from scaffold.roundtrip.held import keras_module

_SAVED_MODELS = (".keras", ".h5", ".hdf5")
# Files that do something when they are imported, beside the code in a directory.
_NO_LIBRARY = frozenset({"conftest.py", "setup.py"})


@dataclass(frozen=True, slots=True)
class FoundLayers:
    """What a target stands for.

    Args:
        layers: Name to show -> what ``check_roundtrip`` takes: a class, a layer or a factory.
        problems: Modules of the package that could not be imported, each with the reason.
    """

    layers: dict[str, Any]
    problems: tuple[str, ...] = ()


def layers_in(package: str | ModuleType) -> list[type]:
    """Return every layer class that a package defines, in its submodules too.

    Args:
        package: A package or module, or its name. It is imported, its submodules as well.

    Returns:
        The ``keras.layers.Layer`` subclasses defined there, in the order of modules and then of definition;
        left out are imported classes, those whose name begins with an underscore, and bases without a ``call``
        of their own, whose heirs are there.

    Raises:
        ScaffoldError: When the package or one of its submodules cannot be imported.

    Example:
        >>> @pytest.mark.parametrize("layer", layers_in("my_package.layers"))  # doctest: +SKIP
        ... def test_survives(layer):
        ...     check_roundtrip(layer)
    """
    module = import_named(package) if isinstance(package, str) else package
    found = _layers_of(module)
    if found.problems:
        raise ScaffoldError(
            f"not every module of '{module.__name__}' can be imported: {'; '.join(found.problems)}",
            remedy="Install what it needs, or name the submodules that can be imported.",
        )
    return list(found.layers.values())


def find_layers(target: str) -> FoundLayers:
    """Return what a target of ``scaffold check`` stands for.

    Args:
        target: ``package``, ``package.module``, ``file.py``, a directory, or a module or file with ``:name``,
            where the name is a layer class, a layer, or a function without arguments that returns one. Of a
            directory that is no package every file is taken but tests.

    Raises:
        ScaffoldError: When it is not found or cannot be imported.
    """
    where, _, name = target.rpartition(":")
    if target.endswith(_SAVED_MODELS):
        raise ScaffoldError(
            f"'{target}' is a saved model, not code",
            remedy=f"`scaffold doctor {target}` says whether it loads, `scaffold inspect {target}` what is in it.",
        )
    if Path(target).is_dir():
        return _layers_below(Path(target))
    try:
        # A lone drive letter is part of a Windows path, not a module.
        if where and len(where) > 1:
            return FoundLayers({target: find_named(where, name)})
        module = import_named(target)
    except NotImportedError as error:
        # The other targets are checked all the same.
        return FoundLayers({}, (f"{target}: {error.reason}\n{error.remedy}".rstrip(),))
    except ScaffoldError as error:
        if _is_in_module(target):
            error = ScaffoldError(
                error.problem, remedy=f"Did you mean '{':'.join(target.rsplit('.', maxsplit=1))}'?"
            )
        raise error from None
    return _layers_of(module)


def _is_in_module(target: str) -> bool:
    """Return whether the last part of a dotted name is something that a module defines, not a module."""
    where, _, name = target.rpartition(".")
    if not where or target.endswith(".py"):
        return False
    try:
        return hasattr(import_named(where), name)
    except ScaffoldError:
        return False


def _layers_below(folder: Path) -> FoundLayers:
    if (folder / "__init__.py").is_file():
        return _layers_of(import_named(str(folder / "__init__.py")))
    layers: dict[str, Any] = {}
    problems: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.is_dir() and (path / "__init__.py").is_file():
            path = path / "__init__.py"
        elif path.suffix != ".py" or path.stem.startswith("test_") or path.name in _NO_LIBRARY:
            continue
        try:
            found = _layers_of(import_named(str(path)))
        except ScaffoldError as error:
            problems.append(f"{path}: {error.problem}")
        else:
            layers |= found.layers
            problems += found.problems
    return FoundLayers(layers, tuple(problems))


def _layers_of(module: ModuleType) -> FoundLayers:
    problems: list[str] = []
    classes = [cls for part in _modules_of(module, problems) for cls in _layer_classes(part)]
    layers = {f"{cls.__module__}.{cls.__qualname__}": cls for cls in classes if not _is_base(cls, classes)}
    return FoundLayers(layers, tuple(problems))


def _is_base(cls: type, classes: list[type]) -> bool:
    """Return whether a class is only there to be derived from: it computes nothing, its heirs here do."""
    call = vars(keras_module().layers.Layer).get("call")
    has_call = next(vars(base)["call"] for base in cls.__mro__ if "call" in vars(base)) is not call
    return not has_call and any(issubclass(other, cls) for other in classes if other is not cls)


def _modules_of(module: ModuleType, problems: list[str]) -> Iterator[ModuleType]:
    yield module
    for info in pkgutil.walk_packages(
        getattr(module, "__path__", []),
        f"{module.__name__}.",
        onerror=lambda name: None,  # the import below says why
    ):
        # Running a package's __main__ would run its program.
        if info.name.rpartition(".")[2] == "__main__":
            continue
        try:
            yield importlib.import_module(info.name)
        except (Exception, SystemExit) as error:
            problems.append(f"{info.name}: {why_not_imported(error)}")


def _layer_classes(module: ModuleType) -> Iterator[type]:
    layer_class = keras_module().layers.Layer
    for name, value in vars(module).items():
        is_own = isinstance(value, type) and value.__module__ == module.__name__
        # An abstract class is no layer yet: Python itself refuses to make one.
        if (
            is_own
            and not inspect.isabstract(value)
            and issubclass(value, layer_class)
            and not name.startswith("_")
        ):
            yield value
