"""The table ``[tool.scaffold.lint]`` of the nearest pyproject.toml -> checked values; what is wrong is told by line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any

from scaffold.errors import ScaffoldError, nearest
from scaffold.settings import Analysis
from scaffold.source.record import Record

NAME = "pyproject.toml"
TABLE = "tool.scaffold.lint"

# Reading TOML costs more than linting a small file, so a file that cannot have our table is not read as TOML.
_MAY_HAVE_TABLE = (
    rb"(?m)tool[\s\"']*\.[\s\"']*scaffold|^[ \t]*(?:\[[ \t]*[\"']?tool[\"' \t]*\]|[\"']?tool[\"' \t]*=)"
)
# For the same reason the name of the distribution is searched for.
_DISTRIBUTION = rb"(?m)^\[project\][^\[]*?^name\s*=\s*[\"']([^\"'\r\n]+)"


class Config(Record):
    """What a project asks of the linter.

    Args:
        path: The file it stands in; empty where there is none.
        select: Codes, beginnings of codes or names; None means all.
        extend_select: More of them.
        ignore: The same, taken away.
        per_file_ignores: Pattern of paths -> what is ignored in such files.
        exclude: Patterns of paths that are not looked at.
        respect_gitignore: Whether what git ignores is left out.
        fix: Whether to repair without being asked.
        unsafe_fixes: Whether a repair may change what saved models must look like.
        fail_on: The least severity that makes the command exit with 1.
        output_format: How findings are printed.
        baseline: File of findings that are known; empty for none.
        keras_version: Keras that loads the saved models.
        registration_package: Package that layers are registered with.
        extra_base_classes: Classes of other packages that are layers.
        distribution: What the distribution is called that the nearest pyproject.toml describes.
    """

    path: str = ""
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    fix: bool = False
    unsafe_fixes: bool = False
    fail_on: str = "error"
    output_format: str = "text"
    baseline: str = ""
    keras_version: tuple[int, ...] = ()
    registration_package: str = ""
    extra_base_classes: tuple[str, ...] = ()
    distribution: str = ""

    @property
    def root(self) -> str:
        """Directory that its patterns and paths count from."""
        return os.path.dirname(os.path.abspath(self.path)) if self.path else os.getcwd()

    @property
    def analysis(self) -> Analysis:
        """What changes what is found."""
        return Analysis(
            self.keras_version, self.registration_package, self.extra_base_classes, self.distribution
        )

    def error(self, problem: str, about: str, remedy: str) -> ScaffoldError:
        """Return the error about a key or a text of this file, with the line it stands on."""
        with open(self.path, "rb") as file:
            return _error(self.path, file.read().decode("utf-8", "replace"), problem, about, remedy)


def find_config(paths: Iterable[str]) -> Config:
    """Return the configuration nearest to the paths: of the first directory from their common one upward that has any.

    Raises:
        ScaffoldError: It is no TOML, or holds a key or value that is not known.
    """
    directory = common_directory(paths)
    distribution = ""
    while True:
        path = os.path.join(directory, NAME)
        data = _content(path)
        named = re.search(_DISTRIBUTION, data) if data and not distribution else None
        distribution = named.group(1).decode("utf-8", "replace") if named else distribution
        found = _own_table(path, data)
        if found is not None:
            return found.but(distribution=distribution)
        parent = os.path.dirname(directory)
        if parent == directory:
            return Config(distribution=distribution)
        directory = parent


def config_in(directory: str) -> Config | None:
    """Return the configuration that stands in a directory; None where there is none.

    Raises:
        ScaffoldError: It is no TOML, or holds a key or value that is not known.
    """
    path = os.path.join(directory, NAME)
    return _own_table(path, _content(path))


def _content(path: str) -> bytes:
    try:
        if not os.path.isfile(path):
            return b""  # reading from a pipe would wait for a writer
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""  # it is not for us


def _own_table(path: str, data: bytes) -> Config | None:
    if b"scaffold" not in data or not re.search(_MAY_HAVE_TABLE, data):
        return None
    return _parse(_as_written(path), data)


def read_config(path: str) -> Config:
    """Return the configuration of a file that was named.

    Raises:
        ScaffoldError: It cannot be read, has no table for the linter, or holds what is not known.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise ScaffoldError(
            f"cannot read {path}: {error.strerror}", remedy="Name a pyproject.toml."
        ) from error
    found = _parse(path, data)
    if found is None:
        raise ScaffoldError(
            f"{path} has no table [{TABLE}]", remedy=f"Add [{TABLE}] to it, or use --isolated."
        )
    return found


def common_directory(paths: Iterable[str]) -> str:
    """Return the absolute path of the directory that all of the paths are in, or that is one of them."""
    absolute = [os.path.abspath(path) for path in paths]
    directories = [path if os.path.isdir(path) else os.path.dirname(path) for path in absolute]
    try:
        return os.path.commonpath(directories)
    except ValueError:  # on different drives
        return directories[0]


def _as_written(path: str) -> str:
    here = os.path.relpath(path)
    return path if here.startswith(os.pardir) else here


def _parse(path: str, data: bytes) -> Config | None:
    import tomllib

    from scaffold.lint.config_keys import KEYS, sound_package

    try:
        text = data.decode("utf-8-sig")
        document: Any = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ScaffoldError(
            f"{path}:{line}: this is no TOML: byte 0x{data[error.start]:02x} is not UTF-8",
            remedy="Save the file as UTF-8.",
        ) from error
    except ValueError as error:
        said = re.search(r"at line (\d+)", str(error))
        place = f"{path}:{said.group(1)}" if said else path
        raise ScaffoldError(f"{place}: this is no TOML: {error}", remedy="Correct the file.") from error
    except RecursionError as error:
        raise ScaffoldError(f"{path}: nested too deeply to be read", remedy="Correct the file.") from error
    own = document.get("tool", {})
    own = own.get("scaffold", {}) if isinstance(own, dict) else {}
    if not isinstance(own, dict) or not own:
        return None
    stray = [key for key in own if key in KEYS or (key != "lint" and nearest(key, ["lint"]))]
    if stray:
        remedy = f"Write it into [{TABLE}]." if stray[0] in KEYS else f"Did you mean [{TABLE}]?"
        raise _error(path, text, f"[tool.scaffold] has no key '{stray[0]}'", stray[0], remedy)
    package = sound_package(own["package"]) if own.get("package", "") != "" else ""
    if package is None:
        found = own["package"]
        raise _error(
            path,
            text,
            f"'package' must be a name, found {found!r}",
            "package",
            'Write package = "my_package"',
        )
    if "lint" not in own:
        return Config(path=path, registration_package=package) if package else None
    table = own["lint"] if isinstance(own["lint"], dict) else {}
    if table != own["lint"]:
        raise _error(
            path, text, f"[{TABLE}] must be a table", "lint", f"Write [{TABLE}] and its keys below it."
        )
    values = _values(path, text, table)
    return Config(path=path, **values | ({"registration_package": package} if package else {}))


def _values(path: str, text: str, table: dict[str, Any]) -> dict[str, Any]:
    from scaffold.lint.config_keys import KEYS

    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            guess = nearest(key, KEYS)
            hint = f"Did you mean '{guess}'? " if guess else ""
            raise _error(path, text, f"unknown key '{key}'", key, f"{hint}Known: {', '.join(sorted(KEYS))}.")
        expected, taken = KEYS[key][:2]
        made = taken(value)
        if made is None:
            raise _error(
                path,
                text,
                f"'{key}' must be {expected}, found {value!r}",
                key,
                f"Write {key} = {KEYS[key][2]}",
            )
        name = "exclude" if key == "extend-exclude" else key.replace("-", "_")
        values[name] = values.get(name, ()) + made if name == "exclude" else made
    return values


def _error(path: str, text: str, problem: str, about: str, remedy: str) -> ScaffoldError:
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if re.search(r"scaffold", line) and "[" in line), 0)
    named = re.compile(rf"(?<![\w-]){re.escape(about)}(?![\w-])")
    line = next((n for n in range(start, len(lines)) if named.search(lines[n])), start)
    return ScaffoldError(f"{path}:{line + 1}: {problem}", remedy=remedy)
