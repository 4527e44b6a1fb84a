"""KS608: random numbers that the constructor draws and keeps."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.drawn import is_drawn, is_seeded
from scaffold.lint.found import found
from scaffold.lint.held import settled
from scaffold.lint.stored import lasting_assignments
from scaffold.lint.subjects import own_lineage
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.inheritance import effective_config
from scaffold.source.located import Answer
from scaffold.source.project import Project
from scaffold.source.values import ItemOf, SelfAttribute, attributes_in

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


_KEEPS_STATE = frozenset({"save_own_variables", "load_own_variables", "save_assets", "load_assets"})


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about an attribute that certainly holds drawn numbers, which call reads and no config carries."""
    if cls.role not in ("layer", "model") or "call" not in cls.methods or _KEEPS_STATE & cls.methods.keys():
        return
    if cls.source.text.find("random", cls.span.start, cls.span.end) < 0 or is_seeded(cls):
        return
    config = effective_config(cls)
    if config.automatic is not Answer.YES and not config.complete:
        return
    carried: frozenset[str] = frozenset()
    for entry in config.entries.values():
        carried |= attributes_in(entry.entry.value) if entry.entry is not None else frozenset()
        if entry.entry is not None and isinstance(entry.entry.value, ItemOf):
            carried |= {entry.key}  # out of a dict, in which it may be the attribute of that name
    for name in sorted(cls.bodies.names("call") & cls.attributes.keys() - carried):
        if "seed" not in name and (
            is_drawn(settled(cls, SelfAttribute(name))) or _is_drawn_in_build(cls, name)
        ):
            yield found(
                RULE,
                cls,
                cls.attributes[name][0].span,
                f"'{cls.name}' draws random numbers into self.{name}: a rebuilt layer draws others",
                argument="",
            )


def _is_drawn_in_build(cls: ClassInfo, name: str) -> bool:
    """Whether an attribute certainly holds what build draws, which runs again when the layer is loaded."""
    if any(owner.attributes_unknown or name in owner.methods for owner in own_lineage(cls)):
        return False
    places = lasting_assignments(cls, name)
    return bool(places) and all(
        owner is cls and place.method == "build" and place.how == "assign" and is_drawn(place.value)
        for owner, place in places
    )
