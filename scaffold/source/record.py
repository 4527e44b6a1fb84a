"""Values of the sources: records, and those of them that have an identity."""

from __future__ import annotations

from scaffold.record import Record

__all__ = ["Entity", "Record"]


class Entity(Record):
    """A record with an identity: equal only to itself, and printed by its name."""

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self) >> 4

    def __repr__(self) -> str:
        values = self.__dict__
        name = values.get("qualified_name") or values.get("name") or values.get("path") or hex(id(self))
        return f"<{type(self).__name__} {name}>"
