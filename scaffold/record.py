"""Frozen plain values, declared like frozen dataclasses but free at start-up.

``dataclasses.dataclass(frozen=True)`` compiles its methods when the class is made: about 1 ms per class, 45 ms for
the facts of this package, half of what linting one file may take. A `Record` shares its methods instead.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Record:
    """Base of the values: fields are the annotations of the class, compared and hashed by type and content.

    Example:
        >>> class Point(Record):
        ...     x: int
        ...     y: int = 0
        >>> Point(1), Point(x=1) == Point(1, 0)
        (Point(x=1, y=0), True)
    """

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        # For type checkers, which then let fields without a default follow those with one.
        cls._fields = tuple(cls.__annotations__)
        setattr(cls, "__match_args__", cls._fields)  # noqa: B010 - mypy makes it of the fields by itself

    def __init__(self, *args: Any, **keywords: Any) -> None:
        fields, values = self._fields, self.__dict__
        if not keywords and len(args) == len(fields):
            values.update(zip(fields, args))  # noqa: B905 - just compared, and this is where an analysis spends its time
            return
        values.update(zip(fields, args, strict=False))
        values.update(keywords)
        if len(args) > len(fields) or len(args) + len(keywords) != len(values):
            raise TypeError(f"{type(self).__name__} got too many arguments, or one of them twice")
        for name in fields:
            if name not in values:
                if not hasattr(type(self), name):
                    raise TypeError(f"{type(self).__name__} needs the argument {name!r}")
                values[name] = getattr(type(self), name)
        if len(values) != len(fields):
            raise TypeError(f"{type(self).__name__} has no {', '.join(set(values) - set(fields))}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: cannot delete {name!r}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        values = self.__dict__
        return hash((type(self), *[values[name] for name in self._fields]))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._fields)
        return f"{type(self).__name__}({fields})"

    def but(self, **changes: Any) -> Self:
        """Return a copy with some fields changed.

        Example:
            >>> Point(1, 2).but(y=3)
            Point(x=1, y=3)
        """
        return type(self)(**{**self.__dict__, **changes})
