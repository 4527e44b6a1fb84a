"""What judging a class costs, counted in calls and statements: clocks depend on the machine, these do not."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from scaffold.lint.rule_set import lint_rules
from scaffold.lint.run import lint
from scaffold.source import describe, flow, parse, tree
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project, analyze

LAYER = '''\
import keras

from package.base import Base

@keras.saving.register_keras_serializable(package="acme")
class Layer{number}(Base):
    """A layer."""

    def __init__(self, units, rate=0.5, activation=None, **kwargs):
        super().__init__(**kwargs)
        if units < 1:
            raise ValueError(f"units must be positive, found {{units}}")
        self.units = units
        self.rate = rate
        self.activation = keras.activations.get(activation)
        self.dense = keras.layers.Dense(units)
        self.dropout = keras.layers.Dropout(rate)

    def build(self, input_shape):
        self.dense.build(input_shape)
        self.built = True

    def call(self, inputs, training=None):
        outputs = self.activation(self.dense(inputs))
        return self.dropout(outputs, training=training)

    def get_config(self):
        config = super().get_config()
        config.update({{"units": self.units, "rate": self.rate}})
        config["activation"] = keras.activations.serialize(self.activation)
        return config
'''
BASE = "import keras\n\nclass Base(keras.layers.Layer):\n    def call(self, inputs):\n        return inputs\n"

# Measured, and a third more: a rule that asks everything of every class costs more than that.
CALLS = 4000
# Statements of the constructor and of get_config of the class above.
STATEMENTS = 13


def package(folder: Path, layers: int) -> Path:
    """Write a package of as many layers, each in a file of its own."""
    (folder / "package").mkdir(parents=True)
    files = {"__init__.py": "", "base.py": BASE}
    files |= {f"layer{number}.py": LAYER.format(number=number) for number in range(layers)}
    for name, text in files.items():
        (folder / "package" / name).write_text(text, encoding="utf-8")
    return folder


def calls_of(path: Path) -> int:
    """Return how many functions of Python linting a path calls."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    lint_rules()
    sys.setprofile(counted)
    try:
        result = lint([str(path)])
    finally:
        sys.setprofile(None)
    assert result.classes > 1
    return count


def test_calls_for_a_class_stay_few_and_grow_with_the_classes(tmp_path: Path) -> None:
    """A class more costs what one class costs, however many there are, and that is bounded."""
    calls_of(package(tmp_path / "warm", 2))
    some, many = (calls_of(package(tmp_path / str(layers), layers)) for layers in (20, 60))
    for_each = (many - some) / 40
    assert for_each < CALLS
    assert many < 3.2 * some


def test_every_statement_is_interpreted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rules ask for the constructor and the config, their statements are run once."""
    ran: list[object] = []
    run = flow.run

    def counted(method: object, node: object, state: object) -> object:
        ran.append(node)
        return run(method, node, state)  # type: ignore[arg-type]

    monkeypatch.setattr(flow, "run", counted)
    lint([str(package(tmp_path, 10))])
    assert ran
    assert len(ran) == len({id(node) for node in ran})
    assert len(ran) <= 10 * STATEMENTS


def test_every_file_is_parsed_once_and_every_body_walked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bases that many files share are not parsed for each of them, nor is a body walked over for every question."""
    parsed: list[str] = []
    walked: list[object] = []
    module, below = parse.ParsedModule.__init__, tree._below

    def made(self: parse.ParsedModule, source: object, absolute: str, *syntax: object) -> None:
        parsed.append(absolute)
        module(self, source, absolute, *syntax)  # type: ignore[arg-type]

    def walks(root: object) -> object:
        walked.append(root)
        return below(root)  # type: ignore[arg-type]

    monkeypatch.setattr(parse.ParsedModule, "__init__", made)
    monkeypatch.setattr(tree, "_below", walks)
    lint([str(package(tmp_path, 10))])
    assert len(parsed) == len(set(parsed)) == 11
    assert len(walked) < 40 * 10


def test_facts_that_no_rule_asks_for_are_not_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A method is interpreted when what it does is asked for the first time."""
    described: list[str] = []
    constructed = describe.interpret_constructor

    def counted(method: object, function: object, **how: object) -> object:
        described.append(method.owner.name)  # type: ignore[attr-defined]
        return constructed(method, function, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(describe, "interpret_constructor", counted)
    folder = package(tmp_path, 2)
    (cls,) = analyze([folder]).classes_in(str(folder / "package" / "layer1.py"))
    assert cls.get_config is not None
    assert cls.role == "layer"
    assert described == []
    assert cls.constructor is not None
    assert "rate" in cls.attributes
    assert described == ["Layer1"]


OPEN_BASE = """\
import keras

@keras.saving.register_keras_serializable(package="acme")
class Base(keras.layers.Layer):
    def __init__(self, settings, **kwargs):
        super().__init__(**kwargs)
        self.settings = settings

    def get_config(self):
        return {}
"""


@pytest.mark.parametrize(("config", "sought"), [("self.settings.to_dict()", []), ("{}", ["Base"])])
def test_heirs_are_looked_for_only_where_a_base_certainly_forgets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str, sought: list[str]
) -> None:
    """Who derives from a base may stand in half of a package; files are not parsed to learn that nothing is certain."""
    asked: list[str] = []
    heirs = Project.heirs

    def counted(project: Project, cls: ClassInfo) -> tuple[ClassInfo, ...]:
        asked.append(cls.name)
        return heirs(project, cls)

    monkeypatch.setattr(Project, "heirs", counted)
    source = tmp_path / "base.py"
    source.write_text(OPEN_BASE.replace("{}", config), encoding="utf-8")
    lint([str(source)])
    assert sorted(set(asked)) == sought
