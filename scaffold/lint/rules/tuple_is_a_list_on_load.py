"""KS604: an argument that has to be a tuple."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.finding import Edit, Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.held import reaches_constructor, settled
from scaffold.lint.repair.constructor import store_as
from scaffold.lint.subjects import CONFIGURED, is_abstract
from scaffold.pattern import pattern
from scaffold.rule import Rule
from scaffold.source.body_facts import TupleSum
from scaffold.source.facts import ClassInfo
from scaffold.source.inheritance import effective_config
from scaffold.source.located import Answer
from scaffold.source.method_facts import Constructor, ConstructorParameter
from scaffold.source.project import Project
from scaffold.source.values import Parameter, SelfAttribute, Sequence, Value

RULE = Rule(
    code="KS604",
    name="tuple-is-a-list-on-load",
    severity=Severity.ERROR,
    summary="An argument must be a tuple, and is a list when the layer is loaded.",
    why="""JSON has no tuples: a tuple in the config comes back as a list from every file, and a list and a tuple
        cannot be added; nor is a list accepted where a constructor insists on a tuple. See https://github.com/keras-team/keras/issues/722.""",
    remedy="Make it a tuple in the constructor: self.size = tuple(size).",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Filters(keras.layers.Layer):
    def __init__(self, size=(3, 3), **kwargs):
        super().__init__(**kwargs)
        self.size = size

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=self.size + (1, 1), name="kernel")

    def call(self, inputs):
        return keras.ops.conv(inputs, self.kernel)

    def get_config(self):
        return {**super().get_config(), "size": self.size}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Filters(keras.layers.Layer):
    def __init__(self, size=(3, 3), **kwargs):
        super().__init__(**kwargs)
        self.size = tuple(size)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=self.size + (1, 1), name="kernel")

    def call(self, inputs):
        return keras.ops.conv(inputs, self.kernel)

    def get_config(self):
        return {**super().get_config(), "size": self.size}
""",
)


# `if not isinstance(size, tuple): raise ...`, perhaps with more that is refused, and `assert isinstance(size, tuple)`.
_REFUSES = pattern(
    r"\bif not isinstance\(\s*(\w+)\s*,\s*tuple\s*\)(?:\s+or\s[^:]*)?:\s+raise\b"
    r"|\bassert isinstance\(\s*(\w+)\s*,\s*tuple\s*\)\s*(?=[,\n]|and\b)"
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each argument that certainly has to be a tuple, as it was passed: to be accepted, or to be added."""
    if cls.role not in CONFIGURED or cls.constructor is None or is_abstract(cls):
        return
    yield from _refused(cls, cls.constructor)
    effective = effective_config(cls)
    # The config that Keras makes for a model carries no argument.
    config = {} if cls.role == "model" and effective.automatic is Answer.YES else effective.entries
    seen = set()
    for one in cls.bodies.tuple_sums:
        held = settled(cls, SelfAttribute(one.name)) if one.is_attribute else _argument(one)
        parameter = cls.constructor.parameter(held.name) if isinstance(held, Parameter) else None
        if parameter is None or parameter.name not in config or one.name in seen:
            continue
        entry = config[parameter.name].entry
        kept = one.is_attribute and entry is not None and entry.value == SelfAttribute(one.name)
        as_passed = entry is None or kept or settled(cls, entry.value) == Parameter(one.name)
        if not as_passed or not reaches_constructor(cls, parameter.name):
            continue
        seen.add(one.name)
        yield found(
            RULE,
            cls,
            one.span,
            f"'{cls.name}' adds a tuple to the argument '{parameter.name}', which is a list when the layer is loaded",
            argument=parameter.name,
            remedy=f"Make it a tuple in the constructor: {_written(one)} = tuple({parameter.name}).",
            fix=repair("Make it a tuple in the constructor", _as_tuple(cls, one.name, parameter)),
        )


def _written(one: TupleSum) -> str:
    return f"self.{one.name}" if one.is_attribute else one.name


def _argument(one: TupleSum) -> Value | None:
    """Return the argument of the constructor that is added to a tuple as it was passed."""
    return Parameter(one.name) if one.method == "__init__" else None


def _as_tuple(cls: ClassInfo, attribute: str, parameter: ConstructorParameter) -> tuple[Edit, ...] | None:
    """Return the edit of the assignment, where the argument is certainly no None."""
    places = cls.attributes.get(attribute, ())
    if parameter.has_default and not isinstance(parameter.default, Sequence):
        return None
    if len(places) != 1:
        return None
    return store_as(cls, places[0].span, attribute, parameter.name, "tuple")


def _refused(cls: ClassInfo, constructor: Constructor) -> Iterator[Finding]:
    """Speak about an argument that the constructor refuses, as it was passed, if it is no tuple."""
    span, text = constructor.body_span, cls.source.text
    if text.find("tuple)", span.start, span.end) < 0:
        return
    config = effective_config(cls)
    for match in _REFUSES.finditer(text, span.start, span.end):
        name = match.group(1) or match.group(2)
        parameter, entry = constructor.parameter(name), config.entries.get(name)
        if parameter is None or entry is None or entry.entry is None or not reaches_constructor(cls, name):
            continue
        carried = settled(cls, entry.entry.value) == Parameter(name)
        if carried and not re.search(rf"\b{name}\b[^\n=(]*=[^=]", text[span.start : match.start()]):
            yield found(
                RULE,
                cls,
                parameter.span,
                f"the constructor of '{cls.name}' refuses the argument '{name}' if it is no tuple, "
                "and it is a list when the layer is loaded",
                argument=name,
                remedy=f"Take lists as well: isinstance({name}, (list, tuple)), and keep tuple({name}).",
            )
