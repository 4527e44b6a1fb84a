"""Which keys of a class's own get_config the parent's config replaces."""

from __future__ import annotations

from scaffold.lint.subjects import CONFIGURED
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import config_behind
from scaffold.source.method_facts import ConfigEntry
from scaffold.source.values import SelfAttribute


def covered_entries(cls: ClassInfo) -> list[ConfigEntry]:
    """Return the entries that the parent's config is merged on top of, where it certainly holds another value."""
    own = cls.get_config
    if cls.role not in CONFIGURED or own is None or own.decorated or not cls.ancestry_known:
        return []
    parent = config_behind(cls)
    covered = []
    for entry in own.entries:
        known = parent.entries.get(entry.key)
        if not entry.parent_wins or known is None or known.conditional:
            continue
        same = SelfAttribute(entry.key) if isinstance(known.origin, KerasClass) else None
        if known.entry is not None:
            same = known.entry.value  # type: ignore[assignment]
        if entry.value != same:
            covered.append(entry)
    return covered
