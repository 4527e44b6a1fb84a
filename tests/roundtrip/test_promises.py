"""What check_roundtrip promises its caller: nothing is changed, every option is judged, every message is kind."""

from __future__ import annotations

import ast
import copy
import html
import json
import pickle
import random
import subprocess
import sys
import unittest
from pathlib import Path

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold import Report, RoundTripError, check_roundtrip
from scaffold.errors import ScaffoldError
from scaffold.roundtrip.check_unit import checks as all_checks
from scaffold.roundtrip.report import Status

from .broken_layers import ForgetsRate, NotRegistered, SameName
from .sound_layers import (
    CountsItsLayers,
    DenseWithUpdate,
    MergedWithBar,
    NestedLayer,
    RejectsCombinations,
    WeightedSum,
)

QUICK = {"checks": "quick", "on_fail": "return"}


def coded(report: Report, code: str) -> list:
    return [found for found in report.results if found.code == code]


# -- nothing of the caller's is changed ------------------------------------------------------------------------


def seen_of(layer):
    return (
        layer.built,
        [np.array(keras.ops.convert_to_numpy(weight)).tolist() for weight in layer.weights],
        json.dumps(layer.get_config(), sort_keys=True),
        sorted(vars(layer)),
        len(layer._inbound_nodes),
        layer.trainable,
    )


@pytest.mark.parametrize("built", [False, True])
def test_the_callers_layer_is_not_changed(built):
    """Weights, built flag, config, attributes and the graph it is in stay as they were."""
    layer = NestedLayer(keras.layers.Dense(3, name="inner"), scale=2.0, name="mine")
    if built:
        layer(keras.Input((4,)))
    before = seen_of(layer)
    inner = layer.layer.built
    check_roundtrip(layer, inputs=(None, 4))
    assert seen_of(layer) == before
    assert layer.layer.built == inner


def test_a_factory_that_hands_out_one_layer_is_treated_as_that_layer():
    """A function that returns the same layer each time must not have it changed."""
    layer = DenseWithUpdate(3)
    report = check_roundtrip(lambda: layer, **QUICK)
    assert report.ok
    assert not layer.built


def test_keras_is_left_as_it_was():
    """Registry, dtype policy, open scope, and the random state of Python, NumPy and Keras."""
    random.seed(5)
    np.random.seed(5)
    registry = dict(keras.saving.get_custom_objects())
    expected = random.Random(5).random(), np.random.RandomState(5).rand()
    with keras.saving.custom_object_scope({"mine": NotRegistered}):
        check_roundtrip(ForgetsRate, **QUICK)
        assert keras.saving.get_registered_object("mine") is NotRegistered
    assert dict(keras.saving.get_custom_objects()) == registry
    assert keras.config.dtype_policy().name == "float32"
    assert (random.random(), np.random.rand()) == expected


def test_automatic_names_go_on_as_if_nothing_had_happened():
    """The layer that is made after a check has the name it would have had without it."""
    before = MergedWithBar().name
    check_roundtrip(MergedWithBar, **QUICK)
    number = int(before.rpartition("_")[2]) if before[-1].isdigit() else 0
    assert MergedWithBar().name == f"merged_with_bar_{number + 1}"


# -- where it is called from -----------------------------------------------------------------------------------


def test_it_works_in_a_unittest():
    """A TestCase needs nothing of pytest."""

    class Case(unittest.TestCase):
        def test_layer(self):
            check_roundtrip(MergedWithBar(3.0), checks="quick")

        def test_broken(self):
            with self.assertRaises(AssertionError):  # noqa: PT027
                check_roundtrip(ForgetsRate, checks="quick")

    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(Case).run(result)
    assert result.wasSuccessful(), result.errors + result.failures
    assert result.testsRun == 2


def test_it_works_inside_a_hypothesis_test():
    """Inside a test that draws by itself, only the search is left out, with the reason."""
    reports = []

    @settings(max_examples=2, database=None, deadline=None)
    @given(st.floats(1.0, 4.0, width=16))
    def survives(factor):
        reports.append(check_roundtrip(MergedWithBar(factor), args={"factor": st.just(0.5)}, checks="quick"))

    survives()
    (together,) = coded(reports[0], "KR203")
    assert together.status is Status.NOT_RUN
    assert "Hypothesis" in together.reason
    assert reports[0].exercised["factor"] >= 2


def test_nothing_is_left_in_the_working_directory(tmp_path):
    """No `.hypothesis` folder, no model file."""
    script = (
        "import keras\nfrom scaffold import check_roundtrip\n"
        "check_roundtrip(keras.layers.Dense(2))\ncheck_roundtrip(keras.layers.ReLU(), checks='quick')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=240
    )
    assert run.returncode == 0, run.stderr
    assert list(tmp_path.iterdir()) == []


# -- options ---------------------------------------------------------------------------------------------------


def test_an_unknown_expected_code_is_an_error_with_the_nearest():
    with pytest.raises(ScaffoldError, match=r"KR999.*\n.*Did you mean|Known: KR001"):
        check_roundtrip(MergedWithBar, expected_failures={"KR999": "because"})
    with pytest.raises(ScaffoldError, match="Did you mean 'KR201'"):
        check_roundtrip(MergedWithBar, expected_failures={"kr201": "because"})


def test_an_expected_failure_is_told_and_does_not_fail():
    """The reason that was given stays in the report."""
    report = check_roundtrip(ForgetsRate, checks="quick", expected_failures={"KR201": "rate is legacy"})
    (found,) = [r for r in coded(report, "KR201") if r.status is Status.EXPECTED]
    assert "rate is legacy" in found.reason
    assert report.ok


def test_an_expected_failure_that_passes_now_fails():
    report = check_roundtrip(MergedWithBar, expected_failures={"KR201": "was broken"}, **QUICK)
    assert [(f.code, "passes now" in f.reason) for f in report.failures] == [("KR201", True)]
    assert "expected_failures" in report.failures[0].fix


def test_a_layer_that_only_fails_less_than_expected_is_said_to_survive():
    """The list of expected failures is wrong, not the layer."""
    expected = {"KR201": "was lost"}
    text = str(check_roundtrip(DenseWithUpdate, expected_failures=expected, **QUICK))
    assert "DenseWithUpdate survives its config, against what was expected: 1 failed" in text
    expected = {"KR101": "had none"}
    text = str(check_roundtrip(ForgetsRate, expected_failures=expected, **QUICK))
    assert "ForgetsRate does not survive its config: 2 failed" in text


def test_a_search_that_finds_nothing_is_no_proof():
    """What Hypothesis draws may miss the fault, so an expected failure of the search may pass."""
    report = check_roundtrip(RejectsCombinations, expected_failures={"KR203": "rare"}, **QUICK)
    assert report.ok, str(report)


def test_a_mended_fault_that_only_failures_tell_of_is_out_of_date_too():
    """Some checks say nothing where they pass; the quick set cannot tell what files would show."""
    expected = {"KR108": "shares its list"}
    report = check_roundtrip(MergedWithBar, expected_failures=expected, **QUICK)
    assert [found.code for found in report.failures] == ["KR108"], str(report)
    report = check_roundtrip(MergedWithBar, expected_failures={"KR501": "in files alone"}, **QUICK)
    assert report.ok, str(report)


def test_a_set_and_prefixes_go_together():
    report = check_roundtrip(ForgetsRate, checks=["quick", "KR2"], on_fail="return")
    assert {found.code[:3] for found in report.results} == {"KR0", "KR2"}


def test_strict_fails_on_warnings():
    assert check_roundtrip(NotRegistered, **QUICK).ok
    with pytest.raises(RoundTripError, match="KR401"):
        check_roundtrip(NotRegistered, checks="strict")


def test_quick_leaves_out_files_and_processes():
    routes = {found.route for found in check_roundtrip(MergedWithBar, **QUICK).results}
    assert not routes & {"keras_file", "fresh_process"}
    assert "json" in routes


def test_prefixes_choose_what_is_reported():
    report = check_roundtrip(ForgetsRate, checks=["KR1", "KR303"], on_fail="return")
    assert {found.code[:3] for found in report.results} == {"KR0", "KR1", "KR3"}
    assert report.ok
    assert not check_roundtrip(ForgetsRate, checks="KR201", on_fail="return").ok


@pytest.mark.parametrize("checks", [None, 5, [], [3]])
def test_checks_that_are_no_names_are_an_error(checks):
    """Nothing is left out in silence, and no TypeError comes from inside."""
    with pytest.raises(ScaffoldError, match=r"checks: expected 'default'"):
        check_roundtrip(MergedWithBar, checks=checks)


@pytest.mark.parametrize("checks", ["strickt", ["KR9"], ""])
def test_an_unknown_set_or_prefix_is_an_error(checks):
    with pytest.raises(ScaffoldError, match=r"unknown set, route or prefix in checks[\s\S]*Known: "):
        check_roundtrip(MergedWithBar, checks=checks)


def test_an_unknown_value_of_on_fail_is_an_error():
    with pytest.raises(ScaffoldError, match="Did you mean 'return'"):
        check_roundtrip(MergedWithBar, on_fail="retrun")


def test_args_widen_and_narrow_what_is_varied():
    """A strategy for an argument nobody could guess is used; one that gives a single value is all there is."""
    wide = check_roundtrip(
        WeightedSum, inputs=[(None, 4), (None, 4)], args={"share": st.sampled_from([0.125, 0.5])}, **QUICK
    )
    assert wide.exercised["share"] == 3
    narrow = check_roundtrip(RejectsCombinations, args={"low": st.just(0.5)}, **QUICK)
    assert narrow.exercised["low"] == 2
    assert narrow.exercised["high"] > 1


def test_an_unknown_argument_in_args_is_an_error():
    with pytest.raises(ScaffoldError, match="Did you mean 'factor'"):
        check_roundtrip(MergedWithBar, args={"facter": st.just(1.0)})


def test_an_args_value_that_is_no_strategy_is_an_error():
    with pytest.raises(ScaffoldError, match="Hypothesis strategy"):
        check_roundtrip(MergedWithBar, args={"factor": [1.0, 2.0]})


# -- the report and the error ----------------------------------------------------------------------------------


def test_a_report_has_no_truth_value():
    """`assert check_roundtrip(...)` must not pass by accident."""
    with pytest.raises(TypeError, match=r"report\.ok"):
        bool(check_roundtrip(MergedWithBar, **QUICK))


@pytest.fixture(scope="module")
def error():
    with pytest.raises(RoundTripError) as caught:
        check_roundtrip(ForgetsRate(0.75), checks="quick")
    return caught.value


def test_the_error_is_an_assertion_that_can_be_sent_elsewhere(error):
    """pytest-xdist sends errors between processes; the failures come along."""
    assert isinstance(error, AssertionError)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert str(twin) == str(error)
        assert twin.report.failures == error.report.failures


def test_the_message_is_for_people(error):
    """Where, what was expected, what was found, what to do, how to see it again."""
    text = str(error)
    assert text.startswith("ForgetsRate does not survive its config: 1 failed")
    for part in (
        "error KR201 argument-lost (route: config): get_config does not return 'rate'",
        "shown by:  ForgetsRate(rate=0.",
        ", found 0.5\n",
        "broken_layers.py:",
        'to do:     Add "rate": self.rate to the config in get_config.',
        "broken_layers import ForgetsRate",
        "exercised: rate (",
    ):
        assert part in text, text
    assert "Traceback" not in text


def test_json_holds_everything(error):
    """The keys are the interface of other tools."""
    content = json.loads(error.report.to_json())
    assert set(content) == {"layer", "ok", "results", "exercised", "not_exercised"}
    assert content["ok"] is False
    first = next(found for found in content["results"] if found["status"] == "failed")
    assert set(first) == {
        "code",
        "name",
        "severity",
        "status",
        "route",
        "reason",
        "counterexample",
        "differences",
        "reproduction",
        "fix",
        "source",
        "lint_rule",
    }
    assert first["severity"] == "error"
    assert first["differences"][0]["path"] == "layer.rate"
    assert {found["status"] for found in content["results"]} <= {"passed", "failed", "expected", "not_run"}


def test_markdown_is_a_table_and_the_details(error):
    text = error.report.to_markdown()
    assert "| KR201 argument-lost | config | failed |" in text
    assert text.count("```") % 2 == 0


class Marked(MergedWithBar):
    def get_config(self):
        raise ValueError("<script>alert(1)</script> | pipe")


def test_html_and_markdown_escape_what_the_layer_says():
    """What a layer raises is data."""
    report = check_roundtrip(Marked, **QUICK)
    page = report._repr_html_()
    assert "<script>" not in page
    assert html.escape("<script>alert(1)</script>") in page
    assert "\\| pipe" in report.to_markdown()


def test_html_is_for_light_and_dark_and_folds_the_script(error):
    """No colour that only one background carries, and a script that does not hide the cause."""
    page = error.report._repr_html_()
    assert "<details><summary" in page
    assert "background:white" not in page.replace(" ", "")
    assert "color:black" not in page.replace(" ", "")
    assert "KS101" in page
    assert page.count("<table") == page.count("</table>")
    assert page.count("<div") == page.count("</div>")


class Erring(MergedWithBar):
    """Raises in the middle of things, in a method that Keras does not wrap."""

    def __init__(self, factor=2.0, where="", **kwargs):
        super().__init__(factor, **kwargs)
        self.where = where

    def _err(self, where):
        if self.where == where:
            raise RuntimeError(f"no {where} today")

    def build(self, input_shape):
        self._err("build")

    def get_config(self):
        self._err("config")
        return {**super().get_config(), "where": self.where}

    def compute_output_shape(self, input_shape):
        self._err("shape")
        return input_shape

    def save_own_variables(self, store):
        self._err("saving")
        super().save_own_variables(store)


@pytest.mark.parametrize("where", ["build", "config", "shape", "saving"])
def test_an_error_of_the_layer_is_a_result_not_a_traceback(where):
    """Whatever method of the author raises, the report says so, and nothing comes through."""
    report = check_roundtrip(lambda: Erring(where=where), **QUICK)
    assert "Traceback" not in str(report)
    if where != "shape":
        assert f"no {where} today" in str(report), str(report)


class HoldsItself(MergedWithBar):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(factor, **kwargs)
        self.ring = []
        self.ring.append(self.ring)


def test_a_layer_that_keeps_a_list_in_itself_ends_no_check():
    """Values without end cannot be compared; the rest of the report stands."""
    report = check_roundtrip(HoldsItself, **QUICK)
    assert [found for found in report.results if found.status is Status.PASSED]


def test_every_result_has_a_reason_where_it_did_not_pass():
    """Nothing is left out in silence."""
    report = check_roundtrip(ForgetsRate, **QUICK)
    assert all(found.reason for found in report.results if found.status is not Status.PASSED)
    told = {found.code for found in report.results}
    assert told >= {rule.code for check in all_checks() for rule in check.rules} - {
        "KR202",
        "KR313",
        "KR503",
        "KR504",
    }


# -- what cannot be checked ------------------------------------------------------------------------------------


@pytest.mark.parametrize("subject", [3, "Dense", None, dict, object()])
def test_what_is_no_layer_is_refused_with_examples(subject):
    with pytest.raises(ScaffoldError, match=r"expected a Keras layer[\s\S]*check_roundtrip\(MyLayer"):
        check_roundtrip(subject)


def legacy_layer() -> type:
    base = type("Layer", (), {"__module__": "tf_keras.src.engine.base_layer"})
    return type("OldLayer", (base,), {"__module__": "my_project.layers", "__call__": lambda self, x: x})


@pytest.mark.parametrize("as_instance", [False, True])
def test_a_layer_of_tf_keras_gets_one_clear_message(as_instance):
    subject = legacy_layer()
    with pytest.raises(ScaffoldError, match=r"my_project\.layers\.OldLayer[\s\S]*tf_keras[\s\S]*Derive"):
        check_roundtrip(subject() if as_instance else subject)


@keras.saving.register_keras_serializable(package="promises")
class Forgetful(keras.layers.Layer):
    """Keeps nothing of what it was given, and has a config without it."""

    def __init__(self, function, **kwargs):
        super().__init__(**kwargs)
        self._call_it = [function][0]

    def call(self, inputs):
        return self._call_it(inputs)

    def get_config(self):
        return super().get_config()


def test_a_layer_whose_arguments_cannot_be_read_back_is_told_what_to_pass():
    report = check_roundtrip(Forgetful(keras.ops.square), **QUICK)
    (found,) = report.failures
    assert found.code == "KR001"
    assert "function that returns a new layer" in found.reason


def test_as_a_factory_it_travels_all_the_same():
    report = check_roundtrip(lambda: Forgetful(keras.ops.square), **QUICK)
    assert [found.code for found in report.failures] == ["KR103"]
    assert "'function'" in report.failures[0].reason


class HasNoConfig(keras.layers.Layer):
    def __init__(self, function=keras.ops.square, **kwargs):
        super().__init__(**kwargs)
        self.function = function

    def call(self, inputs):
        return self.function(inputs)


def test_a_layer_inside_that_cannot_be_serialized_is_named():
    """The fault is in the inner layer; the outer one cannot be made a second time."""
    report = check_roundtrip(NestedLayer(HasNoConfig(keras.ops.tanh)), **QUICK)
    (found,) = report.failures
    assert found.code == "KR001"
    assert "Check HasNoConfig first" in found.reason


def test_a_factory_that_raises_is_told():
    report = check_roundtrip(lambda: DenseWithUpdate(units=missing), **QUICK)  # noqa: F821
    assert [found.code for found in report.failures] == ["KR001"]
    assert "missing" in report.failures[0].reason


def test_inputs_of_the_wrong_shape_are_told_with_the_shape():
    report = check_roundtrip(keras.layers.Conv2D(2, 3), inputs=(None, 8), **QUICK)
    (found,) = coded(report, "KR002")
    assert found.status is Status.FAILED
    assert "float32[2, 8]" in found.reason
    assert "ndim=4" in found.reason
    assert "inputs=" in found.fix


@pytest.mark.parametrize("inputs", ["(8,)", 5, [], {"inputs": object()}])
def test_inputs_that_are_neither_shape_nor_array_are_an_error(inputs):
    with pytest.raises(ScaffoldError, match=r"inputs: expected a shape"):
        check_roundtrip(MergedWithBar, inputs=inputs)


def test_a_class_defined_again_under_its_name_is_told():
    """Running a notebook cell again makes another class; the older layers are of the older one."""
    report = check_roundtrip(SameName, **QUICK)
    assert report.ok
    older = type("SameName", (SameName,), {"__module__": SameName.__module__})
    found = check_roundtrip(keras.saving.register_keras_serializable("again")(older), **QUICK)
    assert found.ok, str(found)


def test_the_reproduction_is_python(error):
    """It can be pasted."""
    (found,) = error.report.failures
    ast.parse(found.reproduction)


def test_warnings_of_keras_do_not_reach_a_project_that_makes_them_errors(tmp_path):
    """`-W error` in the project under test is about its own warnings."""
    script = "import warnings\nimport keras\nfrom scaffold import check_roundtrip\nwarnings.simplefilter('error')\n"
    script += f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
    script += (
        "from roundtrip.broken_layers import CompositeWithoutBuild\n"
        "report = check_roundtrip(CompositeWithoutBuild, checks='quick')\nassert report.warnings\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=240
    )
    assert run.returncode == 0, run.stderr


def test_a_global_policy_holds_in_the_fresh_process_too():
    """A composite takes the default policy for its sublayers, as every process of such a project has it."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        report = check_roundtrip(CountsItsLayers, on_fail="return")
    finally:
        keras.config.set_dtype_policy(before)
    assert report.ok, str(report)


def test_a_class_in_an_open_scope_is_not_taken_for_registered():
    """The scope is open in this process alone."""
    with keras.saving.custom_object_scope({"NotRegistered": NotRegistered}):
        report = check_roundtrip(NotRegistered, on_fail="return")
    assert report.ok, str(report)
    assert {found.code for found in report.warnings} == {"KR401"}, str(report)


def test_a_class_that_its_module_does_not_have_is_not_run_elsewhere():
    """A class made by exec() says that it is from `builtins`."""
    made = type("MadeByExec", (NotRegistered,), {"__module__": "builtins"})
    report = check_roundtrip(made, on_fail="return")
    assert report.ok, str(report)
    assert "builtins has no MadeByExec" in str(report)


@pytest.mark.parametrize("where", ["__init__", "call"])
def test_a_layer_that_exits_fails_and_ends_nothing(where):
    """SystemExit is no Exception; the tests around it go on."""

    def leave(self, *args, **kwargs):
        raise SystemExit(3)

    report = check_roundtrip(type("Leaves", (keras.layers.Layer,), {where: leave}), on_fail="return")
    assert "SystemExit: 3" in report.failures[0].reason


@pytest.mark.parametrize(
    "options",
    [
        {"inputs": (None, -3)},
        {"inputs": (None, 10**12)},
        {"inputs": {"inputs": keras.Input((3,))}},
        {"args": ["units"]},
        {"expected_failures": ["KR201"]},
        {"expected_failures": {"KR201": None}},
        {"max_examples": 0},
    ],
)
def test_a_wrong_option_is_told_with_its_remedy(options):
    """No traceback of NumPy, Keras or Hypothesis."""
    (name,) = options
    with pytest.raises(ScaffoldError, match=name) as raised:
        check_roundtrip(keras.layers.Dense(3), **options)
    assert raised.value.remedy
