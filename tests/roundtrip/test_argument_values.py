"""Which values of a constructor argument are tried, and that unknown means none."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from typing import Literal

import keras
import pytest

from scaffold.roundtrip.argument_values import values_of
from scaffold.roundtrip.calls import Described
from scaffold.roundtrip.signature import MISSING, constructor_signature


class Order(enum.Enum):
    FIRST = 1
    LAST = 2


class Everything(keras.layers.Layer):
    """A constructor with an argument of every sort.

    Args:
        mode: One of `"sum"`, `"mean"` or `"max"`.
        cudnn: Whether to use the fast kernel; `"auto"` decides by itself.
        window: Integer, how many steps.
        merge: Either "add", "concat" or None. Not "refused".
    """

    def __init__(
        self,
        flag=True,
        count=3,
        rate=0.25,
        mode="sum",
        label="anything",
        cudnn="auto",
        window=None,
        kernel_initializer="ones",
        size=(2, 2),
        shares=(0.5, 1.5),
        order: Order = Order.FIRST,
        side: Literal["left", "right"] = "left",
        maybe: int | None = None,
        data_format=None,
        num_layers=2,
        inner: keras.layers.Layer | None = None,
        blocks: list[keras.layers.Layer] | None = None,
        pair: tuple[int, int] | None = None,
        sizes: Sequence[int] | None = None,
        merge=None,
        picked=Order.FIRST,
        act="relu",
        axis=-1,
        table: dict[str, int] | None = None,
        function: Callable | None = None,
        thing=None,
        table_of_anything: dict | None = None,
        **kwargs,
    ):
        self.extra = kwargs.pop("extra", 4)
        super().__init__(**kwargs)


class Child(Everything):
    def __init__(self, count=5, **kwargs):
        super().__init__(count=count, mode="mean", **kwargs)


def first(name, given=MISSING, cls=Everything):
    return values_of(constructor_signature(cls)[name], given).first


@pytest.mark.parametrize(
    ("name", "some", "never"),
    [
        ("flag", [False], [True]),
        ("count", [1, 2], [3]),
        ("rate", [0.5], [0.25]),
        ("mode", ["mean", "max"], ["sum"]),
        ("cudnn", [False, True], ["auto"]),
        ("window", [1, 2], []),
        ("kernel_initializer", ["he_normal"], ["ones"]),
        ("size", [(1, 2)], [(2, 2)]),
        ("shares", [(0.25, 0.75)], [(0.5, 1.5)]),
        ("order", [Order.LAST], [Order.FIRST]),
        ("side", ["right"], ["left"]),
        ("maybe", [1], []),
        ("data_format", ["channels_first"], []),
        ("extra", [1], [4]),
        ("num_layers", [1, 3], [2]),
        ("pair", [(1, 2)], []),
        ("sizes", [[1], [1, 2]], []),
        ("merge", ["add", "concat"], ["refused"]),
        ("picked", [Order.LAST], [Order.FIRST]),
        ("act", ["tanh"], ["relu"]),
        ("axis", [0, -2], [-1]),
        ("table", [{"red": 1}], []),
        ("function", [keras.activations.tanh], []),
    ],
)
def test_values_come_from_what_the_author_wrote(name, some, never):
    """Annotation, name, default and docstring are read; the default itself proves nothing and is left out."""
    values = first(name)
    assert [value for value in some if value in values] == some, values
    assert not [value for value in never if value in values], values


@pytest.mark.parametrize("name", ["label", "thing", "table_of_anything"])
def test_unknown_means_none_with_the_way_out(name):
    """Free text may be a file name; nothing is made up."""
    values = values_of(constructor_signature(Everything)[name])
    assert values.first == ()
    assert values.strategy is None
    assert f"args={{{name!r}" in values.reason


@pytest.mark.parametrize("name", ["inner", "blocks"])
def test_an_annotation_tells_that_layers_are_wanted(name):
    """What no name tells; every call gets layers of its own."""
    made = [item for value in first(name) for item in (value if isinstance(value, list) else [value])]
    assert made
    assert all(isinstance(item, Described) for item in made)


def test_a_value_that_is_known_to_work_tells_what_others_may_be():
    """The author's own layer says more than a default of None."""
    assert 7 not in first("thing", 7)
    assert all(type(value) is int for value in first("thing", 7))
    assert first("thing", [2.0, 4.0]) == ([1.0, 2.0],)
    assert first("thing", {"a": 4}) == ({"a": 2},)
    assert first("thing", "some text") == ()


def test_a_layer_that_was_given_is_varied_and_not_replaced_by_another_class():
    """Which layers a constructor means is known to its author alone."""
    given = Described(keras.saving.serialize_keras_object(keras.layers.Dense(2)))
    variants = first("thing", given)
    assert variants
    assert all(isinstance(value.make(), keras.layers.Dense) for value in variants)
    assert len({str(value.make().get_config()) for value in variants}) == len(variants)


def test_an_argument_that_a_child_binds_is_none_of_its_own():
    """`mode` is fixed by Child; what it passes on stays."""
    names = constructor_signature(Child).names
    assert "mode" not in names
    assert {"count", "flag", "extra"} <= set(names)
    assert constructor_signature(Child)["count"].default == 5


def test_a_model_takes_the_base_arguments():
    """keras.Model hands **kwargs to Layer by a way of its own."""
    signature = constructor_signature(type("M", (keras.Model,), {}))
    assert {"name", "trainable", "dtype"} <= signature.base_arguments
