"""Records that are made often are made quicker, and are what they were before."""

from __future__ import annotations

import pickle

import pytest

from scaffold import record
from scaffold.record import Record


class Place(Record):
    """With a default, and a name that a constructor might use itself."""

    of: int
    values: str = "none"


class Loose(Record, kw_only=True):
    """A default before a field that has none."""

    first: int = 1
    second: int


class Parent(Record):
    """Has a child."""

    of: int


class Inherits(Parent):
    """Fields of its own."""

    of: int
    more: tuple[int, ...] = ()


def make_often() -> None:
    for number in range(record._OFTEN + 1):
        Place(number)
        Loose(second=number)
        Parent(number)


def test_a_record_made_often_is_equal_to_one_made_before() -> None:
    """By position, by keyword and with defaults; hash, order of the fields and text too."""
    record._made.pop(Place, None)
    before = [Place(1), Place(of=1), Place(1, "x"), Place(values="x", of=1), Loose(second=2)]
    make_often()
    assert Place.__init__ is not Record.__init__
    after = [Place(1), Place(of=1), Place(1, "x"), Place(values="x", of=1), Loose(second=2)]
    assert before == after
    assert list(map(hash, before)) == list(map(hash, after))
    assert list(map(repr, before)) == list(map(repr, after))
    assert pickle.loads(pickle.dumps(after)) == before
    assert Place(1).but(of=2) == Place(2)


def test_wrong_arguments_are_refused_before_and_after() -> None:
    """What is missing, what is too much, and what there is no field for."""
    make_often()
    for arguments, keywords in (((), {}), ((1, "x", 2), {}), ((1,), {"of": 1}), ((1,), {"other": 1})):
        with pytest.raises(TypeError):
            Place(*arguments, **keywords)
        with pytest.raises(TypeError):
            Inherits(*arguments, **keywords)


def test_a_child_of_such_a_class_has_its_own_fields() -> None:
    """Also one that is made after its parent was made often."""
    make_often()

    class Late(Place):
        other: int

    assert Late(3).__dict__ == {"other": 3}
    assert Inherits(1, more=(2,)).__dict__ == {"of": 1, "more": (2,)}
