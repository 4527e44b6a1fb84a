"""Every route is taken where it exists, says why where it is not, and sees what it is there to see."""

from __future__ import annotations

import pickle
import sys
from importlib.util import find_spec
from pathlib import Path

import keras
import numpy as np
import pytest

from scaffold import check_roundtrip
from scaffold.errors import ScaffoldError
from scaffold.roundtrip import process
from scaffold.roundtrip.report import Report, Status
from scaffold.roundtrip.route import routes

from .broken_layers import BROKEN, ConfigFollowsTheWeights, ModelCreatesInBuild, ReservedAttribute
from .sound_layers import SOUND, DenseWithUpdate, Stateless

ALWAYS = {
    "config",
    "deepcopy",
    "json",
    "keras_object",
    "pickle",
    "clone_model",
    "keras_file",
    "subclassed_file",
    "weights_file",
    "fresh_process",
}


def travelled(report: Report) -> dict[str, Status]:
    """Route -> whether the layer was rebuilt by it."""
    return {found.route: found.status for found in report.results if found.code == "KR501" and found.route}


def check(layer, **options) -> Report:
    return check_roundtrip(layer, on_fail="return", **options)


def test_a_sound_layer_takes_every_route():
    """None is left out in silence; the one that must be asked for is not taken."""
    found = travelled(check(DenseWithUpdate))
    assert {name for name in found if not name.endswith("_backend")} == ALWAYS
    assert set(found.values()) == {Status.PASSED}


def test_quick_takes_no_route_through_files_or_processes():
    found = travelled(check(DenseWithUpdate, checks="quick"))
    assert set(found) == {"config", "deepcopy", "json", "keras_object", "pickle", "clone_model"}


def test_the_h5_file_is_taken_where_it_is_named():
    """With the default checks beside it, or alone."""
    for checks in (["default", "h5"], "h5", ["KR5", "h5"]):
        assert travelled(check(DenseWithUpdate, checks=checks))["h5"] is Status.PASSED
    with pytest.raises(ScaffoldError, match="h5"):
        check(DenseWithUpdate, checks=["h4"])


def test_what_loads_in_silence_with_random_weights_is_seen_in_the_file():
    """Keras loads the model without error or warning; the route has the lost values in its differences."""
    report = check(ModelCreatesInBuild)
    lost = [found for found in report.results if found.route == "subclassed_file" and found.code == "KR504"]
    assert [found.status for found in lost] == [Status.NOT_RUN]
    assert lost[0].reason == "blocked by KR504"
    assert lost[0].differences[0].expected == "2 weights with values"
    assert travelled(report)["subclassed_file"] is Status.PASSED


def test_keras_says_nothing_when_it_loads_random_weights(tmp_path, recwarn):
    """What the test above rests on: when Keras mends it, this test says so."""
    model = ModelCreatesInBuild()
    model(np.ones((2, 5), "float32"))
    model.save(tmp_path / "model.keras")
    recwarn.clear()
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert not [warning for warning in recwarn if issubclass(warning.category, UserWarning)]
    assert len(loaded.weights) == 0


def test_a_class_that_pickle_cannot_find_is_not_run_with_the_reason():
    report = check(SOUND["class inside a function"].make)
    found = next(f for f in report.results if f.route == "pickle" and f.code == "KR501")
    assert found.status is Status.NOT_RUN
    assert "pickle cannot find the class" in found.reason


def test_pickle_and_deepcopy_share_their_work_unless_the_class_has_its_own_way(monkeypatch):
    """One mechanism is run once; a class with __reduce__ of its own is pickled in earnest."""
    calls = []
    real = pickle.loads
    monkeypatch.setattr(
        "scaffold.roundtrip.routes.pickled.pickle.loads", lambda b: calls.append(b) or real(b)
    )
    check(DenseWithUpdate, checks="quick")
    assert not calls
    check(BROKEN["PicklesItself"].make, checks="quick")
    assert calls


def test_a_layer_without_weights_has_no_weights_file():
    report = check(Stateless)
    found = next(f for f in report.results if f.route == "weights_file")
    assert (found.status, found.reason) == (Status.NOT_RUN, "the layer has no weights")


def test_dependants_are_blocked_by_their_cause():
    """A cause on the first route closes the others, which say what blocks them."""
    report = check(BROKEN["NeverDeserialized"].make)
    blocked = [f for f in report.results if f.status is Status.NOT_RUN and f.code == "KR501"]
    assert {f.reason for f in blocked} == {"blocked by KR502 on route config"}
    assert {f.route for f in blocked} >= ALWAYS - {"config"}


def test_lost_values_are_told_once():
    report = check(ReservedAttribute)
    assert [(f.code, f.route) for f in report.failures] == [("KR307", "deepcopy")]
    later = [f for f in report.results if f.code == "KR307" and f.route in ("subclassed_file", "keras_file")]
    assert {f.reason for f in later} == {"blocked by KR307"}
    assert all(f.differences for f in later)


def test_a_training_step_that_changes_the_config_is_seen():
    """Only the new value of the weight changes it: a call does not."""
    report = check(ConfigFollowsTheWeights, checks="quick")
    found = next(f for f in report.results if f.code == "KR106")
    assert found.status is Status.FAILED
    assert "training step" in found.reason


def test_every_route_has_a_script():
    """A failure on any route can be pasted."""
    for route in routes():
        assert bool(route.script) != bool(route.script_of), route.name


# -- other backends ------------------------------------------------------------------------------------------


def test_backends_that_are_not_installed_are_no_news():
    """A report does not speak of them."""
    installed = {name for name in ("jax", "tensorflow", "torch") if find_spec(name)}
    expected = {f"{name}_backend" for name in installed - {keras.backend.backend()}}
    assert {
        route.name for route in routes() if route.name.endswith("_backend") and route.exists()
    } == expected


def test_a_layer_that_does_not_work_on_another_backend_is_not_run(monkeypatch):
    """The other process says that its own attempt fails too; that is no fault of the config."""
    from scaffold.roundtrip.journey import RouteNotRunError

    class Answers(process.Worker):
        def __init__(self):
            pass

        def _ask(self, path):
            return "not_there", "the layer does not work with jax: TypeError: no tf"

    worker = Answers()
    worker._directory = type("D", (), {"name": str(Path(sys.prefix))})
    monkeypatch.setattr(Path, "write_bytes", lambda self, data: len(data))
    from scaffold.roundtrip.calls import ConstructorCall
    from scaffold.roundtrip.inputs import given_inputs
    from scaffold.roundtrip.trial import Trial

    trial = Trial(ConstructorCall(DenseWithUpdate, {"units": 3}), given_inputs((2, 5)))
    with pytest.raises(RouteNotRunError, match="does not work with jax"):
        worker.load(Path("model.keras"), trial.original, [])
