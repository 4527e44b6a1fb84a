"""KS502: a registration that replaces the class."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.registration import call_decorator, package_for
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS502",
    name="registered-without-call",
    severity=Severity.ERROR,
    summary="The registration decorator is not called, which replaces the class by a function.",
    why="""register_keras_serializable takes the package and returns the decorator. Written without parentheses it takes
        the class for the package, and the name of the class then stands for a decorator function: nothing is
        registered, and constructing the class gives something else.
        See https://keras.io/api/models/model_saving_apis/serialization_utils/.""",
    remedy='Call it: @keras.saving.register_keras_serializable(package="...").',
    bad="""
import keras


@keras.saving.register_keras_serializable
class Scale(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2.0
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2.0
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a class whose registration has no parentheses."""
    if cls.registration is None or cls.registration.form != "bare":
        return
    package = package_for(cls, project)
    yield found(
        RULE,
        cls,
        cls.registration.span,
        f"the registration of '{cls.name}' is not called: '{cls.name}' becomes a function and nothing is registered",
        argument="",
        remedy=f'Write the parentheses, with the package: (package="{package}").',
        fix=repair(f'Register under "{package}"', call_decorator(cls, package)),
    )
