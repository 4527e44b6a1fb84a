"""KS505: a class that is not registered and is called like a layer of Keras."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Safety, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.registration import decorate, package_for
from scaffold.lint.shadowing import is_unregistered, shadows_built_in
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS505",
    name="name-of-a-built-in",
    severity=Severity.WARNING,
    summary="An unregistered class has the name of a layer of Keras.",
    why="""A file in the older .h5 format names a class by its name alone: a model with a custom class called Dense
        loads the Dense of Keras in its place, without a word and with other outputs. See
        https://github.com/keras-team/keras/issues/22466.""",
    remedy="Register the class under a package of its own, or give it another name.",
    bad="""
import keras


class ReLU(keras.layers.Layer):
    def call(self, inputs):
        return keras.ops.maximum(inputs, 0) * 0.5
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class ReLU(keras.layers.Layer):
    def call(self, inputs):
        return keras.ops.maximum(inputs, 0) * 0.5
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about an unregistered class with the name of a layer of Keras."""
    if not (is_unregistered(cls, project) and shadows_built_in(cls)):
        return
    package = package_for(cls, project)
    fix = repair(
        f'Register {cls.name} as "{package}>{cls.name}" (older saved models then need custom_objects)',
        decorate(cls, package),
        Safety.UNSAFE,
    )
    yield found(
        RULE,
        cls,
        cls.name_span,
        f"'{cls.name}' is not registered and is called like a layer of Keras: an .h5 file loads that one in its place",
        argument="",
        fix=fix,
    )
