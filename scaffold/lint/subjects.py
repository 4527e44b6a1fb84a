"""Questions about a class that several rules ask: what it is, what it inherits, who inherits from it."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.from_config_facts import FromConfig
from scaffold.source.method_facts import Returns
from scaffold.source.once import once
from scaffold.source.project import Project

# Arguments of every layer; its own config carries them, so a rule about the author's arguments leaves them alone.
BASE_ARGUMENTS = frozenset({"name", "dtype", "trainable", "activity_regularizer", "autocast"})

# Roles of which Keras makes objects from their configs.
CONFIGURED = frozenset(
    {"layer", "model", "loss", "metric", "initializer", "regularizer", "constraint", "schedule", "optimizer"}
)


def lineage(cls: ClassInfo) -> Iterator[ClassInfo | KerasClass]:
    """Yield the class and its ancestors in the order in which Python looks a method up."""
    yield cls
    yield from cls.ancestors


@once
def own_lineage(cls: ClassInfo) -> tuple[ClassInfo, ...]:
    """Return the class and those ancestors whose source is known, nearest first."""
    return tuple(ancestor for ancestor in lineage(cls) if isinstance(ancestor, ClassInfo))


def descendants(cls: ClassInfo, project: Project) -> list[ClassInfo]:
    """Return the classes of the project that derive from ``cls``."""
    return list(project.heirs(cls))


# What an object of a role must be able to do, beyond what Keras's root of that role does by raising an error.
_WORK = {
    "layer": ("call",),
    "model": ("call",),
    "loss": ("call",),
    "metric": ("update_state", "result"),
    "initializer": ("__call__",),
    "regularizer": ("__call__",),
}

# Roots whose children have all the work still to do.
_ROOTS = frozenset(
    {
        "keras.layers.Layer",
        "keras.losses.Loss",
        "keras.metrics.Metric",
        "keras.initializers.Initializer",
        "keras.regularizers.Regularizer",
    }
)


@once
def is_abstract(cls: ClassInfo) -> bool:
    """Whether the class is made to be derived from.

    A method of it or its config only raises, or the work of its role is done nowhere below Keras's root. One that takes
    arguments and writes its config itself is no sketch: the work may be in a place that is not read, a later cell.
    """
    if cls.get_config is not None and cls.get_config.returns is Returns.ABSTRACT:
        return True
    if any(method.abstract for method in cls.methods.values()):
        return True
    return not _does_its_work(cls) and (cls.constructor is None or cls.get_config is None)


def is_for_heirs(cls: ClassInfo, project: Project) -> bool:
    """Whether only classes that derive from it are ever rebuilt: it is abstract, or its heirs do the work."""
    return is_abstract(cls) or (not _does_its_work(cls) and project.has_heirs(cls))


def is_base(cls: ClassInfo, project: Project) -> bool:
    """Whether nobody saves an object of the class itself: it is abstract, or its children do the work."""
    if is_abstract(cls) or not _does_its_work(cls):
        return True
    works = any("call" in owner.methods or "call" in owner.attributes for owner in own_lineage(cls))
    return cls.role == "model" and not works and project.has_heirs(cls)


def _does_its_work(cls: ClassInfo) -> bool:
    missing = set(_WORK.get(cls.role or "", ()))
    for ancestor in lineage(cls):
        if isinstance(ancestor, KerasClass):
            return not missing or ancestor.name not in _ROOTS
        missing -= ancestor.methods.keys()
        if missing:
            missing -= ancestor.attributes.keys()
    return not missing


@once
def nearest_from_config(cls: ClassInfo) -> tuple[ClassInfo | KerasClass, FromConfig | None] | None:
    """Return the class whose ``from_config`` is used, with its facts; None where it is the one of Keras's roots.

    The facts are None where that class is one of Keras's own, or something else than a method is put in its place.
    """
    for ancestor in lineage(cls):
        if isinstance(ancestor, ClassInfo):
            if "from_config" in ancestor.attributes:
                return ancestor, None
            if ancestor.from_config is not None:
                return ancestor, ancestor.from_config
        elif ancestor.overrides_from_config:
            return ancestor, None
        else:
            return None
    return None
