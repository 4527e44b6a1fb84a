"""The facts of the methods of a class: constructor, get_config, decorators and assignments."""

from __future__ import annotations

from enum import StrEnum

from scaffold.source.function_facts import GivenFunction
from scaffold.source.located import Answer, Span
from scaffold.source.record import Record
from scaffold.source.values import Unknown, Value


class Returns(StrEnum):
    """What the paths through ``get_config`` return.

    DICT: every path returns a dict (or raises). NOTHING: at least one path certainly returns None.
    ABSTRACT: the body only raises, or is empty (docstring, ``...``, ``pass`` under an abstract decorator).
    UNKNOWN: anything else.
    """

    DICT = "dict"
    NOTHING = "nothing"
    ABSTRACT = "abstract"
    UNKNOWN = "unknown"


class Decorator(Record):
    """A decorator of a class or method: its canonical name (None where it cannot be told) and its place."""

    name: str | None
    called: bool
    span: Span


class Registration(Record):
    """How a class was registered with ``keras.saving.register_keras_serializable``.

    Args:
        form: ``call`` for ``@register(...)``, ``bare`` for ``@register`` without parentheses (which replaces
            the class by a function), ``statement`` for a call outside a decorator or an entry of
            ``get_custom_objects()``.
        package: The package; None where none is given (Keras then uses ``Custom``); Unknown where it cannot
            be told.
        name: The registered name; None where none is given (Keras uses the class's); Unknown where it cannot
            be told.
        span: The decorator without its ``@``, or the statement.
    """

    form: str
    package: str | Unknown | None
    name: str | Unknown | None
    span: Span


class ConstructorParameter(Record):
    """One parameter of ``__init__``, self and the starred ones excluded.

    Args:
        name: Its name.
        kind: ``positional_only``, ``positional`` (or keyword), ``keyword_only``; not in the signature:
            ``popped`` (taken out by ``kwargs.pop("name", default)``), ``peeked`` (read with
            ``kwargs.get("name")`` or ``kwargs["name"]``, and passed on if ``**kwargs`` is).
        has_default: Whether it may be left out.
        default: The default; None where it has none.
        annotation: Text of the annotation; empty where there is none.
        span: The name with annotation, without default; of a popped one, the call of pop.
        unregistered_function: The function of the same module that is the default and that certainly nothing registers
            with Keras.
    """

    name: str
    kind: str
    has_default: bool
    default: Value | None
    annotation: str
    span: Span
    unregistered_function: GivenFunction | None = None

    @property
    def by_keyword(self) -> bool:
        """Whether the config can pass it: ``cls(**config)`` cannot reach a positional-only parameter."""
        return self.kind != "positional_only"


class SuperInit(Record):
    """One call of a parent's ``__init__``.

    Args:
        span: The call.
        parent: Canonical or project-qualified name of the parent in ``Parent.__init__(self, ...)``; None for
            ``super()``.
        behind_parent: Whether it is ``super(Parent, self)``, which starts to search behind that class.
        args: Positional arguments, self excluded.
        keywords: Explicit keywords: a config that holds one of them as well makes the call fail.
        overrides: What was put into ``**kwargs`` before it was passed on, replacing what the config holds.
        forwards_var_keyword: Whether the constructor's ``**kwargs`` is passed on: YES also where it was
            changed before (popped ones are parameters of kind ``popped``).
        open: Whether arguments are passed that cannot be told (``*args``, ``**other``).
        conditional: Whether there are paths that do not make this call.
    """

    span: Span
    parent: str | None
    behind_parent: bool
    args: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]
    overrides: tuple[tuple[str, Value], ...]
    forwards_var_keyword: Answer
    open: bool
    conditional: bool


class Constructor(Record):
    """The class's own ``__init__``.

    Args:
        parameters: Parameters in order, popped ones last.
        var_positional: Name of ``*args``, or None.
        var_keyword: Name of ``**kwargs``, or None.
        var_keyword_used: Whether anything but forwarding and popping is done with ``**kwargs``
            (stored, iterated, handed to another function): then unread keys may still matter.
        used: Names of the parameters, ``*args`` included, whose value the body reads for more than to refuse it or to
            warn about it.
        mentioned: Names of the parameters that the body reads at all.
        helpers: Names of the methods of the class that it calls and that no other method calls: what they do is a
            part of it.
        super_call: Whether a parent's ``__init__`` is called.
        super_inits: The calls, in order.
        decorated: Whether ``__init__`` has decorators (which may change its signature).
        span: The whole function.
        signature_span: From the opening to the closing parenthesis of the parameter list, both included.
        body_span: The body's statements, first to last (docstring included).
    """

    parameters: tuple[ConstructorParameter, ...]
    var_positional: str | None
    var_keyword: str | None
    var_keyword_used: bool
    used: frozenset[str]
    mentioned: frozenset[str]
    helpers: frozenset[str]
    super_call: Answer
    super_inits: tuple[SuperInit, ...]
    decorated: bool
    span: Span
    signature_span: Span
    body_span: Span

    def parameter(self, name: str) -> ConstructorParameter | None:
        """Return the parameter of that name, or None."""
        return next((known for known in self.parameters if known.name == name), None)


class ConfigEntry(Record):
    """One key that ``get_config`` puts into the config.

    Args:
        key: The key.
        value: What it holds. In terms of self: ``SelfAttribute("units")``,
            ``Call("keras.activations.serialize", ...)``.
        span: Key and value as written (``"units": self.units``, ``units=self.units``, ``config["units"] =
            self.units``).
        value_span: The value expression alone.
        conditional: Whether there are paths on which the key is not written.
        parent_wins: Whether the parent's config was merged on top of it afterwards
            (``config.update(super().get_config())``).
    """

    key: str
    value: Value
    span: Span
    value_span: Span
    conditional: bool
    parent_wins: bool = False


class RemovedKey(Record):
    """A key that ``get_config`` takes out of the config: ``config.pop("dtype")``, ``del config["dtype"]``."""

    key: str
    span: Span
    conditional: bool


class AttributeRead(Record):
    """``self.<name>`` being read.

    Args:
        name: The attribute.
        span: The expression ``self.<name>``.
        guarded: Whether absence is provided for (getattr with default, hasattr, try) or the read may never
            run.
    """

    name: str
    span: Span
    guarded: bool


class GetConfig(Record):
    """The class's own ``get_config``.

    Args:
        entries: Keys it writes, one entry per key and place, in order; the last unconditional one of a key
            counts.
        removed: Keys it removes, whether its own or a parent's, and does not write again.
        complete: True where `entries` and `removed` are all that it does besides the parent's config.
        super_call: Whether the result holds the parent's config.
        super_conditional: Whether there are paths on which the parent's config is not part of the result.
        super_target: Canonical or project-qualified name of the parent in ``Parent.get_config(self)``, or the
            class named in ``super(Other, self)`` where it is not the class itself; None for the next class in
            line.
        behind_target: Whether the search starts behind that class: ``super(Other, self)``.
        returns: What its paths return.
        nothing_span: Where NOTHING is returned: the return statement, or the name of the function where a
            path falls off the end.
        reads: Attributes of self that it reads (own helper methods included).
        writes: Names of attributes of self that it assigns, with places.
        helpers: Methods it calls and whose result was interpreted, and tuples of names of the class body that it loops
            over; a child that overrides one of them changes the config.
        config_name: Name of the variable that every return statement returns; None where there is no such
            variable.
        literal: The dict display that is the obvious place for another entry: the one returned, assigned to
            the config or handed to ``update``; None where there is none.
        returns_spans: All return statements of the method, in order.
        decorated: Whether it has decorators.
        span: The whole method.
        name_span: The name ``get_config``.
        body_span: The body's statements.
    """

    entries: tuple[ConfigEntry, ...]
    removed: tuple[RemovedKey, ...]
    complete: bool
    super_call: Answer
    super_conditional: bool
    super_target: str | None
    behind_target: bool
    returns: Returns
    nothing_span: Span | None
    reads: tuple[AttributeRead, ...]
    writes: tuple[tuple[str, Span], ...]
    helpers: frozenset[str]
    config_name: str | None
    literal: Span | None
    returns_spans: tuple[Span, ...]
    decorated: bool
    span: Span
    name_span: Span
    body_span: Span

    @property
    def abstract(self) -> bool:
        """Whether it gives no config at all, by intention."""
        return self.returns is Returns.ABSTRACT

    def entry(self, key: str) -> ConfigEntry | None:
        """Return the entry of that key, or None."""
        return next((known for known in self.entries if known.key == key), None)


class Assignment(Record):
    """One place that gives an attribute of self (or of the class) a value.

    Args:
        method: Name of the method; empty for the class body.
        value: What is assigned. In ``__init__`` it is in terms of parameters; elsewhere `Unknown` where it is
            not simple.
        span: The statement.
        how: ``assign``, ``augmented``, ``setattr``, ``annotation`` (class body, no value), ``del``, ``loop``
            (for, with, unpacking).
        conditional: Whether there are paths through the method without it.
    """

    method: str
    value: Value
    span: Span
    how: str
    conditional: bool


class Method(Record):
    """A method or property that a class defines.

    Args:
        name: Its name.
        kind: ``method``, ``property``, ``classmethod`` or ``staticmethod``.
        abstract: Whether it is decorated as abstract or only raises NotImplementedError.
        result: Of a property whose body is one return statement: that value, in terms of self; else None.
        decorators: All decorators.
        span: The whole function.
        name_span: Its name.
    """

    name: str
    kind: str
    abstract: bool
    result: Value | None
    decorators: tuple[Decorator, ...]
    span: Span
    name_span: Span
