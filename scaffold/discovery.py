"""What stands in a package is found by walking it: nothing has to be registered."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules_of(package: ModuleType) -> tuple[ModuleType, ...]:
    """Import the modules of a package, in the order of their names.

    Example:
        >>> from scaffold.roundtrip import routes
        >>> [module.ROUTE.name for module in modules_of(routes)][0]
        'config'
    """
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(importlib.import_module(f"{package.__name__}.{name}") for name in names)
