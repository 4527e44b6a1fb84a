"""Repaired get_config methods are run: whatever way a config is made in, it has its old keys, and those it lacked."""

from __future__ import annotations

import itertools
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffold.lint.fix import repaired
from scaffold.lint.rule_set import lint_rules

CODES = frozenset(rule.rule.code for rule in lint_rules())

# How a config is begun, what is put into it, and how it is returned; each line is one statement of get_config.
BEGINNINGS = {
    "base": ["config = super().get_config()"],
    "typed base": ["config: dict = super().get_config()"],
    "copied base": ["config = dict(super().get_config())"],
    "own display": ["config = {'kind': 'own'}"],
    "own call": ["config = dict(kind='own')"],
    "own display of lines": ["config = {", "    # what it is", "    'kind': 'own',", "}"],
    "nothing": ["config = {}"],
    "nothing of a call": ["config = dict()"],
    "bound twice": ["config = {}", "config = {'kind': 'own'}"],
}
MIDDLES = {
    "item": ["config['units'] = self.units"],
    "update": ["config.update({'units': self.units})"],
    "keyword": ["config.update(units=self.units)"],
    "union": ["config |= {'units': self.units}"],
    "another": ["more = {'units': self.units}", "config.update(more)"],
    "semicolon": ["config['units'] = 0; config['units'] = self.units"],
    "loop": ["for key in ('units',):", "    config[key] = getattr(self, key)"],
}
ENDS = {
    "name": ["return config"],
    "copy": ["return config.copy()"],
    "call": ["return dict(config)"],
    "keyword": ["return dict(config, last=1)"],
    "display": ["return {**config, 'last': 1}"],
    "union": ["return config | {'last': 1}"],
    "brackets": ["return (", "    config", ")"],
    "two": ["if self.units > 2:", "    return config", "return {**config, 'last': 1}"],
    "two of one": ["if self.units > 2: return config", "config['last'] = 1", "return config"],
    "choice": ["return config if self.units > 2 else {**config, 'last': 1}"],
    "try": ["try:", "    return config", "finally:", "    pass"],
    "match": [
        "match self.units:",
        "    case 1:",
        "        return config",
        "    case _:",
        "        return config",
    ],
}

HEAD = "import keras\n"
CLASS = """

@keras.saving.register_keras_serializable(package="demo")
class C{number}(keras.layers.Layer):
    def __init__(self, units=2, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x * self.rate * self.units

    def get_config(self):
"""


class Layer:
    """As much of Keras's layer as a get_config needs."""

    def __init__(self, **kwargs: Any) -> None:
        self.base = kwargs

    def get_config(self) -> dict[str, Any]:
        return {"name": "a", "trainable": True, "dtype": "float32", **self.base}


@pytest.fixture
def keras(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for Keras that classes can be derived from."""
    module = types.ModuleType("keras")
    module.layers = types.SimpleNamespace(Layer=Layer)  # type: ignore[attr-defined]
    saving = types.SimpleNamespace(register_keras_serializable=lambda package: lambda cls: cls)
    module.saving = saving  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keras", module)


def ways() -> Iterator[list[str]]:
    for parts in itertools.product(BEGINNINGS.values(), MIDDLES.values(), ENDS.values()):
        yield [line for part in parts for line in part]


def text_of(bodies: list[list[str]], indent: str) -> str:
    text = HEAD
    for number, body in enumerate(bodies):
        text += CLASS.format(number=number)
        text += "".join(f"        {line}\n" for line in body)
    return text.replace("    ", indent)


def configs(text: str, units: int) -> list[dict[str, Any]]:
    scope: dict[str, Any] = {}
    exec(compile(text, "layers.py", "exec"), scope)
    classes = sorted((name for name in scope if name[0] == "C"), key=lambda name: int(name[1:]))
    return [scope[name](units=units, rate=0.7).get_config() for name in classes]


@pytest.mark.usefixtures("keras")
@pytest.mark.parametrize(
    ("third", "indent", "newline"), [(0, "    ", "\n"), (1, "\t", "\r\n"), (2, "  ", "\n")]
)
def test_repaired_config_is_the_old_one_and_what_it_lacked(
    third: int, indent: str, newline: str, tmp_path: Path
) -> None:
    """Over all ways of making a config: the base's keys, the class's own on top of them, and the forgotten argument."""
    text = text_of(list(ways())[third::3], indent).replace("\n", newline)
    path = tmp_path / "layers.py"
    path.write_bytes(text.encode())
    repair = repaired([str(path)], CODES)
    assert {finding.code for finding in repair.before.findings} == {"KS101", "KS102", "KS103"}
    # KS102 tells of the keys that the constructor does not take; nothing else is left.
    assert {finding.code for finding in repair.after.findings} <= {"KS102"}
    new = repair.texts[str(path)]
    assert repaired([str(path)], CODES, texts={str(path): new}).texts == {}
    base = Layer().get_config()
    for units in (1, 3):
        for old, now in zip(configs(text, units), configs(new, units), strict=True):
            assert now == {**base, **old, "rate": 0.7}
