"""KS603: a build that adds a tuple to a shape."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Edit, Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.places import above_comments, begins_line, indentation
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS603",
    name="shape-is-a-list-on-load",
    severity=Severity.ERROR,
    summary="build adds a tuple to a shape, which is a list when the model is loaded.",
    why="""The first time build gets a tuple. A saved model keeps the shape as JSON, so that build gets a list when
        it is loaded, and a list and a tuple cannot be added: the model builds, trains and saves, and
        cannot be loaded. See https://github.com/keras-team/keras/issues/19305.""",
    remedy="Begin build with input_shape = tuple(input_shape).",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=input_shape[1:] + (1,), name="scale")

    def call(self, inputs):
        return inputs[..., None] * self.scale
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def build(self, input_shape):
        input_shape = tuple(input_shape)
        self.scale = self.add_weight(shape=input_shape[1:] + (1,), name="scale")

    def call(self, inputs):
        return inputs[..., None] * self.scale
""",
)


_REBUILDS = frozenset({"build_from_config", "get_build_config"})


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak once about a build that adds a tuple to one of its arguments as it was passed."""
    if cls.role not in ("layer", "model") or _REBUILDS & cls.methods.keys():
        return
    arguments = cls.bodies.arguments("build")
    sums = [one for one in cls.bodies.tuple_sums if one.method == "build" and not one.is_attribute]
    if not sums or sums[0].name not in arguments:
        return
    name = sums[0].name
    yield found(
        RULE,
        cls,
        sums[0].span,
        f"build of '{cls.name}' adds a tuple to '{name}', which is a list when the model is loaded",
        argument=name,
        remedy=f"Begin build with {name} = tuple({name}).",
        fix=repair(f"Make '{name}' a tuple first", _tuple_first(cls, name)),
    )


def _tuple_first(cls: ClassInfo, name: str) -> tuple[Edit, ...] | None:
    first, text = cls.bodies.first_statement("build"), cls.source.text
    if first is None or not begins_line(text, first.start):
        return None
    at = above_comments(text, first.start)
    line = f"{name} = tuple({name}){cls.source.newline}{indentation(text, at)}"
    return (Edit(at, at, line),)
