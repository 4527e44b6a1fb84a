"""KS501: Keras cannot find the class when a saved model is loaded."""

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
    code="KS501",
    name="not-registered",
    severity=Severity.WARNING,
    summary="The class is not registered with Keras.",
    why="""A saved model names its classes. Keras finds a class of yours only if it was registered before, or if
        the person who loads the model passes it in custom_objects; that the module can be imported does not help,
        and a subclass of a registered class is not registered. Without it, loading ends with "Could not locate
        class". See https://keras.io/api/models/model_saving_apis/serialization_utils/ and
        https://github.com/keras-team/keras/issues/21046.

        The repair changes the name under which the class is saved: models saved before need
        custom_objects={"ClassName": ClassName} from then on. That is why it asks for --unsafe-fixes.""",
    remedy='Put @keras.saving.register_keras_serializable(package="...") above the class, with the name of your '
    'package; or pass custom_objects={"ClassName": ClassName} wherever a model is loaded.',
    bad="""
import keras


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
    """Speak about a class that could be saved in a model, and that nothing registers."""
    if not is_unregistered(cls, project) or shadows_built_in(cls):
        return
    package = package_for(cls, project)
    yield found(
        RULE,
        cls,
        cls.name_span,
        f"{cls.role} '{cls.name}' is not registered: Keras cannot find it when a saved model is loaded",
        argument="",
        remedy=f'Put @keras.saving.register_keras_serializable(package="{package}") above the class, or load with '
        f'custom_objects={{"{cls.name}": {cls.name}}}. Registering changes the saved name to '
        f'"{package}>{cls.name}": models saved before still need custom_objects.',
        fix=repair(
            f'Register {cls.name} as "{package}>{cls.name}" (older saved models then need custom_objects)',
            decorate(cls, package),
            Safety.UNSAFE,
        ),
    )
