"""KS301: a constructor that cannot take what every config carries."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.refused import refused_keys
from scaffold.lint.repair.constructor import add_kwargs
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.inheritance import accepted_through_kwargs
from scaffold.source.project import Project

RULE = Rule(
    code="KS301",
    name="no-kwargs",
    severity=Severity.ERROR,
    summary="The constructor does not accept the base arguments that the config carries.",
    why="""Every config of a layer carries name, trainable and dtype, the automatic one as well. A constructor without
        **kwargs refuses them: the model can be saved without a warning, and loading it fails with "unexpected
        keyword argument 'trainable'". Keras adds more on the way: Dense, EinsumDense and Embedding put
        quantization_config into the config of their subclasses.
        See https://github.com/keras-team/keras-core/issues/469.""",
    remedy="Accept **kwargs in the constructor and pass them on: super().__init__(**kwargs).",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0):
        super().__init__()
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a class whose own constructor refuses keys that Keras itself puts into the config.

    Not about a class inside a function: nobody can import it, so nobody loads it by a file.
    """
    constructor = cls.constructor
    if constructor is None or constructor.var_keyword is not None or constructor.decorated or cls.in_function:
        return
    refused = [key for key, entry in refused_keys(cls, project) if entry is None]
    if not refused:
        return
    keys = ", ".join(f"'{key}'" for key in refused)
    through = accepted_through_kwargs(cls)
    # What the call of the parent's constructor gives by itself cannot be passed on beside it.
    passes = through.complete and (through.accepts_any or set(refused) <= set(through.parameters))
    yield found(
        RULE,
        cls,
        constructor.signature_span,
        f"the constructor of '{cls.name}' does not accept {keys}, which its config carries: "
        f"a saved {cls.role} cannot be rebuilt",
        argument=refused[0],
        remedy="" if passes else f"Accept {keys} in the constructor, or take them out in from_config.",
        fix=repair("Accept **kwargs and pass them on", add_kwargs(cls)) if passes else None,
    )
