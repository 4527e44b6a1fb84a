"""How much is tried of a layer: by counting its parts, and with no number that would make it large."""

from __future__ import annotations

import keras
import pytest
from hypothesis import strategies as st

from scaffold import check_roundtrip
from scaffold.roundtrip.extent import Weight, extent_of, may_be_large

LARGEST: list[int] = []


@keras.saving.register_keras_serializable("extent")
class Remembers(keras.layers.Layer):
    """Loses its units where they are many, and notes the largest kernel that it was built with."""

    def __init__(self, units=4, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        LARGEST.append(self.units * shape[-1])
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")

    def call(self, inputs):
        return inputs @ self.kernel

    def get_config(self):
        return super().get_config()


@keras.saving.register_keras_serializable("extent")
class WeightsAtOnce(keras.layers.Layer):
    """Makes its weights in the constructor, so that a number that is only tried takes memory."""

    def __init__(self, rows=4, **kwargs):
        super().__init__(**kwargs)
        LARGEST.append(rows)
        self.rows = rows
        self.table = self.add_weight(shape=(rows, 8), name="table")

    def call(self, inputs):
        return inputs + keras.ops.sum(self.table)

    def get_config(self):
        return {**super().get_config(), "rows": self.rows}


@keras.saving.register_keras_serializable("extent")
class ManyParts(keras.layers.Layer):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate
        self.parts = [keras.layers.Dense(units) for _ in range(30)]

    def build(self, shape):
        self.parts[0].build(shape)

    def call(self, inputs):
        return self.parts[0](inputs) * self.rate

    def get_config(self):
        return {**super().get_config(), "units": self.units, "rate": self.rate}


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    LARGEST.clear()


@pytest.mark.parametrize(
    ("before", "after", "large"),
    [
        ({"units": 10}, {"units": 20}, False),
        ({"units": 10}, {"units": 10_000}, True),
        ({"units": 10_000}, {"units": 10}, False),
        ({"size": (3, 3)}, {"size": (3, 9)}, False),
        ({"size": (3, 3)}, {"size": (900, 900)}, True),
        ({"size": None}, {"size": 8}, False),
        ({"units": 10}, {"units": 10**200}, True),
        ({"units": 10}, {"flag": True, "name": "x", "rate": 0.5}, False),
    ],
)
def test_numbers_that_grow_may_make_a_layer_large(before, after, large) -> None:
    """Every size of a weight is taken to grow with every number; what shrinks or is no number does not count."""
    assert may_be_large([Weight(400, 2)], before, after) is large


def test_a_large_layer_that_stays_as_it_is_may_be_built() -> None:
    """The author's own layer is not refused for being large."""
    assert not may_be_large([Weight(50 * 2**20, 2)], {"units": 512}, {"units": 512})


def test_a_drawn_number_builds_no_layer_above_ten_megabytes() -> None:
    """A strategy of the author's may hold any number; a layer with it is compared, and not called."""
    check_roundtrip(
        Remembers(4),
        inputs=(2, 1024),
        args={"units": st.just(10**5)},
        checks="quick",
        on_fail="return",
    )
    assert LARGEST
    assert max(LARGEST) * 4 <= 10 * 2**20


def test_a_drawn_number_is_not_even_tried_where_the_constructor_makes_the_weights() -> None:
    """It is told as not tried, and the others are sent through."""
    drawn = {"rows": st.just(10**7)}
    report = check_roundtrip(WeightsAtOnce(4), inputs=(2, 3), args=drawn, checks="quick", on_fail="return")
    assert max(LARGEST) == 4
    assert "10 MB" in report.not_exercised["rows"]


def test_fewer_values_are_tried_of_a_layer_with_many_parts_and_that_is_told() -> None:
    """Counting layers and variables: the same on every machine, whatever its pace."""
    report = check_roundtrip(ManyParts, inputs=(2, 3), checks="quick", on_fail="return")
    told = {found.code: found.reason for found in report.results}
    assert report.exercised["units"] == 3  # two, and that of the call that works
    assert "at most 2 values" in told["KR201"]
    assert "31 layers" in told["KR201"]
    assert "9 combinations" in told["KR203"]


def test_an_ordinary_layer_is_tried_in_full() -> None:
    """Nothing is said where nothing is left out."""
    report = check_roundtrip(keras.layers.Dense(3), inputs=(2, 3), checks="quick", on_fail="return")
    assert report.exercised["units"] == 5
    assert not [found for found in report.results if "layers and variables" in found.reason]


def test_parts_are_layers_and_variables_of_the_constructor() -> None:
    """What build adds is the weights' business."""
    assert extent_of(keras.layers.Dense(3), []).parts == 1
    assert extent_of(keras.layers.Dropout(0.5, seed=1), []).parts == 2
