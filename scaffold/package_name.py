"""The package that classes of a project are registered under: one answer for whoever writes or advises a decorator."""

from __future__ import annotations

import re
from typing import Any


def package_name(configured: str, package: str, distribution: str, otherwise: str) -> str:
    """Return the package to register a class under.

    That is what Keras authors write: the name that their package is imported by, ``keras_hub`` and not ``keras-hub``.

    Args:
        configured: What the configuration of the project says; empty where it says nothing.
        package: The top-level package that the file belongs to; empty where it belongs to none.
        distribution: What the distribution is called; empty where it has no name.
        otherwise: What is left to go by.

    Example:
        >>> package_name("", "", "keras-shop", "layers")
        'keras_shop'
    """
    for named in (configured, package, distribution.replace("-", "_")):
        plain = re.sub(r"[^A-Za-z0-9_.-]", "_", named).lstrip("_.-")[:40]
        if plain:
            return plain
    return otherwise


def told_by_project(directory: str) -> tuple[str, str]:
    """Return what the nearest ``pyproject.toml`` upwards says: the package to register under, and the distribution.

    Args:
        directory: Where the code is.

    Returns:
        Both as they are written there; empty where it does not say, or is no TOML.
    """
    import tomllib
    from pathlib import Path

    start = Path(directory).absolute()
    files = (place / "pyproject.toml" for place in (start, *start.parents))
    nearest = next((file for file in files if file.is_file()), None)
    if nearest is None:
        return "", ""
    try:
        content = tomllib.loads(nearest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "", ""
    own = _table(_table(content, "tool"), "scaffold")
    package = own.get("package") or _table(own, "lint").get("registration-package") or ""
    return str(package), str(_table(content, "project").get("name") or "")


def _table(content: dict[str, Any], key: str) -> dict[str, Any]:
    found = content.get(key)
    return found if isinstance(found, dict) else {}
