"""KS304: variable keywords under another name than kwargs, which Keras looks for."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.rename import rename
from scaffold.lint.subjects import is_abstract
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.inheritance import effective_config, effective_parameters
from scaffold.source.located import Answer
from scaffold.source.project import Project

RULE = Rule(
    code="KS304",
    name="variable-keyword-not-kwargs",
    severity=Severity.ERROR,
    summary="The automatic config drops the name of a layer whose variable keywords are not called kwargs.",
    why="""Where a class has no get_config, Keras makes the config from the constructor's signature, and keeps the
        name only if the constructor has a parameter called name, or variable keywords called exactly
        kwargs. Under any other name the rebuilt layer gets a new name, so that get_layer and weights by
        name no longer find it. See Operation.get_config in
        https://github.com/keras-team/keras/blob/v3.15.1/keras/src/ops/operation.py.""",
    remedy="Call them **kwargs.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **options):
        super().__init__(**options)
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
    """Speak about a layer with an automatic config that takes a name, and whose config has none."""
    constructor = cls.constructor
    if cls.role not in ("layer", "model") or constructor is None or constructor.decorated or is_abstract(cls):
        return
    if constructor.var_keyword in (None, "kwargs") or constructor.var_keyword_used or cls.in_function:
        return
    config, parameters = effective_config(cls), effective_parameters(cls)
    lost = config.automatic is Answer.YES and "name" not in config.entries and "name" in parameters.parameters
    if not lost or not parameters.complete:
        return
    yield found(
        RULE,
        cls,
        constructor.signature_span,
        f"the automatic config of '{cls.name}' has no name: Keras keeps it only for a parameter 'name' or for "
        f"'**kwargs', found '**{constructor.var_keyword}'",
        argument="name",
        fix=repair(
            "Call them **kwargs",
            rename(cls.source.text, constructor.span, constructor.var_keyword or "", "kwargs"),
        ),
    )
