"""A question that several ask about the same thing is answered once; the answer goes when the thing goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

_Subject = TypeVar("_Subject")
_Found = TypeVar("_Found")
_Rest = ParamSpec("_Rest")


def once(
    question: Callable[Concatenate[_Subject, _Rest], _Found],
) -> Callable[Concatenate[_Subject, _Rest], _Found]:
    """Let a function remember what it found, with the object it was asked about.

    Further arguments must be the same whenever it is asked about the same object: the project that a class is in.

    Example:
        >>> @once
        ... def lineage(cls): ...
    """
    key = f"{question.__module__}.{question.__name__}"

    def answer(subject: _Subject, /, *rest: _Rest.args, **keywords: _Rest.kwargs) -> _Found:
        kept: dict[str, Any] = subject.__dict__
        try:
            found: _Found = kept[key]
        except KeyError:
            found = kept[key] = question(subject, *rest, **keywords)
        return found

    answer.__doc__, answer.__name__ = question.__doc__, question.__name__
    return answer
