"""An argument added to a class that exists: right in every idiom, and nothing else is touched."""

# One case per line reads best, however long it is.
# ruff: noqa: E501
from __future__ import annotations

import ast
import difflib
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.errors import ScaffoldError
from scaffold.evolve.add_argument import add_arguments
from scaffold.generate.arguments import parse_argument
from scaffold.kinds import KINDS
from scaffold.lint.run import lint
from scaffold.report.diff import unified
from scaffold.source.inheritance import effective_config, effective_parameters
from scaffold.source.project import analyze
from tests.evolve.shapes import ARGUMENTS, SHAPES

RECORDED = Path(__file__).parent / "recorded"


def name_of(shape: str) -> str:
    return "make.Thing" if shape == "inside_a_function" else "Thing"


def written(folder: Path, text: str) -> str:
    path = folder / "things.py"
    path.write_bytes(text.encode())
    return str(path)


def add(folder: Path, text: str, *arguments: str, name: str = "Thing"):
    return add_arguments(written(folder, text), name, [parse_argument(argument) for argument in arguments])


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_written_is_as_recorded(shape: str, tmp_path: Path, update: bool) -> None:
    """The change of each idiom is the recorded diff, which people have reviewed."""
    text = SHAPES[shape][0]
    added = add(tmp_path, text, ARGUMENTS["float"], ARGUMENTS["layer"], name=name_of(shape))
    found = unified("things.py", text, added.text).encode()
    recorded = RECORDED / f"{shape}.add.diff"
    if update:
        recorded.write_bytes(found)
    assert found == recorded.read_bytes()


@pytest.mark.parametrize("argument", ARGUMENTS.values(), ids=ARGUMENTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_argument_reaches_constructor_attribute_and_config(shape: str, argument: str, tmp_path: Path) -> None:
    """The class takes it, keeps it and gives it; no rule finds more than before; a second time is refused."""
    text, name = SHAPES[shape][0], name_of(shape)
    before = lint([written(tmp_path, text)])
    added = add(tmp_path, text, argument, name=name)
    path = written(tmp_path, added.text)
    after = lint([path])
    codes = sorted(finding.code for finding in before.findings)
    assert sorted(finding.code for finding in after.findings) == codes
    key = argument.partition(":")[0]
    cls = next(found for found in analyze([path]).classes if found.name == "Thing")
    parameter = effective_parameters(cls).parameters[key]
    assert parameter.has_default
    assert parameter.origin is cls
    assert effective_config(cls).entries[key].origin is cls
    assert [place.method for place in cls.attributes[key]] == ["__init__"]
    with pytest.raises(ScaffoldError, match=f"has an argument '{key}' already"):
        add(tmp_path, added.text, argument, name=name)


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_is_taken_away(shape: str, tmp_path: Path) -> None:
    """Every character that was there is there, in its order; line ends are those of the file."""
    text = SHAPES[shape][0]
    added = add(tmp_path, text, ARGUMENTS["choice"], name=name_of(shape)).text
    taken = [
        text[start:end]
        for action, start, end, _, _ in difflib.SequenceMatcher(
            None, text, added, autojunk=False
        ).get_opcodes()
        if action in ("delete", "replace")
    ]
    assert all(part.strip() in ("", "pass") for part in taken), taken
    if "\r\n" in text:
        assert added.count("\n") == added.count("\r\n")


def test_default_is_data(tmp_path: Path) -> None:
    """A text that looks like code stays a text, in the constructor's default and nowhere else."""
    evil = 'x", __import__("os").system("true"), "'
    added = add(tmp_path, SHAPES["update_with_dict"][0], f"note:str={evil}")
    constructor = ast.parse(added.text).body[1].body[1]
    assert ast.literal_eval(constructor.args.defaults[-1]) == evil
    assert added.text.count("__import__") == 1


def test_outgrown_lists_are_taken_apart(tmp_path: Path) -> None:
    """A signature and a dict that no longer fit on their lines are laid out as formatters do."""
    text = SHAPES["update_with_dict"][0]
    many = [f"a_rather_long_name_{number}:float=0.5" for number in range(3)]
    added = add(tmp_path, text, *many).text
    assert max(map(len, added.splitlines())) <= 88
    assert "        a_rather_long_name_2=0.5,\n        **kwargs,\n    ):\n" in added
    assert '        config.update(\n            {\n                "units": self.units,\n' in added


def test_imports_are_merged_in_the_words_of_the_file(tmp_path: Path) -> None:
    """What an annotation needs is imported beside what the file imports."""
    text = "from typing import Optional\n\nfrom keras import layers, activations\n\n\n" + SHAPES[
        "spread_dict"
    ][0][len("import keras\n\n\n") :].replace("keras.layers", "layers").replace(
        '@keras.saving.register_keras_serializable(package="demo")\n', ""
    )
    added = add(tmp_path, text, ARGUMENTS["activation"]).text
    assert "from collections.abc import Callable\nfrom typing import Any, Optional\n" in added
    assert "self.gate = activations.get(gate)" in added
    assert "import keras\n" not in added


REFUSED = {
    "no default": ("update_with_dict", "rate:float", "expected a default for 'rate'"),
    "an attribute": ("tf_keras", "dense:float=1", "has an attribute 'dense' already"),
    "a method": ("only_call", "call:float=1", "cannot be named 'call'"),
    "of Keras": (
        "nothing_of_its_own",
        "kernel_initializer:initializer=zeros",
        "takes 'kernel_initializer' already",
    ),
    "of a parent": ("field_docstring", "units:int=1", "takes 'units' already, through Base"),
    "of every layer": ("only_call", "dtype:dtype=float32", "every layer takes it already"),
    "a variable": ("update_with_dict", "keras:int=1", "uses that name itself"),
    "an enum": ("only_call", "thing:enum[a,b]=a", "something of that name"),
}


@pytest.mark.parametrize(("shape", "argument", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_name_that_is_taken_is_refused(shape: str, argument: str, expected: str, tmp_path: Path) -> None:
    """What cannot be added is refused, with the reason."""
    with pytest.raises(ScaffoldError) as caught:
        add(tmp_path, SHAPES[shape][0], argument)
    assert expected in str(caught.value)
    assert caught.value.remedy


_NOT_UNDERSTOOD = {
    "config of another object": (
        "class Thing(keras.layers.Layer):\n    def __init__(self, cfg=None, **kwargs):\n"
        "        super().__init__(**kwargs)\n        self.cfg = cfg\n\n    def get_config(self):\n"
        "        return self.cfg.to_dict()\n",
        "where get_config takes another key",
    ),
    "decorated": (
        "import functools\n\n\ndef d(f):\n    return functools.wraps(f)(lambda *a: f(*a))\n\n\n"
        "class Thing(keras.layers.Layer):\n    @d\n    def __init__(self, **kwargs):\n        super().__init__(**kwargs)\n",
        "is decorated",
    ),
    "from_config picks": (
        "class Thing(keras.layers.Layer):\n    def __init__(self, units=1, **kwargs):\n"
        "        super().__init__(**kwargs)\n        self.units = units\n\n    def get_config(self):\n"
        '        return {**super().get_config(), "units": self.units}\n\n    @classmethod\n'
        '    def from_config(cls, config):\n        return cls(config["units"])\n',
        "hands the whole config",
    ),
    "a way around": (
        "class Thing(keras.layers.Layer):\n    def __init__(self, units=1, **kwargs):\n"
        "        if units is None:\n            return\n        super().__init__(**kwargs)\n        self.units = units\n\n"
        "    def get_config(self):\n        return {**super().get_config(), \"units\": self.units}\n",
        "ways through __init__",
    ),
    "one line": (
        "class Thing(keras.layers.Layer):\n    def __init__(self, **kwargs): super().__init__(**kwargs)\n",
        "on one line",
    ),
    "conditional": (
        "class Thing(keras.layers.Layer):\n    if True:\n        def get_config(self):\n            return {}\n",
        "under a condition",
    ),
    "dataclass": (
        "import dataclasses\n\n\n@dataclasses.dataclass\nclass Thing(keras.layers.Layer):\n    units: int = 1\n",
        "writes the constructor",
    ),
    "a loss": ("class Thing(keras.losses.Loss):\n    pass\n", "is a loss"),
    "a child": (
        "class Thing(keras.layers.Layer):\n    def __init__(self, **kwargs):\n        super().__init__(**kwargs)\n\n\n"
        "class Child(Thing):\n    def __init__(self, rate=1, **kwargs):\n        super().__init__(**kwargs)\n"
        "        self.rate = rate\n",
        "Child (line 9) derives from Thing and mentions 'rate'",
    ),
    "no layer": ("class Thing:\n    pass\n", "does not derive"),
    "another": ("class Think(keras.layers.Layer):\n    pass\n", "Did you mean"),
    "twice": ("class Thing(keras.layers.Layer):\n    pass\n\n\nclass Thing(keras.layers.Layer):\n    pass\n", "more than once"),
    "broken": ("class Thing(\n", "no valid Python"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), _NOT_UNDERSTOOD.values(), ids=_NOT_UNDERSTOOD)
def test_what_is_not_understood_is_left_alone(text: str, expected: str, tmp_path: Path) -> None:
    """No edit is made that could be wrong: the message says why, and names the file."""
    with pytest.raises(ScaffoldError) as caught:
        add(tmp_path, "import keras\n\n\n" + text, "rate:float=0.5")
    assert expected in str(caught.value)
    assert "things.py" in str(caught.value)


def test_decorator_that_only_checks_types_is_no_reason_to_refuse(tmp_path: Path) -> None:
    """What leaves the signature as it is hides nothing."""
    text = (
        "import keras\nfrom typeguard import typechecked\n\n\nclass Thing(keras.layers.Layer):\n    @typechecked\n"
        "    def __init__(self, units: int = 1, **kwargs):\n        super().__init__(**kwargs)\n"
        "        self.units = units\n\n    def get_config(self):\n"
        '        return {**super().get_config(), "units": self.units}\n'
    )
    assert (
        "def __init__(self, units: int = 1, rate: float = 0.5, **kwargs):"
        in add(tmp_path, text, "rate:float=0.5").text
    )


PLAIN = '''\
import keras


# The thing.
class Thing(keras.layers.Layer):
    """A thing.

    Args:
        units (int): Units.
    """

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):
        config = super().get_config()
        config['units'] = self.units
        return config
'''


def test_enum_gets_its_class_above_the_layer_and_what_stands_on_it(tmp_path: Path) -> None:
    """The Enum class and its import come along, and a comment stays with the class it stands on."""
    text = add(tmp_path, PLAIN, "mode:enum[sum,mean]=sum").text
    assert text.startswith("import enum\n\nimport keras\n\n\nclass Mode(enum.Enum):\n")
    assert "    MEAN = 'mean'\n\n\n# The thing.\nclass Thing" in text
    assert "self.mode = Mode(mode)" in text
    assert "self.mode.value" in text


def test_texts_and_types_are_written_as_the_others_are(tmp_path: Path) -> None:
    """The key has the quotes of the file, and the docstring says the type where it says those of the others."""
    text = add(tmp_path, PLAIN, "scale:float=1.0").text
    assert "config['scale'] = self.scale" in text
    added = add(tmp_path, PLAIN.replace("units, **", "units: int, **"), "scale:float=1.0").text
    assert "        scale (float): Float." in added


def test_lines_are_as_long_as_the_project_says(tmp_path: Path) -> None:
    """What fits the project's lines stays on one, and what fits only longer ones is broken."""
    wide = PLAIN.replace("units, **kwargs", "units, another_argument=1, and_more=2, **kwargs")
    argument = "yet_another_one_of_them:float=1.0"
    assert "\n        yet_another_one_of_them=1.0,\n" in add(tmp_path, wide, argument).text
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "ruff.toml").write_text("line-length = 120\n")
    assert "2, yet_another_one_of_them=1.0, **kwargs):" in add(tmp_path / "sub", wide, argument).text


EVERY_KIND = [
    f"thing_{number}:{text}"
    for number, kind in enumerate(KINDS.values())
    for listed in ["[sum,mean]" if kind.choices_required else ""]
    for text in [f"{kind.name}{listed}?", *([f"{kind.name}{listed}={kind.example}"] if kind.example else [])]
]


@pytest.mark.parametrize("argument", EVERY_KIND)
def test_every_kind_is_written_with_all_that_it_names(argument: str, tmp_path: Path) -> None:
    """Whatever the kind, typed code is added that imports what it uses."""
    typed = PLAIN.replace("units, **kwargs)", "units: int, **kwargs)").replace("'units'", '"units"')
    text = add(tmp_path, typed, argument).text
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select=E,F,W,I", "--output-format=concise", "-"],
        input=text, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stdout == "All checks passed!\n", text
