"""What stands in a package is found by looking into its folder: nothing has to be registered."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable
from types import ModuleType

_SUFFIXES = (".py", ".pyc")


def names_in(folders: Iterable[str]) -> list[str]:
    """Return the names of the modules in the folders of a package, in order; none of them is imported for it.

    `pkgutil` tells the same, but importing it and asking it takes as long as importing twenty modules.

    Args:
        folders: The ``__path__`` of the package.

    Example:
        >>> from scaffold.report import formats
        >>> "sarif" in names_in(formats.__path__)
        True
    """
    found = (name.rpartition(".") for folder in folders for name in os.listdir(folder))  # noqa: PTH208 - see above
    return sorted({name for name, dot, suffix in found if dot + suffix in _SUFFIXES and name != "__init__"})


def modules_of(package: ModuleType) -> tuple[ModuleType, ...]:
    """Import the modules of a package, in the order of their names.

    Example:
        >>> from scaffold.roundtrip import routes
        >>> [module.ROUTE.name for module in modules_of(routes)][0]
        'config'
    """
    return tuple(importlib.import_module(f"{package.__name__}.{name}") for name in names_in(package.__path__))
