"""KS503: a registration under the package that everybody shares."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Safety, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.registration import name_package, package_for
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS503",
    name="registered-without-package",
    severity=Severity.WARNING,
    summary="The class is registered without a package of its own.",
    why="""Without a package Keras registers the class as "Custom>ClassName". Two libraries with a class of
        the same name then share one key: the one imported last wins, without a warning, and a saved model
        loads the other class. See https://github.com/keras-team/keras-cv/pull/2001.

        The repair changes the name under which the class is saved: models saved before need
        custom_objects={"Custom>ClassName": ClassName} from then on. That is why it asks for --unsafe-fixes.""",
    remedy='Name the package: @keras.saving.register_keras_serializable(package="...").',
    bad="""
import keras


@keras.saving.register_keras_serializable()
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
    """Speak about a class that is registered by a call that certainly names no package."""
    registration = cls.registration
    if registration is None or registration.form != "call" or registration.package is not None:
        return
    package = package_for(cls, project)
    yield found(
        RULE,
        cls,
        registration.span,
        f"'{cls.name}' is registered without a package: it shares the key 'Custom>{cls.name}' with every class "
        "of that name, and the last one imported wins",
        argument=f"Custom>{cls.name}",
        remedy=f'Write package="{package}". Models saved before then need '
        f'custom_objects={{"Custom>{cls.name}": {cls.name}}}.',
        fix=repair(
            f'Register as "{package}>{cls.name}" (older saved models then need custom_objects)',
            name_package(cls, package),
            Safety.UNSAFE,
        ),
    )
