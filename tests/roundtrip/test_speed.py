"""How long a check takes, beside the layer test of Keras itself in the same run."""

from __future__ import annotations

import time
from functools import partial

import keras
import pytest

from scaffold import check_roundtrip

from .sound_layers import DenseWithUpdate, MovingNorm

# Class, arguments, shape of the inputs, shape of the outputs.
LAYERS = (
    (keras.layers.Dense, {"units": 4, "activation": "relu"}, (2, 5), (2, 4)),
    (keras.layers.Conv2D, {"filters": 2, "kernel_size": 3}, (2, 8, 8, 3), (2, 6, 6, 2)),
    (keras.layers.SimpleRNN, {"units": 3}, (2, 4, 5), (2, 3)),
    (DenseWithUpdate, {"units": 4, "activation": "relu"}, (2, 5), (2, 4)),
    (MovingNorm, {"momentum": 0.5}, (2, 5), (2, 5)),
)


def seconds(function) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


@pytest.mark.benchmark
def test_seconds_for_a_layer_beside_the_layer_test_of_keras(capsys):
    """The default checks, the worker running, against run_layer_test; the ratio is printed."""
    from keras.src.testing import TestCase

    case = TestCase()
    check_roundtrip(keras.layers.Dense(2))
    lines = []
    ours = theirs = 0.0
    for cls, arguments, shape, output_shape in LAYERS:
        check = seconds(partial(check_roundtrip, cls(**arguments), inputs=shape))
        # Its training and mixed precision checks stay on for the layers of Keras, which it is written for.
        layer_test = partial(
            case.run_layer_test,
            cls,
            init_kwargs=arguments,
            input_shape=shape,
            expected_output_shape=output_shape,
            run_mixed_precision_check=cls.__module__.startswith("keras"),
        )
        peer = seconds(layer_test)
        ours, theirs = ours + check, theirs + peer
        lines.append(f"{cls.__name__:>16}  check_roundtrip {check:5.2f} s  run_layer_test {peer:5.2f} s")
    with capsys.disabled():
        print("\n" + "\n".join(lines) + f"\n{'ratio':>16}  {ours / theirs:.2f}")
    assert ours > 0
