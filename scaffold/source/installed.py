"""Installed packages whose classes may derive from Keras ones: where their source is; nothing is imported."""

from __future__ import annotations

import os
import re
import sys

from scaffold.pattern import pattern

# A package that needs one of these can hold Keras objects.
_NEEDS_KERAS = pattern(
    r"^Requires-Dist: *(?:keras|tf[-_]keras|tensorflow|tf[-_]nightly)\b", re.MULTILINE | re.IGNORECASE
)
# Keras itself is known from the table.
_IN_THE_TABLE = frozenset({"keras", "tensorflow", "tf_keras", "tensorflow_core", "tensorflow_intel"})
_SEPARATORS = pattern(r"[-_.]+")


class Installed:
    """Finds the directories of installed packages, each looked up once."""

    def __init__(self) -> None:
        self._roots: dict[tuple[str, str], str | None] = {}
        self._homes: dict[str, tuple[str, ...]] = {}
        self._environments: dict[str, tuple[str, ...]] = {}

    def root_of(self, package: str, importer: str) -> str | None:
        """Return the directory that holds the source of a package which uses Keras, or None.

        Args:
            package: Name of the top-level package.
            importer: The file that imports it: a virtual environment of its project comes first.
        """
        if package in _IN_THE_TABLE or package in sys.stdlib_module_names:
            return None
        start = os.path.dirname(importer)
        key = (package, start)
        if key not in self._roots:
            homes = self._homes_for(start)
            self._roots[key] = next((home for home in homes if _uses_keras(home, package)), None)
        return self._roots[key]

    def _homes_for(self, directory: str) -> tuple[str, ...]:
        """Return the directories that packages are installed in, the project's virtual environment first."""
        if directory not in self._homes:
            active = os.environ.get("VIRTUAL_ENV")
            packages = _packages_of(active) if active else []
            self._homes[directory] = (*packages, *self._above(directory), *_OWN_HOMES)
        return self._homes[directory]

    def _above(self, directory: str) -> tuple[str, ...]:
        """Return where the virtual environments in a directory and above it keep packages, up to the repository."""
        if directory not in self._environments:
            found = [
                home for name in (".venv", "venv") for home in _packages_of(os.path.join(directory, name))
            ]
            parent = os.path.dirname(directory)
            last = parent == directory or os.path.exists(os.path.join(directory, ".git"))
            self._environments[directory] = (*found, *(() if last else self._above(parent)))
        return self._environments[directory]


_OWN_HOMES = tuple(path for path in sys.path if path.endswith(("site-packages", "dist-packages")))


def _packages_of(environment: str) -> list[str]:
    return _site_packages(environment) if os.path.isfile(os.path.join(environment, "pyvenv.cfg")) else []


def _site_packages(environment: str) -> list[str]:
    windows = os.path.join(environment, "Lib", "site-packages")
    if os.path.isdir(windows):
        return [windows]
    library = os.path.join(environment, "lib")
    try:
        versions = sorted(name for name in os.listdir(library) if name.startswith("python3"))
    except OSError:
        return []
    return [os.path.join(library, version, "site-packages") for version in versions]


def _uses_keras(home: str, package: str) -> bool:
    if not os.path.isfile(os.path.join(home, package, "__init__.py")):
        return False
    wanted = _SEPARATORS.sub("_", package).lower()
    try:
        names = os.listdir(home)
    except OSError:
        return False
    for name in names:
        distribution, _, kind = name.rpartition(".")
        if kind == "dist-info" and _SEPARATORS.sub("_", distribution.rpartition("-")[0]).lower() == wanted:
            return _NEEDS_KERAS.search(_metadata(os.path.join(home, name))) is not None
    return False


def _metadata(directory: str) -> str:
    try:
        with open(os.path.join(directory, "METADATA"), encoding="utf-8", errors="replace") as file:
            return file.read(200_000)
    except OSError:
        return ""
