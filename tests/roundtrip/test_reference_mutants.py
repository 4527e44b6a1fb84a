"""Take one line of the reference layer away, and the checker names the argument and the remedy."""

from __future__ import annotations

import importlib.util
import itertools
import sys
from pathlib import Path

import pytest

from scaffold import RoundTripError, check_roundtrip

SOURCE = (Path(__file__).parents[2] / "examples" / "reference_layer.py").read_text(encoding="utf-8")
_numbers = itertools.count()

SUPER_CALL = ("config = super(CustomLayer, self).get_config()", "config = {}")
UNITS_KEY = ('                "units": self.units,\n', "")
ACTIVATION_KEY = ('                "activation": tf.keras.activations.serialize(self.activation),\n', "")
SERIALIZE = ("tf.keras.activations.serialize(self.activation)", "self.activation")
UNITS_REQUIRED = ("units=32", "units")
NO_KWARGS = (", **kwargs", "")
KWARGS_KEPT = ("__init__(**kwargs)", "__init__()")
NO_RETURN = ("        return config\n", "")

# What is taken away -> code of the failure, and what its message must hold.
MUTANTS = {
    "super call in get_config": ([SUPER_CALL], "KR303", ["'trainable'", "super().get_config()"]),
    "units key": ([UNITS_KEY], "KR201", ["'units'", 'Add "units": self.units']),
    "units key, units required": (
        [UNITS_KEY, UNITS_REQUIRED],
        "KR103",
        ["'units'", "'units': self.units", "get_config"],
    ),
    "activation key": (
        [ACTIVATION_KEY],
        "KR201",
        ["'activation'", 'Add "activation": tf.keras.activations.serialize(self.activation)'],
    ),
    "serialize call": ([SERIALIZE], "KR102", ["'activation'", "tf.keras.activations.serialize"]),
    "**kwargs": (
        [NO_KWARGS, KWARGS_KEPT],
        "KR103",
        ["'name'", "'trainable'", "'dtype'", "super().__init__(**kwargs)"],
    ),
    "**kwargs passed on": ([KWARGS_KEPT], "KR303", ["'name'", "super().__init__(**kwargs)"]),
    "return": ([NO_RETURN], "KR101", ["NoneType", "Return the dict"]),
}


def mutant(folder: Path, changes: list[tuple[str, str]]) -> type:
    source = SOURCE
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    name = f"reference_mutant_{next(_numbers)}"
    path = folder / f"{name}.py"
    path.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module.CustomLayer


@pytest.mark.parametrize("by", ["instance", "class"])
@pytest.mark.parametrize("taken", sorted(MUTANTS))
def test_the_mutant_fails_and_is_explained(taken, by, tmp_path):
    """Checked as a layer and as a class, with the place of the fault."""
    changes, code, words = MUTANTS[taken]
    cls = mutant(tmp_path, changes)
    subject = cls(units=4, activation="relu") if by == "instance" else cls
    with pytest.raises(RoundTripError) as failure:
        check_roundtrip(subject, checks="quick")
    first = failure.value.report.failures[0]
    assert first.code == code, str(failure.value)
    told = f"{first.reason}\n{first.fix}"
    assert not [word for word in words if word not in told], told
    assert first.source.startswith(str(tmp_path)), first.source
