"""The same broken and sound layers under the tests that Keras and keras-hub have for serialization.

``pytest -m slow tests/roundtrip/test_peers.py -s`` prints who catches what. The peers are given what they need:
the classes in scope, inputs that work, what a layer is expected to return; in a second row also the argument
values that this checker has found. Their training and precision steps, which save nothing, are left out.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any
from unittest import mock

import keras
import pytest

from scaffold import check_roundtrip
from scaffold.finding import Severity
from scaffold.roundtrip.report import Report, Status
from scaffold.roundtrip.use import find_use

from .broken_layers import BROKEN
from .sound_layers import SOUND


@dataclass(frozen=True)
class Case:
    """A layer as its author would hand it to a test: class, arguments and data that work."""

    make: Callable[[], Any]
    data: Any
    keywords: dict[str, Any] | None
    output_shapes: Any
    counts: tuple[int, int, int]


def case_of(subject: Any, inputs: Any) -> Case:
    from scaffold.roundtrip.inputs import given_inputs

    use = find_use(subject, {}, None if inputs is None else given_inputs(inputs))
    if use.inputs is None:
        raise ValueError(use.problem)
    layer = use.subject.call.make()
    outputs = use.inputs.call(layer)
    shapes = keras.tree.map_structure(lambda item: tuple(item.shape), outputs)
    counts = (
        len(layer.trainable_weights),
        len(layer.non_trainable_weights),
        len(layer.non_trainable_variables),
    )
    return Case(use.subject.call.make, use.inputs.positional, use.inputs.keywords, shapes, counts)


def scope_of(layer: Any) -> dict[str, type]:
    own = [layer, *layer._flatten_layers(include_self=False)]
    return {type(item).__name__: type(item) for item in own if not type(item).__module__.startswith("keras.")}


def serialization_test_of_keras(case: Case) -> None:
    from keras.src.testing import TestCase

    layer = case.make()
    TestCase().run_class_serialization_test(layer, custom_objects=scope_of(layer))


def layer_test_of_keras(case: Case) -> None:
    from keras.src.testing import TestCase

    if case.keywords is not None:
        pytest.skip("it has no inputs by keyword of other names")
    layer = case.make()
    TestCase().run_layer_test(
        # A function that makes the layer stands for the class: its arguments may be layers.
        _as_class(case.make),
        init_kwargs={},
        input_data=case.data,
        expected_output_shape=case.output_shapes,
        custom_objects=scope_of(layer),
        run_training_check=False,
        run_mixed_precision_check=False,
    )


def serialization_test_of_keras_hub(case: Case) -> None:
    layer = case.make()
    with keras.saving.custom_object_scope(scope_of(layer)):
        _hub().run_serialization_test(layer)


def layer_test_of_keras_hub(case: Case) -> None:
    layer = case.make()
    trainable, fixed, variables = case.counts
    with keras.saving.custom_object_scope(scope_of(layer)):
        _hub().run_layer_test(
            _as_class(case.make),
            {},
            input_data=case.keywords if case.keywords is not None else case.data,
            expected_output_shape=case.output_shapes,
            expected_num_trainable_weights=trainable,
            expected_num_non_trainable_weights=fixed,
            expected_num_non_trainable_variables=variables,
            run_training_check=False,
            run_precision_checks=False,
        )


def _as_class(make: Callable[[], Any]) -> Callable[..., Any]:
    return lambda **_: make()


@cache
def _hub() -> Any:
    # Its module of tests imports the reader of data sets that other tests of it use; these two do not.
    stand_in = {} if importlib.util.find_spec("grain") else {"grain": ModuleType("grain")}
    with mock.patch.dict(sys.modules, stand_in):
        from keras_hub.src.tests.test_case import TestCase

    return TestCase()


PEERS: dict[str, Callable[[Case], None]] = {
    "keras run_class_serialization_test": serialization_test_of_keras,
    "keras run_layer_test": layer_test_of_keras,
    "keras-hub run_serialization_test": serialization_test_of_keras_hub,
    "keras-hub run_layer_test": layer_test_of_keras_hub,
}


def raised(peer: Callable[[Case], None], case: Case | Exception) -> str:
    """Return what the peer says against the layer; empty where it is content."""
    if isinstance(case, Exception):
        return str(case)
    quiet = contextlib.redirect_stdout(io.StringIO())
    try:
        with warnings.catch_warnings(), quiet:
            warnings.simplefilter("ignore")
            peer(case)
    except (Exception, pytest.skip.Exception) as error:
        return "" if isinstance(error, pytest.skip.Exception) else f"{type(error).__name__}: {error}"
    return ""


def case_or_error(subject: Any, inputs: Any) -> Case | Exception:
    """Return the case; an error where the layer cannot be used at all, which every tool notices."""
    try:
        return case_of(subject, inputs)
    except Exception as error:
        return error


def told_values(name: str, report: Report) -> Case | Exception:
    """Return the case with the argument values that the report shows, where they can be read back."""
    first = next(found for found in report.results if found.status is Status.FAILED)
    names = {cls.__name__: cls for cls in (_class_of(name),)} | {"keras": keras}
    try:
        layer = eval(first.counterexample, names)
    except Exception:
        return case_or_error(BROKEN[name].make, BROKEN[name].inputs)
    del layer
    return case_or_error(lambda: eval(first.counterexample, names), BROKEN[name].inputs)


def _class_of(name: str) -> type:
    from . import broken_layers

    return getattr(broken_layers, name)


@pytest.mark.slow
def test_who_catches_what(capsys: pytest.CaptureFixture[str]) -> None:
    """This checker catches every error among the broken layers and is silent about the sound ones."""
    pytest.importorskip("keras_hub")
    reports = {
        name: check_roundtrip(case.make, inputs=case.inputs, on_fail="return")
        for name, case in BROKEN.items()
    }
    first = {
        name: next(found for found in report.results if found.status is Status.FAILED)
        for name, report in reports.items()
    }
    errors = [name for name, found in first.items() if found.severity is Severity.ERROR]
    sound = {name: case_or_error(case.make, case.inputs) for name, case in SOUND.items()}
    ours = [
        name
        for name, case in SOUND.items()
        if not check_roundtrip(case.make, inputs=case.inputs, on_fail="return").ok
    ]
    as_given = {name: case_or_error(BROKEN[name].make, BROKEN[name].inputs) for name in errors}
    with_values = {name: told_values(name, reports[name]) for name in errors}
    lines = [f"{len(errors)} broken layers, {len(SOUND)} sound ones", f"{'':52}caught missed false alarms"]
    lines.append(_row("check_roundtrip", len(errors), 0, len(ours)))
    missed_by: dict[str, list[str]] = {}
    for name, peer in PEERS.items():
        alarms = [each for each, case in sound.items() if raised(peer, case)]
        for suffix, cases in (("", as_given), (", told the values", with_values)):
            missed = [each for each, case in cases.items() if not raised(peer, case)]
            missed_by[name + suffix] = missed
            lines.append(_row(name + suffix, len(cases) - len(missed), len(missed), len(alarms)))
    with capsys.disabled():
        print("\n" + "\n".join(lines))
        for name, missed in missed_by.items():
            print(f"missed by {name}: {', '.join(missed)}")
    assert not ours
    assert all(missed_by.values())


def _row(name: str, caught: int, missed: int, alarms: int) -> str:
    return f"{name:52}{caught:6} {missed:6} {alarms:12}"


def test_the_peers_do_catch_what_they_look_for() -> None:
    """They are run as they are meant to be: content with a sound layer, and not with a config that differs."""
    pytest.importorskip("keras_hub")
    good = case_or_error(keras.layers.Dense(3), None)
    bad = case_or_error(BROKEN["NoKwargs"].make, BROKEN["NoKwargs"].inputs)
    for name, peer in PEERS.items():
        assert not raised(peer, good), (name, raised(peer, good))
        assert raised(peer, bad), name
