"""What a method's names hold at one point of it, and how two branches come together again."""

from __future__ import annotations

from scaffold.source import dicts
from scaffold.source.dicts import DictState
from scaffold.source.located import Answer
from scaffold.source.record import Record
from scaffold.source.values import (
    Constant,
    Derived,
    Reference,
    Sequence,
    Unknown,
    Value,
    attributes_in,
    either,
    parameters_in,
    walk,
)

# Longer literal lists are data, not names of arguments.
MAX_UNROLLED = 64


class Ref(Record):
    """A dict whose changes are followed: two names may hold the same one."""

    number: int


class Items(Record):
    """``d.items()`` (or keys, values) of a followed dict, also several of them concatenated."""

    of: tuple[Ref, ...]
    kind: str


class SuperObject(Record):
    """Where the search for a parent's method starts.

    Args:
        target: The class named in ``super(Other, self)`` or ``Other.method(self)``; None for the class itself.
        behind: Whether the search starts behind that class, as with ``super``.
    """

    target: str | None
    behind: bool


class SelfObject(Record):
    """The object itself."""


class ClassObject(Record):
    """The class of the object: ``cls``, ``type(self)``, ``self.__class__``."""


Abstract = Value | Ref | Items | SuperObject | SelfObject | ClassObject


class State:
    """Names, dicts and attributes at one point of a method."""

    def __init__(self) -> None:
        self.names: dict[str, Abstract] = {}
        self.heap: dict[int, DictState] = {}
        self.attributes: dict[str, Value] = {}
        self.last_call_unknown = False

    def copy(self) -> State:
        """Return an independent copy, for a branch."""
        twin = State()
        twin.names = dict(self.names)
        twin.heap = dict(self.heap)
        twin.attributes = dict(self.attributes)
        twin.last_call_unknown = self.last_call_unknown
        return twin

    def new(self, content: DictState) -> Ref:
        """Put a dict on the heap."""
        number = _next_number()
        self.heap[number] = content
        return Ref(number)

    def spoil(self, value: Abstract) -> None:
        """Say that something unknown got hold of a value: if it is a dict, anything may happen to it."""
        if isinstance(value, Ref):
            self.heap[value.number] = dicts.spoilt(self.heap[value.number])
        elif isinstance(value, Items):
            for ref in value.of:
                self.spoil(ref)


_counter = [0]


def _next_number() -> int:
    # Numbers only tell dicts apart; they must differ between branches, so one counter serves all states.
    _counter[0] += 1
    return _counter[0]


def join(one: State | None, other: State | None) -> State | None:
    """Return the state after two branches; None stands for a branch that does not come back."""
    if one is None or other is None:
        return one or other
    joined = State()
    joined.last_call_unknown = one.last_call_unknown or other.last_call_unknown
    pairs: dict[tuple[int, int], Ref] = {}
    for number in one.heap.keys() & other.heap.keys():
        joined.heap[number] = dicts.join(one.heap[number], other.heap[number])
    for heap, twin in ((one.heap, other.heap), (other.heap, one.heap)):
        for number in heap.keys() - twin.keys():
            joined.heap[number] = heap[number]
    for name in {**one.names, **other.names}:
        left, right = one.names.get(name), other.names.get(name)
        if left is None or right is None:
            # Unbound on the other branch: reading it there would raise, so where it is read it holds this.
            held = left if left is not None else right
            assert held is not None
            joined.names[name] = held
        else:
            joined.names[name] = _join_values(joined, (one, left), (other, right), pairs)
    for name in one.attributes.keys() & other.attributes.keys():
        joined.attributes[name] = either((one.attributes[name], other.attributes[name]))
    return joined


def _join_values(
    joined: State,
    one: tuple[State, Abstract],
    other: tuple[State, Abstract],
    pairs: dict[tuple[int, int], Ref],
) -> Abstract:
    left, right = one[1], other[1]
    if left == right:
        return left
    if isinstance(left, Ref) and isinstance(right, Ref):
        pair = (left.number, right.number)
        if pair not in pairs:
            pairs[pair] = joined.new(dicts.join(one[0].heap[left.number], other[0].heap[right.number]))
        return pairs[pair]
    if isinstance(left, Value) and isinstance(right, Value):
        return either((left, right))
    joined.spoil(left)
    joined.spoil(right)
    return Unknown("different on two branches")


def plain(found: Abstract, state: State) -> Value:
    """Return an abstract value as one that may be put into facts."""
    match found:
        case Ref(number=number):
            return dicts.as_value(state.heap[number])
        case Items() | SuperObject():
            return Unknown("a view of a dict" if isinstance(found, Items) else "super")
        case SelfObject():
            return Reference("self")
        case ClassObject():
            return Reference("cls")
    return found


def derive(parts: list[Value]) -> Value:
    """Return what is computed from values in a way that is not modelled."""
    if any(isinstance(inner, Unknown) for part in parts for inner in walk(part)):
        return Unknown("computed from something unknown")
    return Derived(
        frozenset(name for part in parts for name in parameters_in(part)),
        frozenset(name for part in parts for name in attributes_in(part)),
    )


def content_of(found: Abstract, state: State) -> DictState:
    """Return the content of a dict that is merged into another; something unknown may hold anything."""
    if isinstance(found, Ref):
        return state.heap[found.number]
    if isinstance(found, Items) and found.kind == "items":
        content = dicts.EMPTY
        for ref in found.of:
            content = dicts.merge(content, state.heap[ref.number])
        return content
    if isinstance(found, Constant) and found.value is None:
        return dicts.EMPTY
    return DictState({}, base=Answer.UNKNOWN, open=True)


def elements(iterable: Abstract, state: State) -> tuple[Value, ...] | None:
    """Return the items of an iterable whose items are all known, else None."""
    if isinstance(iterable, Sequence):
        return iterable.items if len(iterable.items) <= MAX_UNROLLED and iterable.kind != "set" else None
    if isinstance(iterable, Items) and len(iterable.of) == 1:
        content = state.heap[iterable.of[0].number]
    elif isinstance(iterable, Ref):
        content, iterable = state.heap[iterable.number], Items((iterable,), "keys")
    else:
        return None
    if not content.closed or len(content.slots) > MAX_UNROLLED:
        return None
    match iterable.kind:
        case "keys":
            return tuple(Constant(key) for key in content.slots)
        case "values":
            return tuple(slot.value for slot in content.slots.values())
    return tuple(Sequence("tuple", (Constant(key), slot.value)) for key, slot in content.slots.items())
