"""What is told of from_config."""

# One case per line reads best, however long it is.
# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.source.from_config_facts import FromConfig
from scaffold.source.located import Answer
from tests.source.sources import classes_of


def from_config_of(
    folder: Path, body: str, decorator: str = "@classmethod", signature: str = "cls, config"
) -> FromConfig:
    """Return the facts of a from_config with that body."""
    lines = "".join(f"        {line}\n" for line in body.split("\n"))
    text = f"class A(Layer):\n    {decorator or '# none'}\n    def from_config({signature}):\n{lines}"
    found = classes_of(folder, text)["A"].from_config
    assert found is not None
    return found


MUTATING = {
    "pop": ("inner = config.pop('inner')\nreturn cls(inner, **config)", ["pop"]),
    "item": ("config['inner'] = 1\nreturn cls(**config)", ["assign"]),
    "update": ("config.update(inner=1)\nreturn cls(**config)", ["update"]),
    "union": ("config |= {'inner': 1}\nreturn cls(**config)", ["update"]),
    "del": ("del config['inner']\nreturn cls(**config)", ["del"]),
    "setdefault": ("config.setdefault('inner', 1)\nreturn cls(**config)", ["setdefault"]),
    "alias": ("c = config\nc.pop('inner')\nreturn cls(**c)", ["pop"]),
    "before the copy": ("config.pop('a')\nconfig = dict(config)\nconfig.pop('b')\nreturn cls(**config)", ["pop"]),
    "nested": ("config['inner']['x'] = 1\nreturn cls(**config)", ["nested"]),
    "nested pop behind a shallow copy": ("config = config.copy()\nconfig['inner'].pop('x')\nreturn cls(**config)", ["nested"]),
    "loop": ("for key in ('a', 'b'):\n    config.pop(key)\nreturn cls(**config)", ["pop", "pop"]),
    "perhaps no copy": ("if config:\n    config = dict(config)\nconfig.pop('a')\nreturn cls(**config)", ["pop"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "how"), MUTATING.values(), ids=MUTATING)
def test_changes_of_the_callers_config_are_found(tmp_path: Path, body: str, how: list[str]) -> None:
    """Whatever changes the dict that the caller still holds."""
    assert [mutation.how for mutation in from_config_of(tmp_path, body).mutations] == how


HARMLESS = {
    "dict": "config = dict(config)\nconfig.pop('a')\nreturn cls(**config)",
    "copy": "config = config.copy()\nconfig['a'] = 1\nreturn cls(**config)",
    "copy.copy": "config = copy.copy(config)\ndel config['a']\nreturn cls(**config)",
    "deepcopy": "config = copy.deepcopy(config)\nconfig['inner']['x'] = 1\nreturn cls(**config)",
    "spread": "config = {**config, 'a': 1}\nconfig.update(b=2)\nreturn cls(**config)",
    "reading": "a = config['a']\nb = config.get('b', 1)\nreturn cls(a=a, b=b)",
    "another dict": "other = {}\nother['a'] = config['a']\nreturn cls(**other)",
    "super": "return super().from_config(config)",
}


@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS)
def test_changes_of_a_copy_are_nobodys_business(tmp_path: Path, body: str) -> None:
    """A copy may be changed; a deep copy even inside."""
    assert from_config_of(tmp_path, body).mutations == ()


def test_what_reaches_the_constructor_is_told(tmp_path: Path) -> None:
    """Removed and supplied keys, deserialized ones with the function, and the constructor's name."""
    found = from_config_of(
        tmp_path,
        "config = dict(config)\nconfig.pop('old', None)\nconfig['cell'] = layers.deserialize(config['cell'])\n"
        "inner = keras.saving.deserialize_keras_object(config.pop('inner'))\n"
        "subs = [keras.utils.deserialize_keras_object(c) for c in config.pop('subs')]\n"
        "return cls(inner=inner, subs=subs, extra=1, **config)",
    )
    assert found.complete
    assert found.constructs == ("cls",)
    assert found.removed == {"old", "inner", "subs"}
    assert set(found.supplied) == {"cell", "inner", "subs", "extra"}
    assert dict(found.deserialized) == {
        "cell": ("keras.layers.deserialize",),
        "inner": ("keras.saving.deserialize_keras_object",),
        "subs": ("keras.saving.deserialize_keras_object",),
    }
    assert found.read_keys == {"old", "cell", "inner", "subs"}
    assert (found.first_argument, found.argument, found.is_classmethod) == ("cls", "config", True)


def test_deserialized_in_a_loop_over_names(tmp_path: Path) -> None:
    """A loop over literal names deserializes each of them."""
    found = from_config_of(
        tmp_path,
        "config = dict(config)\nfor key in ('a', 'b'):\n    if isinstance(config[key], dict):\n"
        "        config[key] = layers.deserialize(config[key])\nreturn cls(**config)",
    )
    assert set(found.deserialized) == {"a", "b"}
    assert found.complete


INCOMPLETE = {
    "unknown function": "config = fix(config)\nreturn cls(**config)",
    "handed over": "config = dict(config)\nfix(config)\nreturn cls(**config)",
    "unknown key": "config = dict(config)\nfor k in config:\n    config[k] = load(config[k])\nreturn cls(**config)",
    "by position": "config = dict(config)\nreturn cls(config.pop('a'), **config)",
    "no construction seen": "return build(config)",
    "filtered": "return cls(**{k: v for k, v in config.items() if k != 'a'})",
}


@pytest.mark.parametrize("body", INCOMPLETE.values(), ids=INCOMPLETE)
def test_what_cannot_be_followed_is_not_complete(tmp_path: Path, body: str) -> None:
    """Then no rule may say what the constructor gets."""
    assert not from_config_of(tmp_path, body).complete


def test_named_classes_and_parents(tmp_path: Path) -> None:
    """The class that is built is named; a class that only builds a part is not."""
    named = from_config_of(tmp_path, "return A(**config)")
    assert named.constructs == ("module.A",)
    part = from_config_of(tmp_path, "inner = layers.Dense(config['units'])\nreturn cls(inner=inner)")
    assert part.constructs == ("cls",)
    parent = from_config_of(tmp_path, "return super(A, cls).from_config(config)")
    assert (parent.constructs, parent.calls_super, parent.complete) == ((), Answer.YES, True)


@pytest.mark.parametrize(
    ("decorator", "signature", "expected"),
    [
        ("", "cls, config", (False, False)),
        ("@staticmethod", "config", (False, True)),
        ("@classmethod", "cls, config", (True, False)),
    ],
)
def test_kinds_of_method(tmp_path: Path, decorator: str, signature: str, expected: tuple[bool, bool]) -> None:
    """A forgotten classmethod and a staticmethod are told apart."""
    found = from_config_of(tmp_path, "return A(**config)", decorator, signature)
    assert (found.is_classmethod, found.is_staticmethod) == expected
    assert found.argument == "config"


def test_entry_made_of_a_renamed_one_is_deserialized(tmp_path: Path) -> None:
    """An entry that an old config has under another key is an object all the same."""
    body = (
        "config = dict(config)\nif 'old' in config:\n    config['new'] = config.pop('old')\n"
        "config['new'] = keras.saving.deserialize_keras_object(config['new'])\nreturn cls(**config)"
    )
    found = from_config_of(tmp_path, body)
    assert "new" in found.deserialized
    assert (
        "new"
        not in from_config_of(
            tmp_path, body.replace("keras.saving.deserialize_keras_object", "int")
        ).deserialized
    )
