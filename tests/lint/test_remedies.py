"""What a finding tells to write is what has to be written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scaffold.lint.rule_set import lint_rules
from scaffold.lint.run import lint

BAD = {rule.rule.code: rule.rule.bad for rule in lint_rules()}


@pytest.mark.parametrize(
    ("code", "told", "old", "new"),
    [
        ("KS201", r'Write "activation": (.+)\.$', '"activation": self.activation', '"activation": {}'),
        ("KS207", r'Write "axes": (.+), and make', '"axes": self.axes', '"axes": {}'),
        ("KS208", r'Write "anchors": (.+), and make', '"anchors": self.anchors', '"anchors": {}'),
        ("KS214", r'Write "mode": (.+), and make', '"mode": self.mode', '"mode": {}'),
        (
            "KS401",
            r"Begin from_config with (.+)\.$",
            "def from_config(cls, config):\n",
            "def from_config(cls, config):\n        {}\n",
        ),
        (
            "KS504",
            r"Write (register_keras_serializable\(.+\)) above",
            'register_keras_serializable(package="my_package", name="Scale")\nclass Triple',
            "{}\nclass Triple",
        ),
    ],
)
def test_what_the_remedy_tells_to_write_removes_the_finding(
    code: str, told: str, old: str, new: str, tmp_path: Path
) -> None:
    """The words of the remedy, put into the text as they are, leave nothing of the rule."""
    path = tmp_path / "layers.py"
    path.write_text(BAD[code], encoding="utf-8")
    (found,) = [finding for finding in lint([str(path)]).findings if finding.code == code]
    match = re.search(told, found.remedy)
    assert match is not None, found.remedy
    assert old in BAD[code]
    path.write_text(BAD[code].replace(old, new.format(match.group(1))), encoding="utf-8")
    assert code not in {finding.code for finding in lint([str(path)]).findings}


def test_classes_of_one_name_are_told_to_use_their_modules(tmp_path: Path) -> None:
    """In two modules of a package the second gets its module as the package; nothing is left to do then."""
    package = tmp_path / "shop"
    package.mkdir()
    layer = BAD["KS504"].split("\n\n\n")[1].replace("Double", "Scale")
    for name in ("__init__", "first", "second"):
        text = "" if name == "__init__" else f"import keras\n\n\n{layer}"
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    (found,) = lint([str(package)]).findings
    assert 'package="shop.second", name="Scale"' in found.remedy
    text = (package / "second.py").read_text(encoding="utf-8")
    (package / "second.py").write_text(text.replace('"my_package"', '"shop.second"'), encoding="utf-8")
    assert lint([str(package)]).findings == ()


def test_storing_is_told_where_nothing_holds_the_argument(tmp_path: Path) -> None:
    """`self.rate` in the config alone would fail where the constructor only hands `rate` on."""
    handed = BAD["KS101"].replace("self.rate = rate", "self.drop = keras.layers.Dropout(rate)")
    handed = handed.replace("inputs * self.rate", "self.drop(inputs)")
    path = tmp_path / "layers.py"
    for text, begins in ((handed, "Store the argument in the constructor, and add"), (BAD["KS101"], "Add")):
        path.write_text(text, encoding="utf-8")
        (found,) = [finding for finding in lint([str(path)]).findings if finding.code == "KS101"]
        assert found.remedy.startswith(f'{begins} "rate": self.rate to'), found.remedy


_HEAD = "import keras\n\n\n@keras.saving.register_keras_serializable('shop')\n"
_NUMBER_BECOMES_A_LAYER = (
    _HEAD
    + """class Block(keras.layers.Layer):
    def __init__(self, rate=None, **kwargs):
        super().__init__(**kwargs)
        self.rate = None if rate is None else keras.layers.Dropout(rate)

    def call(self, inputs):
        return inputs if self.rate is None else self.rate(inputs)

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}
"""
)
_SETS_ITS_WEIGHTS = (
    _HEAD
    + """class Scale(keras.layers.Layer):
    def build(self, input_shape):
        self.trainable_weights = [keras.Variable(1.0)]

    def call(self, inputs):
        return inputs
"""
)
_LAYERS_IN_A_ROW = (
    _HEAD
    + """class Row(keras.Sequential):
    def __init__(self, units, **kwargs):
        super().__init__([keras.layers.Dense(units)], **kwargs)
        self.units = units
"""
)
_SWALLOWS_A_KEY_IT_GIVES = (
    _HEAD
    + """class TopFive(keras.metrics.TopKCategoricalAccuracy):
    def __init__(self, name="top_five", **kwargs):
        super().__init__(name=name, k=5)
"""
)


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        (
            "KS205",
            _NUMBER_BECOMES_A_LAYER,
            r"as it was passed \(self\._rate = rate\), and put self\._rate under",
        ),
        (
            "KS205",
            BAD["KS205"],
            r"serialize_keras_object\(self\.inner\), and deserialize it in a from_config",
        ),
        ("KS605", _SETS_ITS_WEIGHTS, r"Make the weights with self\.add_weight"),
        ("KS605", BAD["KS605"], r"another name"),
        ("KS302", _SWALLOWS_A_KEY_IT_GIVES, r"into this call, and take out of them first, .*: k\.$"),
        ("KS302", BAD["KS302"], r"into this call\.$"),
    ],
)
def test_the_remedy_is_that_of_the_case(code: str, text: str, told: str, tmp_path: Path) -> None:
    """A rule with several remedies tells the one that mends what was found."""
    path = tmp_path / "layers.py"
    path.write_text(text, encoding="utf-8")
    (found,) = [finding for finding in lint([str(path)]).findings if finding.code == code]
    assert re.search(told, found.remedy), found.remedy


@pytest.mark.parametrize(
    ("default", "told"), [("", "loading it fails, as 'units'"), ("=3", "from the defaults")]
)
def test_what_becomes_of_a_functional_model_depends_on_its_defaults(
    default: str, told: str, tmp_path: Path
) -> None:
    """A model whose argument has no default cannot be loaded; others silently come back as other ones."""
    path = tmp_path / "models.py"
    path.write_text(BAD["KS115"].replace("units=3", f"units{default}"), encoding="utf-8")
    (found,) = [finding for finding in lint([str(path)]).findings if finding.code == "KS115"]
    assert told in found.message
