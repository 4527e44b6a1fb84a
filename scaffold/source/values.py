"""What an expression may become: the abstract values of the interpreter, and plain questions about them.

Nothing here is executed source: a value says where a thing comes from (a constructor argument, an attribute,
a call of a named function), as far as that can be told. What cannot be told is `Unknown`, and a rule that
meets `Unknown` stays silent.
"""

from __future__ import annotations

from collections.abc import Sequence as AnySequence

from scaffold.source.record import Record


class Unknown(Record):
    """A value about which nothing may be said.

    Args:
        reason: Why, in a few words, for a reader of the facts.
    """

    reason: str = ""


class Constant(Record):
    """A literal: text, number, bool, None, bytes or Ellipsis."""

    value: str | bytes | int | float | complex | bool | None


class Parameter(Record):
    """An argument of the method itself, as it was passed.

    In ``__init__`` it is a constructor argument (also one taken out of ``**kwargs`` by
    ``kwargs.pop("name")``), in ``from_config`` the config argument is ``Parameter("config")``.
    """

    name: str


class SelfAttribute(Record):
    """``self.<name>`` (or ``getattr(self, "<name>")``), where no earlier assignment tells what it holds."""

    name: str


class MethodOfSelf(Record):
    """``self.<name>`` where the class itself defines ``<name>`` as a method: the bound method, not called."""

    name: str


class Reference(Record):
    """A thing known by its canonical dotted name: class, function or module (``keras.activations.relu``)."""

    name: str


class Call(Record):
    """A call of a function or class.

    Args:
        function: Canonical name: ``keras.activations.get``; a builtin by its bare name (``int``, ``list``);
            a project's function by module and name; None where it cannot be told.
        args: Positional arguments.
        keywords: Keyword arguments in order. A ``**spread`` or ``*spread`` makes `open` true.
        open: Whether further, unknown arguments are passed.
    """

    function: str | None
    args: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()
    open: bool = False


class MethodCall(Record):
    """A method of a value: ``self.cell.get_config()`` is MethodCall(SelfAttribute("cell"), "get_config")."""

    receiver: Value
    method: str
    args: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()


class AttributeOf(Record):
    """An attribute of a value other than self: ``self.activation.__name__``."""

    value: Value
    name: str


class ItemOf(Record):
    """An item of a value: ``config["units"]``, also ``config.get("units")`` and ``config.pop("units")``."""

    value: Value
    key: Value


class ElementOf(Record):
    """Some element of an iterable: the loop variable of a loop or comprehension over it."""

    iterable: Value


class Sequence(Record):
    """A list, tuple or set display; ``kind`` is the builtin's name."""

    kind: str
    items: tuple[Value, ...]


class Mapping(Record):
    """A dict display as a value inside another value: pairs of key and value.

    Args:
        items: The pairs that are known.
        open: Whether unknown pairs may be present as well.
        keyed_by: Type of a key that is no text (``int``, ``tuple``); such pairs are not among the items.
    """

    items: tuple[tuple[Value, Value], ...]
    open: bool = False
    keyed_by: str = ""


class Comprehension(Record):
    """``[element for x in iterable]``; ``kind`` is list, set, dict (the element is its value) or generator."""

    kind: str
    element: Value
    iterable: Value


class Either(Record):
    """One of several values: ``a if c else b``, ``a or b``, or assignments on different branches."""

    options: tuple[Value, ...]


class Derived(Record):
    """Computed from parameters and attributes in a way that is not modelled (arithmetic, f-strings).

    Args:
        parameters: Names of the parameters it is made from.
        attributes: Names of the attributes of self it is made from.
        operator: The arithmetic that was done last and that changes its result when it is done again (``*``, ``+``,
            ``text`` for an f-string with a text of its own); empty where that cannot be said.
    """

    parameters: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    operator: str = ""


class Lambda(Record):
    """A lambda expression, or a function defined inside the method."""


Value = (
    Unknown
    | Constant
    | Parameter
    | SelfAttribute
    | MethodOfSelf
    | Reference
    | Call
    | MethodCall
    | AttributeOf
    | ItemOf
    | ElementOf
    | Sequence
    | Mapping
    | Comprehension
    | Either
    | Derived
    | Lambda
)


def children(value: Value) -> tuple[Value, ...]:
    """Return the values a value is directly made of.

    Example:
        >>> children(Call("int", (Parameter("units"),)))
        (Parameter(name='units'),)
    """
    match value:
        case Call():
            return value.args + tuple(argument for _, argument in value.keywords)
        case MethodCall():
            return (value.receiver, *value.args, *(argument for _, argument in value.keywords))
        case AttributeOf():
            return (value.value,)
        case ItemOf():
            return (value.value, value.key)
        case ElementOf():
            return (value.iterable,)
        case Sequence():
            return value.items
        case Mapping():
            return tuple(part for pair in value.items for part in pair)
        case Comprehension():
            return (value.element, value.iterable)
        case Either():
            return value.options
    return ()


# Values that are made of no others.
_LEAVES = frozenset({
    Unknown, Constant, Parameter, SelfAttribute, MethodOfSelf, Reference, Derived, Lambda,
})  # fmt: skip


def walk(value: Value) -> AnySequence[Value]:
    """Return the value and everything it is made of, outermost first."""
    if value.__class__ in _LEAVES:
        return (value,)
    found: list[Value] = []
    pending = [value]
    while pending:
        part = pending.pop()
        found.append(part)
        if part.__class__ not in _LEAVES:
            pending += children(part)[::-1]
    return found


def parameters_in(value: Value) -> frozenset[str]:
    """Return the names of the parameters that the value is made from.

    Example:
        >>> sorted(parameters_in(Call("max", (Parameter("a"), Derived(frozenset({"b"}))))))
        ['a', 'b']
    """
    names: set[str] = set()
    for part in walk(value):
        if isinstance(part, Parameter):
            names.add(part.name)
        elif isinstance(part, Derived):
            names |= part.parameters
    return frozenset(names)


def attributes_in(value: Value) -> frozenset[str]:
    """Return the names of the attributes of self that the value is made from (bound methods included)."""
    names: set[str] = set()
    for part in walk(value):
        if isinstance(part, (SelfAttribute, MethodOfSelf)):
            names.add(part.name)
        elif isinstance(part, Derived):
            names |= part.attributes
    return frozenset(names)


def options(value: Value) -> tuple[Value, ...]:
    """Return every value it may be: the options of an `Either`, flattened, or the value alone.

    Example:
        >>> options(Either((Constant(None), Parameter("x"))))
        (Constant(value=None), Parameter(name='x'))
    """
    if isinstance(value, Either):
        return tuple(option for part in value.options for option in options(part))
    return (value,)


def either(values: tuple[Value, ...]) -> Value:
    """Join values into one: equal ones once, a single one by itself.

    Example:
        >>> either((Constant(1), Constant(1)))
        Constant(value=1)
    """
    distinct: list[Value] = []
    for value in values:
        for option in options(value):
            # True == 1 in Python; two constants are one value only if their types agree too.
            if not any(option == known and _same_type(option, known) for known in distinct):
                distinct.append(option)
    return distinct[0] if len(distinct) == 1 else Either(tuple(distinct))


def _same_type(one: Value, other: Value) -> bool:
    if isinstance(one, Constant) and isinstance(other, Constant):
        return type(one.value) is type(other.value)
    return True
