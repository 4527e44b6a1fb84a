"""The facts of ``from_config``."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.source.located import Answer, Span
from scaffold.source.record import Record
from scaffold.source.values import Value


class Mutation(Record):
    """A change of the config argument of ``from_config`` that its caller will see.

    Args:
        how: ``pop``, ``update``, ``setdefault``, ``clear``, ``popitem``, ``assign`` (item assignment),
            ``del``.
        key: The key, where it is known.
        span: The statement or expression.
        conditional: Whether there are paths without it.
    """

    how: str
    key: str | None
    span: Span
    conditional: bool


class FromConfig(Record):
    """The class's own ``from_config``.

    Args:
        is_classmethod: Whether it is decorated with ``@classmethod``.
        is_staticmethod: Whether it is decorated with ``@staticmethod``.
        argument: Name of the config parameter; None where the signature has none.
        mutations: Changes of the config argument before any copy of it.
        constructs: Names of what it builds from the config: ``cls``, or canonical or project-qualified names
            of classes; empty where it only calls the parent's.
        constructs_spans: Their places (the called name), in the same order.
        first_argument: Name of its first parameter (``cls``); None where it has none.
        calls_super: Whether it calls the parent's ``from_config``.
        deserialized: Keys whose values pass through a deserializing function (``get``, ``deserialize``,
            ``deserialize_keras_object``, a layer's ``from_config``), with the functions' canonical names.
        read_keys: Keys it takes out of the config by name (pop, get, subscript).
        removed: Keys that it takes away (perhaps on some paths only) before the constructor sees the config.
        supplied: Keys that it gives the constructor itself: ``cls(units=3, **config)``, ``config["units"] =
            3``.
        complete: False where something happens to the config that is not modelled.
        nothing_span: Where it certainly returns None: the return statement, or its name where a path falls off
            the end; None where it returns something on every path.
        span: The whole method.
        name_span: The name ``from_config``.
        body_span: The body's statements.
    """

    is_classmethod: bool
    is_staticmethod: bool
    first_argument: str | None
    argument: str | None
    mutations: tuple[Mutation, ...]
    constructs: tuple[str, ...]
    constructs_spans: tuple[Span, ...]
    calls_super: Answer
    deserialized: Mapping[str, tuple[str, ...]]
    read_keys: frozenset[str]
    removed: frozenset[str]
    supplied: Mapping[str, Value]
    complete: bool
    nothing_span: Span | None
    span: Span
    name_span: Span
    body_span: Span
