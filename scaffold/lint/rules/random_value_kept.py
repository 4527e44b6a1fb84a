"""KS608: random numbers that the constructor draws and keeps."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.held import settled
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.inheritance import effective_config
from scaffold.source.project import Project
from scaffold.source.values import Call, SelfAttribute, attributes_in, walk

RULE = Rule(
    code="KS608",
    name="random-value-kept",
    severity=Severity.ERROR,
    summary="The constructor draws random numbers and keeps them in an attribute.",
    why="""They are neither in the config nor among the weights, so a rebuilt layer draws others: the same model
        gives other outputs after it was loaded. See https://github.com/keras-team/keras/issues/17383.""",
    remedy="Make them a weight (add_weight with trainable=False), or draw them from a seed that is an argument.",
    bad="""
import numpy as np
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Project(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.matrix = np.random.rand(4, 4)

    def call(self, inputs):
        return keras.ops.matmul(inputs, self.matrix)
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Project(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.matrix = self.add_weight(
            shape=(4, 4), initializer="random_uniform", trainable=False, name="matrix"
        )

    def call(self, inputs):
        return keras.ops.matmul(inputs, self.matrix)
""",
)


_DRAWS = frozenset({
    "rand", "randn", "normal", "uniform", "random", "randint", "choice", "permutation", "standard_normal",
    "random_sample", "integers", "truncated_normal", "sample", "gauss", "randrange", "shuffle",
})  # fmt: skip
_SOURCES = ("numpy.random", "random", "tensorflow.random")
_KEEPS_STATE = frozenset({"save_own_variables", "load_own_variables", "save_assets", "load_assets"})


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about an attribute that certainly holds drawn numbers, which call reads and no config carries."""
    if cls.role not in ("layer", "model") or "call" not in cls.methods or _KEEPS_STATE & cls.methods.keys():
        return
    if cls.source.text.find("random", cls.span.start, cls.span.end) < 0:
        return
    carried: frozenset[str] = frozenset()
    for entry in effective_config(cls).entries.values():
        carried |= attributes_in(entry.entry.value) if entry.entry is not None else frozenset()
    for name in sorted(cls.bodies.names("call") & cls.attributes.keys() - carried):
        held = settled(cls, SelfAttribute(name))
        if "seed" in name or not isinstance(held, Call) or "numpy.random.seed" in cls.source.text:
            continue
        if any(isinstance(part, Call) and _draws(part) for part in walk(held)):
            yield found(
                RULE,
                cls,
                cls.attributes[name][0].span,
                f"'{cls.name}' draws random numbers into self.{name}: a rebuilt layer draws others",
            )


def _draws(call: Call) -> bool:
    module, _, name = (call.function or "").rpartition(".")
    return module in _SOURCES and name in _DRAWS and not any(key == "seed" for key, _ in call.keywords)
