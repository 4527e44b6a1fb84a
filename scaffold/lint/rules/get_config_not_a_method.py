"""KS113: a get_config that is a property, a classmethod or a staticmethod."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.decorators import remove_decorator
from scaffold.lint.subjects import CONFIGURED
from scaffold.pattern import pattern
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import Method
from scaffold.source.project import Project

RULE = Rule(
    code="KS113",
    name="get-config-not-a-method",
    severity=Severity.ERROR,
    summary="get_config is no ordinary method.",
    why="""Keras calls layer.get_config(). A property is read, not called, so that a dict is called in the end; a
        classmethod or staticmethod does not know the layer whose config it is to give. Saving fails.
        See https://keras.io/guides/customizing_saving_and_serialization/.""",
    remedy="Define it as def get_config(self), without a decorator.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    @property
    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
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
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a get_config that is certainly no method of an object."""
    method = cls.methods.get("get_config")
    if cls.role not in CONFIGURED or method is None or method.kind == "method":
        return
    known = [decorator for decorator in method.decorators if decorator.name == method.kind]
    if not known:
        return
    edits = remove_decorator(cls.source.text, known[0].span) if _works_as_method(cls, method) else None
    yield found(
        RULE,
        cls,
        method.name_span,
        f"get_config of '{cls.name}' is a {method.kind}: expected a method, as Keras calls layer.get_config()",
        argument="",
        fix=repair("Make get_config a method", edits),
    )


# What reads it without calling it, and would get a method.
_READ = pattern(r"\bself\.get_config\b(?!\s*\()|\.get_config\s*(?:\[|\.\w)")
_TAKES_SELF = pattern(r"\s*\(\s*self\s*,?\s*\)")


def _works_as_method(cls: ClassInfo, method: Method) -> bool:
    """Whether it is written as a method of an object, and nothing in the file uses it as what it is."""
    text = cls.source.text
    return _TAKES_SELF.match(text, method.name_span.end) is not None and _READ.search(text) is None
