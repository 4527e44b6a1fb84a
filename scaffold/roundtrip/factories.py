"""``module:factory`` or ``file.py:factory`` -> the live model or layer it stands for."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import sys
import warnings
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

from scaffold.errors import ScaffoldError, nearest
from scaffold.roundtrip.held import keras_module, what_it_is


def make_live(target: str) -> Any:
    """Import a module and return the model or layer that a name in it is, or makes when called.

    What the module prints goes to standard error, so that it does not mix with a report.

    Args:
        target: ``package.module:name`` or ``path/to/file.py:name``. The name may be dotted; it is a model, a
            layer, or something that returns one when called without arguments.

    Returns:
        A ``keras.Model`` or ``keras.layers.Layer``.

    Raises:
        ScaffoldError: When the module or the name is not found, importing or calling fails, or the result is
            neither a model nor a layer.

    Example:
        >>> make_live("my_package.models:build_classifier")  # doctest: +SKIP
    """
    where, _, name = target.rpartition(":")
    if not where or not name:
        raise ScaffoldError(
            f"expected module:factory, got '{target}'", remedy="For example: my_package.models:build"
        )
    found = find_named(where, name)
    with redirect_stdout(sys.stderr):
        return _made(found, target)


def import_named(where: str) -> ModuleType:
    """Import a module by its name or file; what it prints goes to standard error.

    Args:
        where: ``package.module`` or ``path/to/file.py``.

    Raises:
        ScaffoldError: When it is not found, or importing it fails.
    """
    with redirect_stdout(sys.stderr):
        return _import_file(Path(where)) if where.endswith(".py") else _import_module(where)


def find_named(where: str, name: str) -> Any:
    """Import a module and return what a (dotted) name in it stands for.

    Raises:
        ScaffoldError: When module or name is not found, with the nearest that is.
    """
    return _attribute(import_named(where), where, name)


def _import_module(name: str) -> ModuleType:
    _require_name(name)
    folder = str(Path.cwd())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if name == missing or name.startswith(f"{missing}."):
            raise ScaffoldError(f"no module '{name}'", remedy=_nearest_module(name)) from None
        raise _failed(f"importing '{name}'", error) from None
    except (Exception, SystemExit) as error:
        raise _failed(f"importing '{name}'", error) from None


def _require_name(name: str) -> None:
    if not all(part.isidentifier() for part in name.split(".")):
        raise ScaffoldError(
            f"'{name}' is neither a module's name nor a file that ends in .py",
            remedy="Write package.module:factory or path/to/file.py:factory.",
        )


def _nearest_module(name: str) -> str:
    names = [path.stem for path in Path.cwd().glob("*.py")]
    names += [path.parent.name for path in Path.cwd().glob("*/__init__.py")]
    guess = nearest(name.split(".")[0], names)
    if guess and guess != name:
        return f"Did you mean '{guess}'? Modules are looked for in the working directory and the environment."
    return "Install its package, go to the directory that holds it, or write path/to/file.py:factory."


def _require_file(path: Path) -> None:
    if not path.is_file():
        siblings = [item.name for item in path.parent.glob("*.py")] if path.parent.is_dir() else []
        guess = nearest(path.name, siblings)
        raise ScaffoldError(
            f"no file '{path}'", remedy=f"Did you mean '{path.with_name(guess)}'?" if guess else ""
        )


def _import_file(path: Path) -> ModuleType:
    _require_file(path)
    path = path.resolve()
    if (path.parent / "__init__.py").is_file():
        return _import_part_of_package(path)
    state = path.stat()
    return _imported_as_it_is(path, (state.st_mtime_ns, state.st_size))


@functools.cache
def _imported_as_it_is(path: Path, state: tuple[int, int]) -> ModuleType:
    """Import a file that is in no package; once, as its classes are registered once, until it is another file."""
    # As for a script that is run: what lies beside it can be imported.
    if str(path.parent) not in sys.path:
        sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ScaffoldError(f"'{path}' cannot be imported as a Python module")
    module = importlib.util.module_from_spec(spec)
    known = sys.modules.get(path.stem)
    sys.modules[path.stem] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise _failed(f"importing '{path}'", error) from None
    finally:
        # A module of the same name that others already use must not be replaced.
        if known is not None:
            sys.modules[path.stem] = known
    return module


def _import_part_of_package(path: Path) -> ModuleType:
    """Import a file of a package under its full name, so that its relative imports work."""
    parts = [] if path.name == "__init__.py" else [path.stem]
    folder = path.parent
    while (folder / "__init__.py").is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return _import_module(".".join(parts))


def _attribute(module: ModuleType, where: str, name: str) -> Any:
    value: Any = module
    for part in name.split("."):
        if not hasattr(value, part):
            known = [other for other in getattr(value, "__dict__", {}) if not other.startswith("_")]
            guess = nearest(part, known)
            hint = (
                f"Did you mean '{guess}'?"
                if guess
                else f"It has: {', '.join(sorted(known)[:12]) or 'nothing'}."
            )
            raise ScaffoldError(f"no '{name}' in '{where}'", remedy=hint)
        value = getattr(value, part)
    return value


def _made(found: Any, target: str) -> Any:
    keras = keras_module()
    # A layer is itself callable, so it must be recognized before it is called.
    if isinstance(found, keras.Layer):
        return found
    if not callable(found):
        raise _neither(found, f"'{target}' is")
    _require_no_arguments(found, target)
    try:
        made = found()
    except (Exception, SystemExit) as error:
        raise _failed(f"calling '{target}'", error) from None
    if not isinstance(made, keras.Layer):
        raise _neither(made, f"'{target}' returned")
    return made


def _require_no_arguments(found: Any, target: str) -> None:
    import inspect

    try:
        parameters = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):
        return
    variadic = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    required = [item.name for item in parameters if item.default is item.empty and item.kind not in variadic]
    if required:
        raise ScaffoldError(
            f"'{target}' needs arguments ({', '.join(required)}), expected a factory that needs none",
            remedy="Name a function without required arguments that calls it.",
        )


def _neither(value: Any, what: str) -> ScaffoldError:
    remedy = (
        "Return the model from the factory." if value is None else "Name a keras.Model or keras.layers.Layer."
    )
    return ScaffoldError(f"{what} {what_it_is(value)}, expected a Keras model or layer", remedy=remedy)


class NotImportedError(ScaffoldError):
    """A module is there, and raised while it was imported.

    Args:
        problem: What was done and what came of it.
        remedy: What to do.
        reason: What was raised, alone.
    """

    def __init__(self, problem: str, *, remedy: str, reason: str) -> None:
        super().__init__(problem, remedy=remedy)
        self.reason = reason


def require_there(target: str) -> None:
    """Find the module of a target and read its file, without importing anything: a slip must not wait for Keras.

    Args:
        target: As ``scaffold check`` takes it.

    Raises:
        ScaffoldError: When there is no such file, directory or module.
        NotImportedError: When the file is no Python.
    """
    where = target
    if not Path(target).exists():
        before, _, _ = target.rpartition(":")
        # A lone drive letter is part of a Windows path, not a module.
        where = before if len(before) > 1 else target
    path = Path(where)
    if where.endswith(".py"):
        _require_file(path)
        _require_python(path)
    elif not path.is_dir():
        _require_module(where)


def _require_python(path: Path) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # importing the file gives them
            compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _failed(f"reading '{path}'", error) from None


def _require_module(name: str) -> None:
    _require_name(name)
    outermost = name.partition(".")[0]
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    if outermost not in sys.modules and importlib.util.find_spec(outermost) is None:
        raise ScaffoldError(f"no module '{name}'", remedy=_nearest_module(name))


def why_not_imported(error: BaseException) -> str:
    """Return what importing a module raised; of what is no Python, the place and the line.

    Example:
        >>> why_not_imported(SyntaxError("invalid syntax", ("a.py", 3, 1, "def f(:", 3, 2)))
        'SyntaxError: invalid syntax (a.py:3: `def f(:`)'
    """
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        line = f": `{error.text.strip()}`" if error.text and error.text.strip() else ""
        return f"{type(error).__name__}: {error.msg} ({error.filename}:{error.lineno}{line})"
    reason = " ".join(str(error).split())
    return f"{type(error).__name__}: {reason[:500]}" if reason else type(error).__name__


def _failed(what: str, error: BaseException) -> ScaffoldError:
    if isinstance(error, SyntaxError):
        place = f"line {error.lineno} of {error.filename}" if error.lineno else "it"
        reason = why_not_imported(error)
        return NotImportedError(f"{what} raised {reason}", remedy=f"Repair {place}.", reason=reason)
    frame, place = error.__traceback__, ""
    while frame is not None:
        filename = frame.tb_frame.f_code.co_filename
        if not filename.startswith("<") and filename != __file__:
            place = f" ({filename}:{frame.tb_lineno})"
        frame = frame.tb_next
    remedy = f"Repair it there{place}." if place else ""
    reason = why_not_imported(error)
    return NotImportedError(f"{what} raised {reason}", remedy=remedy, reason=reason)
