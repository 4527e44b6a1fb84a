"""Edits that register a class with Keras."""

from __future__ import annotations

import os

from scaffold.finding import Edit
from scaffold.lint.repair.keras_spelling import name_of
from scaffold.lint.repair.places import begins_line, brackets, indentation, line_start
from scaffold.lint.repair.style import quote_of
from scaffold.package_name import package_name
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project


def package_for(cls: ClassInfo, project: Project) -> str:
    """Return the package to register a class under: its top-level package; of a lone file the name of the project.

    Where the settings name a package, it is that one; a lone file of no project gives its own name. Where classes of
    one name would then share a key, of which Keras silently keeps the last, it is the whole module.

    Example:
        ``my_package/layers/dense.py`` gives ``my_package``; ``layers.py`` gives ``layers``.
    """
    settings, module = project.settings, cls.source.module.removesuffix(".ipynb")
    top, _, below = module.partition(".")
    is_lone = not below and os.path.basename(cls.source.path) != "__init__.py"
    package = package_name(
        settings.registration_package, "" if is_lone else top, settings.distribution, otherwise=top
    )
    sharing = project.namesakes(cls.name, "" if is_lone and settings.distribution else top)
    return package if settings.registration_package or sharing == (cls,) else module


def decorate(cls: ClassInfo, package: str) -> tuple[Edit, ...] | None:
    """Return the edit that puts the decorator above the class, in the words the file has for Keras.

    Returns:
        None where the file has no name for Keras at the top level.
    """
    text, known = cls.source.text, name_of(cls, "saving", "register_keras_serializable")
    if known is None or known[1] >= cls.span.start or not begins_line(text, cls.span.start):
        return None
    argument = _argument(cls, package)
    first = min([cls.span.start, *(decorator.span.start for decorator in cls.decorators)])
    at = line_start(text, first)
    decorator = f"{indentation(text, first)}@{known[0]}({argument})"
    return (Edit(at, at, decorator + cls.source.newline),) if argument else None


def _argument(cls: ClassInfo, package: str) -> str:
    return package_argument(package, quote_of(cls))


def package_argument(package: str, quote: str) -> str:
    """Return the argument that names a package; empty where no plain text can."""
    sound = package.isprintable() and not {'"', "'", "\\"} & set(package)
    return f"package={quote}{package}{quote}" if sound else ""


def call_decorator(cls: ClassInfo, package: str) -> tuple[Edit, ...] | None:
    """Return the edit that calls a decorator written without parentheses."""
    argument = _argument(cls, package)
    if cls.registration is None or not argument:
        return None
    at = cls.registration.span.end
    return (Edit(at, at, f"({argument})"),)


def name_package(cls: ClassInfo, package: str) -> tuple[Edit, ...] | None:
    """Return the edit that gives a registration its package."""
    argument = _argument(cls, package)
    if cls.registration is None or not argument:
        return None
    where = brackets(cls.source.text, cls.registration.span.start, cls.registration.span.end)
    if where is None:
        return None
    at = where.open + 1
    return (Edit(at, at, argument + (", " if where.items else "")),)
