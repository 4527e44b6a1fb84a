"""The facts of method bodies that no config is about: what they make, what they add up, what they call."""

from __future__ import annotations

from scaffold.source.located import Span
from scaffold.source.record import Record


class Made(Record):
    """A call of a class, or of a function that gives something with a state of its own.

    Args:
        method: The method it stands in.
        function: Canonical name of what is called.
        attribute: The attribute of self that it is assigned to, or appended to; None where it is none.
        inside: What it stands in on its way to the attribute: ``call``, ``list``, ``set``, ``dict`` or empty.
        keywords: Names of the keywords it is called with.
        span: The call.
        conditional: Whether there are paths through the method without it.
        applied: Whether what is made is called at once, and so kept by nobody: ``Dense(3)(inputs)``.
    """

    method: str
    function: str
    attribute: str | None
    inside: str
    keywords: tuple[str, ...]
    span: Span
    conditional: bool
    applied: bool = False


class TupleSum(Record):
    """A tuple display and something else, joined by ``+``.

    Args:
        method: The method it stands in.
        name: The argument of the method, or the attribute of self, that is the other operand or a slice of it.
        is_attribute: Whether it is an attribute.
        span: The other operand.
    """

    method: str
    name: str
    is_attribute: bool
    span: Span


class MethodCallOf(Record):
    """A call of a method: ``self.inner.build(...)`` is (``build``, ``inner``); of super ``super``, of self ``self``."""

    method: str
    receiver: str


class Bodies:
    """What the methods of a class make and do; everything is looked up when it is first asked for."""

    def made(self, method: str) -> tuple[Made, ...]:
        """Return what a method makes; empty where the class does not define it."""
        raise NotImplementedError

    def made_by_functions(self, method: str) -> tuple[Made, ...]:
        """Return what functions of the same module make that a method calls by name, with their names and its calls."""
        raise NotImplementedError

    @property
    def tuple_sums(self) -> tuple[TupleSum, ...]:
        """The sums of tuples in its methods."""
        raise NotImplementedError

    def calls(self, method: str) -> frozenset[MethodCallOf]:
        """Return the calls of methods in a method; empty where the class does not define it."""
        raise NotImplementedError

    def names(self, method: str) -> frozenset[str]:
        """Return the attributes of self that a method reads."""
        raise NotImplementedError

    def first_statement(self, method: str) -> Span | None:
        """Return the first statement of a method behind its docstring."""
        raise NotImplementedError

    def arguments(self, method: str) -> tuple[str, ...]:
        """Return the names of a method's positional arguments, self excluded."""
        raise NotImplementedError
