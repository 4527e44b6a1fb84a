"""What is drawn decides nothing: sound layers pass and broken ones are caught, whatever the seed.

``SCAFFOLD_SEEDS=50 pytest -m slow tests/roundtrip/test_seeds.py`` runs fifty seeds, ``SCAFFOLD_SEEDS=20:50`` the
last thirty of them.
"""

from __future__ import annotations

import os

import hypothesis.core
import keras
import pytest

from scaffold import check_roundtrip
from scaffold.roundtrip.report import Report

from .broken_layers import BROKEN
from .sound_layers import SOUND

_FIRST, _, _END = os.environ.get("SCAFFOLD_SEEDS", "0:3").rpartition(":")
SEEDS = range(int(_FIRST or 0), int(_END))


def checked(case, checks, seed: int, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Check a case with every source of randomness begun at the seed."""
    monkeypatch.setattr(hypothesis.core, "global_force_seed", seed)
    keras.utils.set_random_seed(seed)
    return check_roundtrip(case.make, inputs=case.inputs, checks=checks, on_fail="return")


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_sound_layer_fails_under_any_seed(seed, monkeypatch):
    """No error, and no warning but the stated ones."""
    told = []
    for name, case in SOUND.items():
        report = checked(case, "quick", seed, monkeypatch)
        if not report.ok or {found.code for found in report.warnings} - case.warnings:
            told.append(f"{name}\n{report}")
    assert not told, "\n\n".join(told)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_broken_layer_is_caught_under_every_seed(seed, monkeypatch):
    """The first failure has the same code each time."""
    told = []
    for name, case in BROKEN.items():
        report = checked(case, case.checks, seed, monkeypatch)
        first = next(iter(report.failures or report.warnings), None)
        if first is None or first.code != case.code:
            told.append(f"{name}: expected {case.code}\n{report}")
    assert not told, "\n\n".join(told)
