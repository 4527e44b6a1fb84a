"""Frozen plain values, declared like frozen dataclasses but free at start-up.

``dataclasses.dataclass(frozen=True)`` compiles its methods when the class is made: about 1 ms per class, 45 ms for
the facts of this package, half of what linting one file may take. A `Record` shares its methods instead; only a class
that turns out to be made often gets a constructor of its own, which takes half the time.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, ClassVar, Self, dataclass_transform

# So many records of a class have cost as much as a constructor of its own costs to compile.
_OFTEN = 500
_made: dict[type, int] = {}


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
        if cls.__init__.__name__ == _constructor.__name__:  # of a base, which has other fields
            setattr(cls, "__init__", Record.__init__)  # noqa: B010

    def __init__(self, *args: Any, **keywords: Any) -> None:
        cls = type(self)
        _made[cls] = made = _made.get(cls, 0) + 1
        if made == _OFTEN and cls.__init__ is Record.__init__ and not cls.__subclasses__():
            setattr(cls, "__init__", _constructor(cls))  # noqa: B010
        fields, values = cls._fields, self.__dict__
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


def _constructor(cls: type[Record]) -> Callable[..., None]:
    """Compile the constructor of one class: what `Record.__init__` does for all, field by field."""
    given = {f"default_{name}": getattr(cls, name) for name in cls._fields if hasattr(cls, name)}
    arguments = [f"{name}=default_{name}" if hasattr(cls, name) else name for name in cls._fields]
    if any("=" in one and "=" not in other for one, other in pairwise(arguments)):
        return Record.__init__  # made by keywords alone
    body = "; ".join(["_ = self.__dict__", *(f"_[{name!r}] = {name}" for name in cls._fields)])
    exec(f"def _constructor({', '.join(['self', *arguments])}): {body}", given)
    made: Callable[..., None] = given["_constructor"]
    return made
