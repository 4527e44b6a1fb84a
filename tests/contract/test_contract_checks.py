"""Each contract check speaks about its bad example, is silent about its good one, and about what breaks nothing."""

from __future__ import annotations

import importlib.util

import pytest

from scaffold.contract.comparison import compare
from scaffold.contract.extract import current_classes
from scaffold.contract.lock_file import read_lock
from scaffold.contract.rule_list import breaking_changes, contract_checks, rules
from scaffold.source.project import analyze
from tests.contract.releases import NEXT_RELEASE, between, locked

each_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)

LAYER = """
import keras


@keras.saving.register_keras_serializable(package="shop")
class Scale(keras.layers.Layer):
    def __init__(self, factor, offset=0.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
        self.offset = offset

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
"""


def _codes(findings):
    return [finding.code for finding in findings]


@each_rule
def test_bad_example_is_found_by_this_check_alone(tmp_path, rule):
    """From the bad example's first release to its second, exactly this check speaks, with a remedy and a place."""
    (finding,) = between(tmp_path, *rule.bad.split(NEXT_RELEASE))
    assert (finding.code, finding.name, finding.severity) == (rule.code, rule.name, rule.severity)
    assert finding.remedy
    assert finding.line > 0
    assert finding.column > 0
    assert finding.end_column > finding.column


@each_rule
def test_good_example_is_silent(tmp_path, rule):
    """The same change made with care breaks nothing."""
    assert between(tmp_path, *rule.good.split(NEXT_RELEASE)) == ()


def test_codes_and_names_are_unique_and_in_order():
    """Codes begin with KC, and modules are named like their rules."""
    codes = [rule.code for rule in rules()]
    assert codes == sorted(set(codes))
    assert all(code.startswith("KC1") for code in codes)
    for item in contract_checks():
        assert item.check.__module__.rpartition(".")[2] == item.rule.name.replace("-", "_")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "", id="nothing changed"),
        pytest.param("offset=0.0", "offset=0", id="same default in another spelling"),
        pytest.param("factor, offset", "factor=1.0, offset", id="required argument got a default"),
        pytest.param("offset=0.0", "offset=0.0, bias=None", id="new argument with a default"),
        pytest.param('"factor": self.factor', '"factor": self.factor, "offset": self.offset', id="new config key"),
        pytest.param("offset=0.0", "offset=make_default()", id="default that is no literal"),
        pytest.param("(keras.layers.Layer)", "(Base)", id="base that cannot be told"),
        pytest.param('package="shop"', "package=PACKAGE", id="package that cannot be told"),
        pytest.param("**kwargs):\n", "*, shape=None, **kwargs):\n", id="new keyword-only argument"),
        pytest.param("import keras\n", "import keras\n\n\nclass Times(keras.layers.Layer): pass\n", id="new class"),
    ],
)  # fmt: skip
def test_harmless_change_is_silent(tmp_path, before, after):
    """What every old model survives, or what cannot be judged, is nothing to speak of."""
    changed = LAYER.replace(before, after)
    assert not before or changed != LAYER
    assert between(tmp_path, LAYER, changed) == ()


def test_registered_class_may_move(tmp_path):
    """A registered class is found under its registered name, whatever module it is in."""
    assert between(tmp_path, LAYER, LAYER, after_name="moved.py") == ()


def test_unregistered_class_may_move(tmp_path):
    """A class that is not registered is named by the person who loads the model, from wherever it is."""
    source = LAYER.replace('@keras.saving.register_keras_serializable(package="shop")\n', "")
    assert between(tmp_path, source, source, after_name="moved.py") == ()


def test_class_that_moved_and_changed_is_found(tmp_path):
    """An unregistered class is compared with itself in another module too."""
    bare = LAYER.replace('@keras.saving.register_keras_serializable(package="shop")\n', "")
    changed = bare.replace("factor, offset", "factor, bias, offset")
    (finding,) = between(tmp_path, bare, changed, after_name="moved.py")
    assert finding.code == "KC103"


def test_renamed_class_under_its_old_registered_name_is_silent(tmp_path):
    """A class that is registered under the name of the old one takes its place."""
    renamed = LAYER.replace('package="shop"', 'package="shop", name="Scale"').replace(
        "class Scale", "class Times"
    )
    assert between(tmp_path, LAYER, renamed) == ()


def test_class_that_was_not_registered_may_be_registered(tmp_path):
    """Files saved before name the bare class, and are loaded with custom_objects as they were."""
    bare = LAYER.replace('@keras.saving.register_keras_serializable(package="shop")\n', "")
    assert between(tmp_path, bare, LAYER) == ()


@pytest.mark.parametrize(
    "line",
    [
        'keras.saving.get_custom_objects()["shop>Scale"] = Times',
        'CUSTOM_OBJECTS = {"Scale": Times}\nkeras.saving.get_custom_objects().update(CUSTOM_OBJECTS)',
    ],
)
def test_name_that_lives_on_elsewhere_is_silent(tmp_path, line):
    """A saved name that still stands in the sources may be answered to: the check does not claim otherwise."""
    assert between(tmp_path, LAYER, LAYER.replace("class Scale", "class Times") + f"\n\n{line}\n") == ()


def test_registration_taken_away_is_found(tmp_path):
    """A class that loses its registration is not found under its registered name."""
    bare = LAYER.replace('@keras.saving.register_keras_serializable(package="shop")\n', "")
    (finding,) = between(tmp_path, LAYER, bare)
    assert finding.code == "KC102"
    assert "not registered any more" in finding.message


def test_renamed_class_names_its_successor(tmp_path):
    """The remedy names the new class with the same arguments, and the decorator that keeps old models loading."""
    (finding,) = between(tmp_path, LAYER, LAYER.replace("class Scale", "class Affine"))
    assert finding.code == "KC101"
    assert "renamed to Affine" in finding.remedy
    assert 'package="shop", name="Scale"' in finding.remedy
    assert finding.path == "scaffold.lock.json"


def test_removed_class_among_others_is_found(tmp_path):
    """A class of the same name that was in the contract already does not take the place of one that is gone."""
    two = LAYER + LAYER.replace("shop", "store").replace("class Scale", "class Other").partition("\n\n\n")[2]
    (finding,) = between(tmp_path, two, LAYER)
    assert finding.code == "KC101"
    assert finding.class_name == "Other"


def test_inherited_argument_that_is_lost_is_found(tmp_path):
    """A class that derives from another Keras layer than before refuses what its old configs carry."""
    before = "import keras\n\n\nclass Mine(keras.layers.Dense):\n    pass\n"
    (finding,) = between(tmp_path, before, before.replace("keras.layers.Dense", "keras.layers.Layer"))
    assert finding.code == "KC104"
    assert "'units'" in finding.message


def test_lost_var_keyword_is_found(tmp_path):
    """Without **kwargs a constructor refuses name, trainable and dtype, which every config carries."""
    closed = LAYER.replace(
        ", **kwargs):\n        super().__init__(**kwargs)", "):\n        super().__init__()"
    )
    (finding,) = between(tmp_path, LAYER, closed)
    assert finding.code == "KC104"
    assert "'activity_regularizer', 'dtype', 'name' and 'trainable'" in finding.message


def test_key_that_was_refused_before_is_no_news(tmp_path):
    """A class that never took back its own config breaks no promise by staying so: lint speaks about that."""
    closed = LAYER.replace(
        ", **kwargs):\n        super().__init__(**kwargs)", "):\n        super().__init__()"
    )
    assert closed != LAYER
    assert between(tmp_path, closed, closed) == ()


def test_from_config_that_is_not_understood_is_silent(tmp_path):
    """A from_config that hands the config to something unknown may repair anything."""
    changed = (
        LAYER.replace("factor, offset", "scale, offset").replace("= factor", "= scale")
        + """
    @classmethod
    def from_config(cls, config):
        return super().from_config(upgrade(config))
"""
    )
    assert between(tmp_path, LAYER, changed) == ()
    without = LAYER.replace("factor, offset", "scale, offset").replace("= factor", "= scale")
    assert _codes(between(tmp_path / "without", LAYER, without)) == ["KC104"]


def test_renamed_argument_is_one_fault(tmp_path):
    """A required argument under a new name is reported as renamed; a second new one is reported by itself."""
    renamed = LAYER.replace("factor, offset", "scale, offset").replace("= factor", "= scale")
    (finding,) = between(tmp_path / "renamed", LAYER, renamed)
    assert "renamed to 'scale'" in finding.remedy
    both = renamed.replace("scale, offset", "factr, bias, offset")
    assert sorted(_codes(between(tmp_path / "both", LAYER, both))) == ["KC103", "KC104"]


@pytest.mark.slow
@pytest.mark.parametrize("package", ["keras", "keras_hub"])
def test_nothing_breaks_where_nothing_changed(package):
    """Large packages that nobody here wrote, compared with themselves: no finding."""
    spec = importlib.util.find_spec(package)
    if spec is None:
        pytest.skip(f"{package} is not installed")
    project = analyze(list(spec.submodule_search_locations))
    text = locked(project)
    assert len(current_classes(project)) > 100
    assert breaking_changes(compare(read_lock(text, "lock"), "lock", text, project)) == ()
