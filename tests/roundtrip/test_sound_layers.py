"""The checker is quiet about layers that are sound."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from scaffold import check_roundtrip
from scaffold.roundtrip.report import Status

from .sound_layers import SOUND

REFERENCE = Path(__file__).parents[2] / "examples" / "reference_layer.py"


def warned(report) -> set[str]:
    return {found.code for found in report.warnings}


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_sound_layer_passes_on_every_route(name):
    """No error, no warning but the stated ones, and every argument is exercised or told why not."""
    case = SOUND[name]
    report = check_roundtrip(case.make, inputs=case.inputs, on_fail="return")
    assert report.ok, str(report)
    assert warned(report) == case.warnings, str(report)
    for code, word in case.not_run.items():
        reasons = [r.reason for r in report.results if r.code == code and r.status is Status.NOT_RUN]
        assert any(word in reason for reason in reasons), str(report)
    assert not [r for r in report.results if "raised in the middle" in r.reason], str(report)


@pytest.fixture(scope="module")
def reference():
    pytest.importorskip("tensorflow", reason="the reference layer is spelled with tf.keras")
    spec = importlib.util.spec_from_file_location("reference_layer", REFERENCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CustomLayer


def test_the_reference_layer_passes_with_two_warnings_that_teach(reference, monkeypatch):
    """A composite without registration and without build() is a correct layer."""
    monkeypatch.syspath_prepend(REFERENCE.parent)
    report = check_roundtrip(reference(units=4, activation="relu"), on_fail="return")
    assert report.ok, str(report)
    assert warned(report) == {"KR401", "KR503"}, str(report)
    text = str(report)
    assert '@tf.keras.saving.register_keras_serializable(package="' in text
    assert "custom_objects={'CustomLayer': CustomLayer}" in text
    assert "build(self, input_shape)" in text
    assert report.exercised["units"] > 1
    assert report.exercised["activation"] > 1
    fresh = [r for r in report.results if r.route == "fresh_process" and r.code == "KR501"]
    assert [r.status for r in fresh] == [Status.PASSED], str(report)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_no_sound_layer_fails_under_any_seed(seed, monkeypatch):
    """What Hypothesis draws never makes a sound layer look broken."""
    import hypothesis.core

    monkeypatch.setattr(hypothesis.core, "global_force_seed", seed)
    failed = {}
    for name, case in SOUND.items():
        report = check_roundtrip(case.make, inputs=case.inputs, checks="quick", on_fail="return")
        if not report.ok:
            failed[name] = str(report)
    assert not failed, "\n\n".join(failed.values())
