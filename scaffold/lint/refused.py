"""Which keys of its config the constructor of a class certainly refuses."""

from __future__ import annotations

from scaffold.lint.subjects import CONFIGURED, is_abstract, nearest_from_config
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import effective_config, effective_parameters
from scaffold.source.method_facts import ConfigEntry, Returns
from scaffold.source.once import once
from scaffold.source.project import Project

# Classes of Keras whose from_config hands only what it wants to the constructor.
_PICKY = frozenset({"keras.models.Sequential", "keras.initializers.Constant"})

# Of the Keras versions before this one, what `from_config` adds is not known.
_ADDS_KEYS_SINCE = (3, 15)


@once
def refused_keys(cls: ClassInfo, project: Project) -> list[tuple[str, ConfigEntry | None]]:
    """Return the keys that ``cls(**config)`` fails on.

    Args:
        cls: The class.
        project: What is known besides it.

    Returns:
        Each key with the entry of the class's own get_config, or None where the key comes from a parent or from Keras.
        Empty where constructor, config or ``from_config`` are not fully understood.
    """
    if cls.role not in CONFIGURED or not cls.ancestry_known or is_abstract(cls):
        return []
    if cls.get_config is not None and cls.get_config.returns is not Returns.DICT:
        return []
    accepted = effective_parameters(cls)
    if not accepted.complete or accepted.accepts_any:
        return []
    config = effective_config(cls)
    taken_out = _taken_out_by_from_config(cls)
    if taken_out is None:
        return []
    refused = []
    for key, entry in config.entries.items():
        if entry.conditional or key in accepted.parameters or key in taken_out:
            continue
        own = cls.get_config.entry(key) if cls.get_config is not None else None
        if own is None or not own.conditional:
            refused.append((key, own))
    # Keras 3.15 adds a key of its own on the way: https://github.com/keras-team/keras/pull/21928.
    added = (
        key for key in _added_by_from_config(cls, project.settings.keras_version) if key not in config.entries
    )
    return refused + [(key, None) for key in added if key not in accepted.parameters]


def _added_by_from_config(cls: ClassInfo, keras: tuple[int, ...]) -> tuple[str, ...]:
    if keras and keras < _ADDS_KEYS_SINCE:
        return ()
    nearest = nearest_from_config(cls)
    return nearest[0].injected_keys if nearest is not None and isinstance(nearest[0], KerasClass) else ()


def _taken_out_by_from_config(cls: ClassInfo) -> frozenset[str] | None:
    """Return the keys the constructor never sees; None where ``from_config`` is not understood."""
    nearest = nearest_from_config(cls)
    if nearest is None:
        return frozenset()
    owner, facts = nearest
    if isinstance(owner, KerasClass):
        return None if owner.name in _PICKY else frozenset(owner.deserialized_keys)
    if facts is None:
        return None
    return facts.removed | facts.read_keys if facts.complete else None
