"""The dicts that get_config, from_config and **kwargs are made of, as far as their keys can be followed."""

from __future__ import annotations

from scaffold.source.located import Answer, Span
from scaffold.source.method_facts import RemovedKey
from scaffold.source.record import Record
from scaffold.source.values import Constant, Mapping, Unknown, Value, either


class Slot(Record):
    """What one key holds, and where that was written."""

    value: Value
    span: Span
    value_span: Span
    conditional: bool = False
    parent_wins: bool = False


class DictState(Record):
    """What is known of one dict at one moment.

    Every method has one *base*: the parent's config in ``get_config``, the argument in ``from_config``, ``**kwargs``
    in ``__init__``. A dict may hold its content beside keys of its own.

    Args:
        slots: Keys written by the method itself.
        base: Whether the content of the base is in it.
        base_partly: Whether it is so on some paths only.
        removed: Keys taken out of it.
        open: Whether anything else may have happened to it: unknown keys, replaced values.
        is_argument: Whether it is the very object that the caller handed in.
        deep: Whether it is a deep copy: then not even what it holds is the caller's.
        keyed_by: Type of a key of its display that is no text.
    """

    slots: dict[str, Slot]
    base: Answer = Answer.NO
    base_partly: bool = False
    removed: dict[str, RemovedKey] = {}  # noqa: RUF012 - never changed in place
    open: bool = False
    is_argument: bool = False
    deep: bool = False
    keyed_by: str = ""

    @property
    def closed(self) -> bool:
        """Whether its keys are exactly those of the slots, all of them present."""
        return (
            not self.open
            and self.base is Answer.NO
            and not any(slot.conditional for slot in self.slots.values())
        )


EMPTY = DictState({})


def put(state: DictState, key: str, slot: Slot) -> DictState:
    """Write one key."""
    slots = dict(state.slots)
    slots.pop(key, None)  # a key written again moves to where it was written last
    slots[key] = slot
    removed = {name: place for name, place in state.removed.items() if name != key}
    return state.but(slots=slots, removed=removed)


def put_default(state: DictState, key: str, slot: Slot) -> DictState:
    """Write one key unless it is there: ``setdefault``."""
    known = state.slots.get(key)
    if known is not None:
        return (
            state
            if not known.conditional
            else put(state, key, slot.but(value=either((known.value, slot.value))))
        )
    if state.base is Answer.NO and not state.open:
        return put(state, key, slot)
    return put(state, key, slot.but(value=Unknown("may have been there"), parent_wins=True))


def take(state: DictState, key: str, span: Span) -> DictState:
    """Remove one key."""
    slots = {name: slot for name, slot in state.slots.items() if name != key}
    return state.but(slots=slots, removed={**state.removed, key: RemovedKey(key, span, False)})


def merge(state: DictState, other: DictState) -> DictState:
    """Put the content of another dict on top: ``state.update(other)``."""
    slots = dict(state.slots)
    if other.open:
        slots = {
            key: slot.but(value=either((slot.value, Unknown("may be replaced"))))
            for key, slot in slots.items()
        }
    if other.base is not Answer.NO:
        covered = set(other.removed) if other.base is Answer.YES else set()
        slots = {key: slot if key in covered else slot.but(parent_wins=True) for key, slot in slots.items()}
    removed = dict(state.removed)
    for key, slot in other.slots.items():
        known = slots.pop(key, None)
        if slot.conditional and known is not None:
            slot = slot.but(value=either((known.value, slot.value)), conditional=known.conditional)
        slots[key] = slot
        removed.pop(key, None)
    if other.base is not Answer.NO:
        both = state.base is not Answer.NO
        removed = _both_removed(state, other, removed) if both else {**removed, **other.removed}
        removed = {key: place for key, place in removed.items() if key not in slots}
    return state.but(
        slots=slots,
        base=_more(state.base, other.base),
        base_partly=_partly(state, other),
        removed=removed,
        open=state.open or other.open,
    )


def _both_removed(
    state: DictState, other: DictState, removed: dict[str, RemovedKey]
) -> dict[str, RemovedKey]:
    """Return what the parent's config lacks after two dicts are merged that both may hold it."""
    found: dict[str, RemovedKey] = {}
    for key, place in {**other.removed, **removed}.items():
        lacking = [one for one, has in ((state, key in removed), (other, key in other.removed)) if not has]
        if all(one.base is Answer.UNKNOWN for one in lacking):
            found[key] = place.but(conditional=bool(lacking) or place.conditional)
    return found


def _more(one: Answer, other: Answer) -> Answer:
    for answer in (Answer.YES, Answer.UNKNOWN):
        if answer in (one, other):
            return answer
    return Answer.NO


def _partly(state: DictState, other: DictState) -> bool:
    sure = (state.base is Answer.YES and not state.base_partly) or (
        other.base is Answer.YES and not other.base_partly
    )
    return not sure and (state.base_partly or other.base_partly)


def copied(state: DictState) -> DictState:
    """Return the state of a shallow copy."""
    return state.but(is_argument=False)


def opened(state: DictState) -> DictState:
    """Say that unknown keys may have been added or values replaced; none were removed."""
    slots = {key: slot.but(value=Unknown("may be replaced")) for key, slot in state.slots.items()}
    base = Answer.UNKNOWN if state.base is Answer.NO else state.base
    return state.but(slots=slots, open=True, base=base)


def spoilt(state: DictState) -> DictState:
    """Say that anything may have happened to it: it was handed to something unknown."""
    slots = {
        key: slot.but(value=Unknown("may be replaced"), conditional=True) for key, slot in state.slots.items()
    }
    return state.but(slots=slots, open=True, base=Answer.UNKNOWN)


def join(one: DictState, other: DictState) -> DictState:
    """Return what is known after two branches."""
    if one == other:
        return one
    slots: dict[str, Slot] = {}
    for key in [*one.slots, *(key for key in other.slots if key not in one.slots)]:
        left, right = one.slots.get(key), other.slots.get(key)
        if left is not None and right is not None:
            slots[key] = left.but(
                value=either((left.value, right.value)),
                conditional=left.conditional or right.conditional,
                parent_wins=left.parent_wins and right.parent_wins,
            )
        else:
            known = left or right
            assert known is not None
            slots[key] = known.but(conditional=True)
    return DictState(
        slots=slots,
        base=one.base if one.base is other.base else _either_base(one.base, other.base),
        base_partly=one.base_partly or other.base_partly or one.base is not other.base,
        removed=_join_removed(one, other),
        open=one.open or other.open,
        is_argument=one.is_argument or other.is_argument,
        deep=one.deep and other.deep,
    )


def _either_base(one: Answer, other: Answer) -> Answer:
    return Answer.UNKNOWN if Answer.UNKNOWN in (one, other) else Answer.YES


def _join_removed(one: DictState, other: DictState) -> dict[str, RemovedKey]:
    removed: dict[str, RemovedKey] = {}
    for key in [*one.removed, *(key for key in other.removed if key not in one.removed)]:
        left, right = one.removed.get(key), other.removed.get(key)
        place = left or right
        assert place is not None
        missing = one if left is None else other if right is None else None
        if (
            missing is not None
            and missing.base is Answer.NO
            and not missing.open
            and key not in missing.slots
        ):
            removed[key] = place  # it was never there on the other branch
        else:
            removed[key] = place.but(conditional=missing is not None or place.conditional)
    return removed


def as_value(state: DictState) -> Value:
    """Return the dict as a value inside another value."""
    pairs = tuple((Constant(key), slot.value) for key, slot in state.slots.items())
    return Mapping(pairs, open=not state.closed, keyed_by=state.keyed_by)
