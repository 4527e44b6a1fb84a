"""Edits that register a class with Keras."""

from __future__ import annotations

import os
import re

from scaffold.finding import Edit
from scaffold.lint.repair.places import begins_line, brackets, indentation, line_start
from scaffold.package_name import package_name
from scaffold.source.facts import ClassInfo
from scaffold.source.located import SourceFile
from scaffold.source.once import once
from scaffold.source.project import Project

# How a file may have made Keras available, and how the decorator is then written.
_IMPORTS = (
    (r"^import keras\b(?!\.)(?![^\n]*\bas\b)", "keras.saving"),
    (r"^from tensorflow import (?:\w+, *)*keras\b(?! as\b)", "keras.utils"),
    (r"^import tensorflow as tf\b", "tf.keras.utils"),
    (r"^import tensorflow\s*(?:#.*)?$", "tensorflow.keras.utils"),
)


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


@once
def _imports(source: SourceFile) -> list[tuple[int, str]]:
    """Return where a file makes Keras available, and how the decorator is then written."""
    found = ((re.search(words, source.text, re.MULTILINE), module) for words, module in _IMPORTS)
    return [(match.start(), module) for match, module in found if match]


def decorate(cls: ClassInfo, package: str) -> tuple[Edit, ...] | None:
    """Return the edit that puts the decorator above the class, in the words the file has for Keras.

    Returns:
        None where the file has no name for Keras at the top level.
    """
    text = cls.source.text
    if not package.isprintable() or '"' in package or "\\" in package:
        return None
    for at, module in _imports(cls.source):
        if at < cls.span.start and begins_line(text, cls.span.start):
            first = min([cls.span.start, *(decorator.span.start for decorator in cls.decorators)])
            at = line_start(text, first)
            decorator = (
                f'{indentation(text, first)}@{module}.register_keras_serializable(package="{package}")'
            )
            return (Edit(at, at, decorator + cls.source.newline),)
    return None


def call_decorator(cls: ClassInfo, package: str) -> tuple[Edit, ...] | None:
    """Return the edit that calls a decorator written without parentheses."""
    if cls.registration is None:
        return None
    at = cls.registration.span.end
    return (Edit(at, at, f'(package="{package}")'),)


def name_package(cls: ClassInfo, package: str) -> tuple[Edit, ...] | None:
    """Return the edit that gives a registration its package."""
    if cls.registration is None:
        return None
    where = brackets(cls.source.text, cls.registration.span.start, cls.registration.span.end)
    if where is None:
        return None
    at = where.open + 1
    return (Edit(at, at, f'package="{package}"' + (", " if where.items else "")),)
