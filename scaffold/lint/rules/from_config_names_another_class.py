"""KS402: a from_config that builds one named class, whichever class it was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Edit, Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.subjects import descendants
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.located import Span
from scaffold.source.project import Project

RULE = Rule(
    code="KS402",
    name="from-config-names-another-class",
    severity=Severity.ERROR,
    summary="from_config builds a class by its name instead of cls.",
    why="""from_config is inherited. One that calls a class by name gives that class for every subclass too: a saved
        subclass comes back as its parent, without its methods, or fails on the arguments the parent does not know.
        Keras calls from_config on the class that was saved, so cls is always the right one.
        See https://keras.io/api/models/model_saving_apis/serialization_utils/.""",
    remedy="Return cls(**config).",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}

    @classmethod
    def from_config(cls, config):
        return Scale(**config)


@keras.saving.register_keras_serializable(package="my_package")
class NegativeScale(Scale):
    def call(self, inputs):
        return -super().call(inputs)
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

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


@keras.saving.register_keras_serializable(package="my_package")
class NegativeScale(Scale):
    def call(self, inputs):
        return -super().call(inputs)
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a from_config that builds nothing but one class by name: of the lineage, or a stranger of its kind.

    While nobody derives from the class, its own name gives the right object: a warning. A class that does no work
    of its own may be an old name, whose objects come back as what took its place.
    """
    facts = cls.from_config
    if cls.role is None or facts is None or len(facts.constructs) != 1:
        return
    name, span = facts.constructs[0], facts.constructs_spans[0]
    if name == cls.qualified_name:
        heirs = [child for child in descendants(cls, project) if child.from_config is None]
        yield _finding(cls, span, severity=Severity.ERROR if heirs else Severity.WARNING)
    elif name in {ancestor.qualified_name for ancestor in cls.ancestors} or (
        "call" in cls.methods and _is_stranger(cls, name, project)
    ):
        yield _finding(cls, span, severity=Severity.ERROR)


def _is_stranger(cls: ClassInfo, name: str, project: Project) -> bool:
    namesakes = project.namesakes(name.rpartition(".")[2])
    others = [other for other in namesakes if other.qualified_name == name]
    return bool(others) and all(other.role == cls.role and cls not in other.ancestors for other in others)


def _finding(cls: ClassInfo, span: Span, severity: Severity) -> Finding:
    written = cls.source.text[span.start : span.end]
    facts = cls.from_config
    first = (facts.first_argument if facts is not None and facts.is_classmethod else None) or "cls"
    whose = "a subclass" if written == cls.name else f"a saved '{cls.name}'"
    return found(
        RULE,
        cls,
        span,
        f"from_config of '{cls.name}' builds '{written}' by name: expected {first}, so that {whose} "
        "comes back as what it was",
        argument="" if written == cls.name else written,
        remedy=f"Write {first} instead of {written}.",
        severity=severity,
        fix=repair(f"Build {first}", _replace(cls, span)),
    )


def _replace(cls: ClassInfo, span: Span) -> tuple[Edit, ...] | None:
    facts = cls.from_config
    if facts is None or not facts.is_classmethod or facts.first_argument is None:
        return None
    return (Edit(span.start, span.end, facts.first_argument),)
