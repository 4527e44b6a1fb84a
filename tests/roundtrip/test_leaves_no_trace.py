"""A check leaves the process, Keras, every random state and the caller's objects as they were."""

from __future__ import annotations

import gc
import os
import random
import sys
import threading
import warnings
from pathlib import Path

import hypothesis
import keras
import numpy as np
import pytest
from hypothesis import settings
from keras.src.backend.common import global_state

from scaffold import check_roundtrip

from .broken_layers import BROKEN, registered
from .sound_layers import SOUND, DenseWithUpdate

QUICK = {"checks": "quick", "on_fail": "return"}


@registered
class Meddles(keras.layers.Layer):
    """Changes everything that a layer can reach, when it is made and when it is called."""

    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        meddle()

    def call(self, inputs):
        meddle()
        return inputs * self.rate + keras.random.normal((1,)) + keras.ops.zeros_like(inputs)

    def get_config(self):
        meddle()
        return {**super().get_config(), "rate": self.rate}


def meddle() -> None:
    keras.config.set_floatx("float16")
    keras.config.set_image_data_format("channels_first")
    keras.config.set_epsilon(0.25)
    keras.config.set_dtype_policy("mixed_bfloat16")
    keras.saving.get_custom_objects()["meddled"] = meddle
    keras.utils.set_random_seed(99)
    os.environ["MEDDLED"] = "1"
    os.chdir(Path(__file__).parent)
    sys.path.insert(0, "/meddled")
    warnings.simplefilter("error", ResourceWarning)
    random.random()
    np.random.rand()


def drawn() -> tuple:
    """What the next draws of every source of randomness would be; drawing them changes nothing."""
    stream = getattr(sys.modules.get("tensorflow.python.eager.context"), "context", lambda: None)()
    generator = global_state.get_global_attribute("global_seed_generator")
    return (
        random.getstate(),
        repr(np.random.get_state()),
        None if stream is None else (stream._seed, stream._seed and stream._rng.getstate()),
        None if generator is None else keras.ops.convert_to_numpy(generator.state).tolist(),
        keras.utils.get_random_seed() if hasattr(keras.utils, "get_random_seed") else None,
    )


def everything() -> dict:
    return {
        "random": drawn(),
        "names": dict(global_state.get_global_attribute("object_name_uids", {})),
        "policy": keras.config.dtype_policy().name,
        "floatx": keras.config.floatx(),
        "format": keras.config.image_data_format(),
        "epsilon": keras.config.epsilon(),
        "backend": keras.config.backend(),
        "registry": dict(keras.saving.get_custom_objects()),
        "scope": global_state.get_global_attribute("custom_objects_scope_dict"),
        "filters": list(warnings.filters),
        "gc": (gc.isenabled(), gc.get_threshold()),
        "environment": dict(os.environ),
        "folder": Path.cwd(),
        "search path": list(sys.path),
        "hypothesis": (settings.default, str(vars(hypothesis.configuration)["__hypothesis_home_directory"])),
        "files": sorted(path.name for path in Path.cwd().iterdir()),
        "threads": threading.active_count(),
    }


LAYERS = {
    "built in": lambda: keras.layers.Dense(3, activation="relu"),
    "with a seed": lambda: keras.layers.Dropout(0.5),
    "recurrent": lambda: keras.layers.GRU(2),
    "meddles": Meddles,
    "not constructed": BROKEN["NeedsAFile"].make,
    "broken": BROKEN["ForgetsRate"].make,
    **{f"sound {name}": SOUND[name].make for name in sorted(SOUND)[::14]},
}


@pytest.mark.parametrize("seeded", [False, True])
@pytest.mark.parametrize("name", sorted(LAYERS))
def test_everything_is_as_it_was(name, seeded, tmp_path, monkeypatch):
    """Compared as a whole, in a project with its own settings and in one without."""
    monkeypatch.chdir(tmp_path)
    before_the_test = keras.config.dtype_policy()
    if seeded:
        keras.utils.set_random_seed(4)
        keras.random.normal(())
        keras.config.set_dtype_policy("mixed_float16")
    check_roundtrip(LAYERS[name], **QUICK)  # what is imported at first use is no trace
    before = everything()
    try:
        check_roundtrip(LAYERS[name], **QUICK)
        after = everything()
    finally:
        keras.config.set_dtype_policy(before_the_test)
        global_state.set_global_attribute("global_random_seed", None)
        global_state.set_global_attribute("global_seed_generator", None)
    assert {key for key in before if before[key] != after[key]} == set()


def test_the_stream_of_keras_goes_on():
    """Two draws with a check between them are the two draws without it."""

    def stream(checked: bool) -> list[float]:
        keras.utils.set_random_seed(11)
        values = [float(keras.random.normal(()))]
        if checked:
            check_roundtrip(Meddles, **QUICK)
        return [*values, float(keras.random.normal(())), random.random(), float(np.random.rand())]

    try:
        assert stream(True) == stream(False)
    finally:
        global_state.set_global_attribute("global_random_seed", None)
        global_state.set_global_attribute("global_seed_generator", None)


def test_a_stopped_collector_stays_stopped():
    """A project that collects by itself is left to do so."""
    gc.disable()
    try:
        check_roundtrip(keras.layers.ReLU, **QUICK)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_settings_of_the_project_are_put_back_after_an_error_of_use():
    """A wrong option ends the call early, and leaves no more behind."""
    before = everything()
    with pytest.raises(Exception, match="no_such"):
        check_roundtrip(keras.layers.ReLU, args={"no_such": hypothesis.strategies.just(1)})
    after = everything()
    assert {key for key in before if before[key] != after[key]} == set()


def test_a_layer_whose_equality_raises_leaves_no_call_open():
    """Keras compares the layer that was called first by `==`; where that raises, no later call must suffer."""

    class EqualityRaises(DenseWithUpdate):
        def __eq__(self, other):
            raise RuntimeError("no equality")

        __hash__ = DenseWithUpdate.__hash__

    report = check_roundtrip(EqualityRaises, **QUICK)
    assert "no equality" in str(report)
    keras.layers.Dense(2)(np.ones((1, 2), dtype="float32"))


def test_a_call_that_was_left_open_before_gives_its_mode_to_no_layer():
    """Training mode, say, would be the original's here, and not that of the layer in the new process."""

    class EqualityRaises(DenseWithUpdate):
        def __eq__(self, other):
            raise RuntimeError("no equality")

        __hash__ = DenseWithUpdate.__hash__

    try:
        with pytest.raises(RuntimeError, match="no equality"):
            EqualityRaises(2)(np.ones((1, 2), dtype="float32"), training=True)
        left_open = global_state.get_global_attribute("current_call_ctx")
        assert left_open is not None
        case = SOUND["SeededDropout"]
        report = check_roundtrip(case.make, inputs=case.inputs, on_fail="return")
        assert report.ok, str(report)
        assert global_state.get_global_attribute("current_call_ctx") is left_open
    finally:
        global_state.set_global_attribute("current_call_ctx", None)
