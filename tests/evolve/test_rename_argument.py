"""An argument renamed: everywhere in its class, nowhere else, and configs with its old name are still taken."""

# One case per line reads best, however long it is.
# ruff: noqa: E501
from __future__ import annotations

import re
from pathlib import Path

import pytest

from scaffold.errors import ScaffoldError
from scaffold.evolve.rename_argument import rename_argument
from scaffold.lint.run import lint
from scaffold.report.diff import unified
from scaffold.source.project import analyze
from tests.evolve.shapes import SHAPES
from tests.evolve.test_add_argument import RECORDED, name_of, written

RENAMED = {shape: (text, old) for shape, (text, old) in SHAPES.items() if old}


def rename(folder: Path, text: str, old: str, new: str = "renamed", name: str = "Thing") -> str:
    return rename_argument(written(folder, text), name, old, new).text


@pytest.mark.parametrize("shape", RENAMED)
def test_what_is_written_is_as_recorded(shape: str, tmp_path: Path, update: bool) -> None:
    """The change of each idiom is the recorded diff, which people have reviewed."""
    text, old = RENAMED[shape]
    found = unified("things.py", text, rename(tmp_path, text, old, name=name_of(shape))).encode()
    recorded = RECORDED / f"{shape}.rename.diff"
    if update:
        recorded.write_bytes(found)
    assert found == recorded.read_bytes()


@pytest.mark.parametrize("shape", RENAMED)
def test_class_is_the_same_under_another_name(shape: str, tmp_path: Path) -> None:
    """Parameters and keys are those there were but for the name; from_config takes the old one; lint finds no more."""
    text, old = RENAMED[shape]
    before = lint([written(tmp_path, text)])
    after = rename(tmp_path, text, old, name=name_of(shape))
    path = written(tmp_path, after)
    assert [f.code for f in lint([path]).findings] == [f.code for f in before.findings]
    cls = next(found for found in analyze([path]).classes if found.name == "Thing")
    assert cls.constructor.parameter(old) is None
    assert cls.constructor.parameter("renamed") is not None
    assert old in cls.from_config.removed
    assert "renamed" in cls.from_config.supplied
    assert not cls.from_config.mutations
    assert not re.search(rf"\b(?:self|this)\.{old}\b", after)
    with pytest.raises(ScaffoldError, match="already"):
        rename(tmp_path, after, old, name=name_of(shape))


@pytest.mark.parametrize("shape", RENAMED)
def test_only_the_name_is_replaced(shape: str, tmp_path: Path) -> None:
    """Put the old name back, take from_config's lines away, and the text is the old one."""
    text, old = RENAMED[shape]
    after = rename(tmp_path, text, old, "zq_zq", name=name_of(shape))
    kept = []
    for line in unified("x", text, after).splitlines(keepends=True)[2:]:
        if line.startswith("-") or (line.startswith("+") and "zq_zq" in line):
            kept.append(line)
    removed = [line[1:] for line in kept if line[0] == "-"]
    put_back = [line[1:].replace("zq_zq", old) for line in kept if line[0] == "+"]
    assert [line for line in removed if line not in put_back] == []


def test_texts_that_are_no_keys_stay(tmp_path: Path) -> None:
    """The name of a weight is part of saved files: it is not renamed with the argument."""
    text = (
        "import keras\n\n\nclass Thing(keras.layers.Layer):\n    def __init__(self, scale=1.0, **kwargs):\n"
        "        super().__init__(**kwargs)\n        self.scale = scale\n\n    def build(self, shape):\n"
        '        self.w = self.add_weight(name="scale", shape=())\n\n    def call(self, scale):\n'
        "        return scale * self.scale * getattr(self, \"scale\")\n\n    def get_config(self):\n"
        '        return {**super().get_config(), "scale": self.scale}\n'
    )  # fmt: skip
    after = rename(tmp_path, text, "scale", "gain")
    assert 'add_weight(name="scale", shape=())' in after
    assert 'def call(self, scale):\n        return scale * self.gain * getattr(self, "gain")' in after


_LAYER = (
    "import keras\n\n\nclass Thing(keras.layers.Layer):\n    def __init__(self, units=1, **kwargs):\n"
    "        super().__init__(**kwargs)\n        self.units = units\n{init}\n    def get_config(self):\n"
    '        return {{**super().get_config(), "units": self.units}}\n{more}'
)
REFUSED = {
    "no such argument": ("", "", "unit", "x", "Did you mean 'units'?"),
    "taken": ("        self.size = 3\n", "", "units", "size", "has an attribute 'size' already"),
    "a keyword": ("", "", "units", "class", "keyword of Python"),
    "of every layer": ("", "", "units", "name", "every layer takes it"),
    "locals": ("        self.all = locals()\n", "", "units", "x", "sees the names of its variables"),
    "a lambda": ("        self.f = lambda units: units\n", "", "units", "x", "parameter 'units' of its own"),
    "computed attribute": (
        "",
        "\n    def get(self, key):\n        return getattr(self, key)\n",
        "units",
        "x",
        "named by a value",
    ),
    "a child": (
        "",
        "\n\nclass Child(Thing):\n    def call(self, x):\n        return x * self.units\n",
        "units",
        "x",
        "Child",
    ),
    "not in the config": ("", "", "kwargs", "x", "no argument 'kwargs'"),
    "unclear from_config": (
        "",
        '\n    @classmethod\n    def from_config(cls, config):\n        return cls(config["units"])\n',
        "units",
        "x",
        "cannot be followed",
    ),
}


@pytest.mark.parametrize(("init", "more", "old", "new", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_understood_is_left_alone(
    init: str, more: str, old: str, new: str, expected: str, tmp_path: Path
) -> None:
    """No edit is made that could be wrong; the message says why."""
    text = _LAYER.format(init=init, more=more)
    with pytest.raises(ScaffoldError) as caught:
        rename(tmp_path, text, old, new)
    assert expected in str(caught.value)


def test_parent_that_knows_the_name_is_a_reason_to_refuse(tmp_path: Path) -> None:
    """An argument that a parent of Keras or of the file has too cannot be renamed in the child alone."""
    text = (
        "import keras\n\n\nclass Thing(keras.layers.Dense):\n    def __init__(self, units, **kwargs):\n"
        "        super().__init__(units, **kwargs)\n"
    )
    with pytest.raises(ScaffoldError, match="Dense, a parent of Thing, knows 'units'"):
        rename(tmp_path, text, "units")


def test_argument_that_is_not_in_the_config_is_sent_to_what_lint_says_of_it(tmp_path: Path) -> None:
    """`lint --fix` cannot repair an argument that no attribute keeps, so the advice is what lint tells."""
    text = (
        "import keras\n\n\nclass Thing(keras.layers.Layer):\n    def __init__(self, units, **kwargs):\n"
        "        super().__init__(**kwargs)\n        self.inner = keras.layers.Dense(units)\n\n"
        "    def get_config(self):\n        return super().get_config()\n"
    )
    with pytest.raises(ScaffoldError, match="writes no key 'units'") as caught:
        rename(tmp_path, text, "units")
    assert caught.value.remedy.startswith("Put the argument into the config first: scaffold lint ")
    assert "--fix" not in caught.value.remedy


def test_config_of_the_caller_is_left_alone_where_it_was_not_before(tmp_path: Path) -> None:
    """A from_config that changed its caller's config works on a copy afterwards."""
    text = _LAYER.format(
        init="",
        more='\n    @classmethod\n    def from_config(cls, config):\n        units = config.pop("units")\n'
        "        return cls(units=units, **config)\n",
    )
    after = rename(tmp_path, text, "units", "size")
    assert (
        "        config = dict(config)\n        # Configs saved before `units` was renamed to `size` have the old key.\n"
        '        if "units" in config:\n            config["size"] = config.pop("units")\n'
        '        units = config.pop("size")\n        return cls(size=units, **config)\n'
    ) in after


EXAMPLE = '''\
import keras


class Thing(keras.layers.Layer):
    """A thing.

    >>> Thing(4, rate=0.1, inner=Other(rate=0.2))(x, rate=3)
    >>> AThing(rate=1)
    """

    def __init__(self, units, rate=0.1, inner=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate
        self.inner = inner

    def get_config(self):
        return {**super().get_config(), "units": self.units, "rate": self.rate, "inner": None}
'''


def test_examples_of_the_docstring_pass_the_new_name(tmp_path: Path) -> None:
    """A call of the class in its docstring is renamed; what others are passed is theirs."""
    after = rename(tmp_path, EXAMPLE, "rate", "drop")
    assert ">>> Thing(4, drop=0.1, inner=Other(rate=0.2))(x, rate=3)" in after
    assert ">>> AThing(rate=1)" in after


def test_examples_of_the_docstring_read_the_new_attribute(tmp_path: Path) -> None:
    """What an example makes of the class is read by the new name; what it makes of others, and other texts, are not."""
    examples = (
        ">>> thing = things.Thing(4)\n    >>> thing.rate + other.rate\n    0.5\n"
        "    >>> other = Other(1)\n    >>> (other.rate, thing.rates, a.thing.rate)\n    ... thing.rate\n    thing.rate 1"
    )
    text = EXAMPLE.replace(">>> AThing(rate=1)", f">>> AThing(rate=1)\n    {examples}")
    after = rename(tmp_path, text, "rate", "drop")
    assert (
        examples.replace("thing.rate +", "thing.drop +").replace("... thing.rate", "... thing.drop") in after
    )


def test_a_longer_name_breaks_the_line_that_it_outgrows(tmp_path: Path) -> None:
    """A line that was short enough before the new name is so after it; one that was too long stays as it is."""
    short = EXAMPLE.replace(', "inner": None', "")
    after = rename(tmp_path, short, "rate", "fraction_that_is_dropped")
    assert '\n            "fraction_that_is_dropped": self.fraction_that_is_dropped,\n' in after
    assert '        return {**super().get_config(), "units": self.units, "drop": self.drop, "in' in rename(
        tmp_path, EXAMPLE, "rate", "drop"
    )
