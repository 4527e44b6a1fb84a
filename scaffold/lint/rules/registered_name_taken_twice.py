"""KS504: two classes that are registered under one name."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.rule import Rule
from scaffold.source.project import Project
from scaffold.source.summary import ClassSummary

RULE = Rule(
    code="KS504",
    name="registered-name-taken-twice",
    severity=Severity.ERROR,
    summary="Two classes are registered under one name.",
    why="""Keras keeps one class for a name: of two the one that is imported last, without a word. A saved model
        then loads the other class, depending on what was imported. See
        https://github.com/keras-team/keras-cv/pull/2001.""",
    remedy="Register each class under a package or name of its own.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package", name="Scale")
class Double(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2


@keras.saving.register_keras_serializable(package="my_package", name="Scale")
class Triple(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 3
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Double(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2


@keras.saving.register_keras_serializable(package="my_package")
class Triple(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 3
""",
)


def check_project(project: Project) -> Iterator[Finding]:
    """Speak about each class after the first that certainly is registered under a name that is taken already."""
    first: dict[tuple[str, str], ClassSummary] = {}
    for cls in project.summaries:
        key = _registered_name(cls)
        if key is None or project.is_of_tests(cls):
            continue
        # Lone files and tests are never imported together.
        other = first.setdefault((cls.source.module.split(".")[0], key), cls)
        if other is cls or other.qualified_name == cls.qualified_name or not _one_import(cls, other):
            continue
        assert cls.registration is not None
        yield found(
            RULE,
            cls,
            cls.registration.span,
            f"'{cls.name}' is registered as '{key}', and so is '{other.qualified_name}': "
            "Keras keeps the one that is imported last",
            argument=key,
            remedy=_remedy(cls, other, key),
        )


def _remedy(cls: ClassSummary, other: ClassSummary, key: str) -> str:
    """Return the decorator to write: with the name of the class where that differs, else with its module."""
    package, _, name = key.partition(">")
    if cls.name not in (name, other.name):
        name = cls.name
    elif cls.source.module != other.source.module:
        package = cls.source.module.removesuffix(".ipynb")
    else:
        return "Register each class under a name of its own."
    return (
        f'Write register_keras_serializable(package="{package}", name="{name}") above \'{cls.name}\': '
        f'models saved before still need custom_objects={{"{key}": {cls.name}}}.'
    )


def _registered_name(cls: ClassSummary) -> str | None:
    registration = cls.registration
    if registration is None or registration.form != "call" or cls.in_function:
        return None
    package = "Custom" if registration.package is None else registration.package
    name = cls.name if registration.name is None else registration.name
    return f"{package}>{name}" if isinstance(package, str) and isinstance(name, str) else None


def _one_import(cls: ClassSummary, other: ClassSummary) -> bool:
    """Tell whether two classes belong to one program: one package, or one file."""
    return "." in cls.source.module or cls.source == other.source
