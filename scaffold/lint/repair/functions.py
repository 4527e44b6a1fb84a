"""The repair that registers a function with Keras."""

from __future__ import annotations

import ast

from scaffold.finding import Edit, Fix, Safety
from scaffold.lint.found import repair
from scaffold.lint.repair.keras_spelling import name_in_file
from scaffold.lint.repair.method_source import bindings
from scaffold.lint.repair.registration import package_argument
from scaffold.lint.repair.style import quote_in
from scaffold.package_name import package_name
from scaffold.source.function_facts import GivenFunction
from scaffold.source.located import SourceFile
from scaffold.source.places import Places
from scaffold.source.project import Project


def register_function(function: GivenFunction, source: SourceFile, project: Project) -> Fix | None:
    """Return the repair that puts the decorator above a function, in the words the file has for Keras.

    It changes the name that models say the function has.

    Args:
        function: The function.
        source: The file that something is given the function in.
        project: Knows under which package it registers its own.

    Returns:
        None where the function is not the only one of its name in the file, at its top level and without decorators,
        or the file has no name for Keras above it.
    """
    name = function.name
    if function.qualified_name != f"{source.module}.{name}":
        return None
    at = _start(source, name)
    known = name_in_file(source, "saving", "register_keras_serializable")
    package = _package(source, project)
    argument = package_argument(package, quote_in(source.text))
    if at is None or known is None or known[1] >= at or not argument:
        return None
    edit = Edit(at, at, f"@{known[0]}({argument}){source.newline}")
    message = (
        f'Register {name} as "{package}>{name}" (models saved from then on are not loaded by '
        f'custom_objects={{"{name}": {name}}})'
    )
    return repair(message, (edit,), Safety.UNSAFE)


def _start(source: SourceFile, name: str) -> int | None:
    """Return where the one function of that name begins; None where there is none or more, or it is decorated."""
    try:
        tree = ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    if len(found) != 1 or found[0].decorator_list or bindings(tree, name) != 1:
        return None
    return Places(source.text).of(found[0]).start


def _package(source: SourceFile, project: Project) -> str:
    """Return the package to register under: the module, as functions of one name may be in others, too."""
    settings, module = project.settings, source.module.removesuffix(".ipynb")
    named = "" if "." in module else settings.distribution
    return package_name(settings.registration_package, "", named, otherwise=module)
