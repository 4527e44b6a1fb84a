"""The public strategies draw what a layer takes, find what they should and shrink it to the simplest call."""

from __future__ import annotations

import subprocess
import sys

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from scaffold.errors import ScaffoldError
from scaffold.strategies import constructor_arguments, inputs_for

QUIET = settings(
    database=None,
    deadline=None,
    max_examples=400,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
LAYERS = keras.layers


class Half(LAYERS.Layer):
    """Halves.

    Args:
        scale: Float, what to multiply with.
        mystery: What nobody knows.
    """

    def __init__(self, scale=0.5, mystery=None, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs):
        return inputs * self.scale


class Unknowable(LAYERS.Layer):
    def __init__(self, secret, **kwargs):
        super().__init__(**kwargs)
        # A comparison would tell what it is.
        if not str(secret).startswith("open"):
            raise ValueError("no")

    def call(self, inputs):
        return inputs


@pytest.mark.parametrize(
    ("condition", "smallest"),
    [
        (lambda arguments: True, {"units": 1}),
        (lambda arguments: arguments.get("use_bias") is False, {"units": 1, "use_bias": False}),
        (lambda arguments: arguments["units"] >= 3, {"units": 3}),
        (
            lambda arguments: arguments.get("use_bias") is False and arguments["units"] > 1,
            {"units": 2, "use_bias": False},
        ),
    ],
    ids=["nothing", "flag", "threshold", "both"],
)
def test_arguments_shrink_to_the_simplest_call(condition, smallest):
    """Arguments that do not matter are left out; those that do are at their simplest."""
    assert dict(find(constructor_arguments(LAYERS.Dense), condition, settings=QUIET)) == smallest


def test_every_argument_of_a_layer_is_drawn_in_the_end():
    """What is known of an argument is drawn, in more than one value."""
    drawn: dict[str, set[str]] = {}

    @settings(QUIET, max_examples=150)
    @given(constructor_arguments(LAYERS.Conv1D))
    def collect(arguments):
        for name, value in arguments.items():
            drawn.setdefault(name, set()).add(repr(value))

    collect()
    assert {"filters", "kernel_size", "strides", "padding", "activation", "use_bias"} <= drawn.keys()
    assert all(len(drawn[name]) > 1 for name in ("filters", "padding", "kernel_initializer"))


@pytest.mark.parametrize(
    "cls", [LAYERS.TimeDistributed, LAYERS.RNN, LAYERS.Bidirectional, LAYERS.EinsumDense]
)
def test_drawn_arguments_make_layers(cls):
    """Wrappers get a layer of their own at every call; none is made while values are drawn."""

    @settings(QUIET, max_examples=15)
    @given(constructor_arguments(cls))
    def make_twice(arguments):
        for name in arguments:
            value, again = arguments[name], arguments[name]
            assert not isinstance(value, LAYERS.Layer) or value is not again
        try:
            assert isinstance(cls(**arguments), cls)
        except (ValueError, TypeError):
            # A combination may be refused.
            return

    make_twice()


def test_strategies_of_the_author_take_the_place_of_what_is_found():
    """`args` widens what is drawn to arguments of which nothing is known."""
    strategy = constructor_arguments(Half, args={"mystery": st.just("known")})
    assert dict(find(strategy, lambda arguments: "mystery" in arguments, settings=QUIET)) == {
        "mystery": "known"
    }
    assert dict(find(constructor_arguments(Half), lambda arguments: True, settings=QUIET)) == {}
    strategy = constructor_arguments(Unknowable, args={"secret": st.just("open sesame")})
    assert isinstance(Unknowable(**find(strategy, lambda arguments: True, settings=QUIET)), Unknowable)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: constructor_arguments(Unknowable), "could not be made with secret"),
        (lambda: constructor_arguments(LAYERS.Dense(2)), "expected a layer class"),
        (lambda: constructor_arguments(LAYERS.Dense, args={"unit": st.just(1)}), "units"),
        (lambda: constructor_arguments(int), "expected a Keras layer"),
        (lambda: inputs_for(LAYERS.Layer), "has no call of its own"),
    ],
    ids=["unmade", "instance", "typo", "no layer", "no call"],
)
def test_what_cannot_be_drawn_is_said_at_once(wrong, words):
    """No strategy that gives nothing: the message says what is missing."""
    with pytest.raises(ScaffoldError, match=words):
        wrong()


def test_inputs_shrink_to_one_sample_of_zeros():
    """The simplest inputs are the smallest batch, of zeros."""
    inputs = find(inputs_for(LAYERS.Dense(3)), lambda inputs: True, settings=QUIET)
    assert inputs.shape == (1, 5)
    assert not inputs.any()
    some = find(inputs_for(LAYERS.ReLU()), lambda inputs: bool((inputs < 0).any()), settings=QUIET)
    assert (some < 0).sum() == 1
    assert some.shape[0] == 1


@pytest.mark.parametrize(
    "layer",
    [
        LAYERS.Dense(3),
        LAYERS.Add(),
        LAYERS.Embedding(4, 2),
        LAYERS.Conv2D(2, 3),
        LAYERS.Hashing(3),
        LAYERS.LSTM(2),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_a_layer_takes_the_inputs_that_are_drawn(layer):
    """Shapes, dtypes and structure are those that the layer takes; the layer itself is left alone."""

    @settings(QUIET, max_examples=8)
    @given(inputs_for(layer))
    def call(inputs):
        fresh = type(layer).from_config(layer.get_config())
        assert fresh(inputs) is not None

    call()
    assert not layer.built or not layer.weights


def test_keyword_inputs_come_as_a_dict():
    """Where `call` needs several arguments, they are drawn by name."""
    layer = LAYERS.MultiHeadAttention(1, 2)
    inputs = find(inputs_for(layer), lambda inputs: True, settings=QUIET)
    assert set(inputs) == {"query", "value"}
    assert all(isinstance(array, np.ndarray) for array in inputs.values())
    assert layer(**inputs) is not None


def test_a_fault_from_three_units_on_is_found_and_shrunk():
    """What an author sees of a fault is the smallest call that has it."""

    class Narrow(LAYERS.Layer):
        def __init__(self, units, use_bias=True, **kwargs):
            super().__init__(**kwargs)
            self.units = min(units, 2)
            self.use_bias = use_bias

    seen = []

    @settings(QUIET)
    @given(constructor_arguments(Narrow))
    def keeps_units(arguments):
        if Narrow(**arguments).units != arguments["units"]:
            seen.append(dict(arguments))
            raise AssertionError

    with pytest.raises(AssertionError):
        keeps_units()
    assert seen[-1] == {"units": 3}


def test_importing_the_strategies_loads_nothing_heavy():
    """Neither Keras nor Hypothesis comes before a strategy is asked for."""
    code = (
        "import sys, scaffold; scaffold.strategies.inputs_for; "
        "assert not {'keras', 'hypothesis', 'tensorflow'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_no_strategy_is_refused() -> None:
    """A plain value among the strategies is a slip that needs a word, not an AttributeError."""
    with pytest.raises(ScaffoldError, match=r"args\['units'\]: expected a Hypothesis strategy, found 3"):
        constructor_arguments(keras.layers.Dense, args={"units": 3})
