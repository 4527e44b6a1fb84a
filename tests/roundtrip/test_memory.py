"""What is let go after a check: memory does not grow with the number of layers."""

from __future__ import annotations

import os
from pathlib import Path

import keras
import pytest

from scaffold import check_roundtrip
from scaffold.roundtrip.memory import kernels_let_go

STATM = Path("/proc/self/statm")
needs_statm = pytest.mark.skipif(not STATM.exists(), reason="memory is read from /proc")
VARIABLES = 1500


def resident_megabytes() -> float:
    """Return the memory of this process; Linux tells it in pages."""
    return int(STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def growth_of_variables() -> float:
    before = resident_megabytes()
    for _ in range(VARIABLES):
        keras.Variable([0.0])
    return resident_megabytes() - before


@needs_statm
@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="other backends keep no kernels")
def test_kernels_of_variables_that_are_gone_are_let_go() -> None:
    """TensorFlow keeps 34 KB for each name of a variable, so many cost 50 MB; what is let go is used again."""
    with kernels_let_go():
        growth_of_variables()
    with kernels_let_go():
        assert growth_of_variables() < 5


class ManyWeights(keras.layers.Layer):
    def build(self, shape):
        for number in range(60):
            self.add_weight(shape=(1,), name=f"weight_{number}")

    def call(self, inputs):
        return inputs


def check_another_class(number: int) -> None:
    """Check a class of another name, so that its weights have other names."""
    cls = type(f"ManyWeights{number}", (ManyWeights,), {})
    check_roundtrip(cls, inputs=(2, 3), checks="quick", on_fail="return", max_examples=1)


@needs_statm
@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="other backends keep no kernels")
def test_a_check_lets_the_kernels_go() -> None:
    """check_roundtrip itself does: layers of 60 weights, each with names of its own, leave nothing behind."""
    check_another_class(0)
    before = resident_megabytes()
    for number in range(1, 5):
        check_another_class(number)
    assert resident_megabytes() - before < 5
