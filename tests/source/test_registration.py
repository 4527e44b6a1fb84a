"""How a class is registered, and when that cannot be told."""

# One case per line reads best, however long it is.
from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.source.values import Unknown
from tests.source.sources import classes_of

REGISTER = "keras.saving.register_keras_serializable"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (f"@{REGISTER}(package='p')", "", ("call", "p", None)),
        (f"@{REGISTER}('p', name='n')", "", ("call", "p", "n")),
        (f"@{REGISTER}()", "", ("call", None, None)),
        (f"@{REGISTER}", "", ("bare", None, None)),
        ("@keras.utils.register_keras_serializable('p')", "", ("call", "p", None)),
        ("from tensorflow.keras.utils import register_keras_serializable as reg\n@reg('p')", "", ("call", "p", None)),
        (f"@{REGISTER}('new')\n@{REGISTER}('old')", "", ("call", "new", None)),
        (f"@unheard\n@{REGISTER}('p')", "", ("call", "p", None)),
        ("", f"{REGISTER}(package='p')(A)", ("statement", "p", None)),
        ("", f"A = {REGISTER}(package='p')(A)", ("statement", "p", None)),
    ],
)  # fmt: skip
def test_registrations_are_told(
    tmp_path: Path, before: str, after: str, expected: tuple[str, str | None, str | None]
) -> None:
    """Decorators with and without call, aliases, stacks and statements."""
    cls = classes_of(tmp_path, f"{before}\nclass A(Layer): pass\n{after}\n")["A"]
    assert cls.registration is not None
    assert (cls.registration.form, cls.registration.package, cls.registration.name) == expected
    assert cls.registration_known
    text = cls.source.text[cls.registration.span.start : cls.registration.span.end]
    assert "reg" in text
    assert not text.startswith("@")


def test_a_computed_package_is_unknown(tmp_path: Path) -> None:
    """It is registered, but nobody can say as what."""
    cls = classes_of(tmp_path, f"@{REGISTER}(package=PACKAGE)\nclass A(Layer): pass\n")["A"]
    assert cls.registration is not None
    assert isinstance(cls.registration.package, Unknown)


@pytest.mark.parametrize(
    "text",
    [
        "from own import export\n@export('A')\nclass A(Layer): pass\n",
        f"class A(Layer): pass\nfor cls in (A,):\n    {REGISTER}()(cls)\n",
        "class A(Layer): pass\nkeras.utils.get_custom_objects().update(objects)\n",
    ],
)
def test_doubt_about_registration_is_said(tmp_path: Path, text: str) -> None:
    """A decorator of the project, a loop or a dict may register the class."""
    assert not classes_of(tmp_path, text)["A"].registration_known


def test_custom_objects_are_a_registration(tmp_path: Path) -> None:
    """An entry of get_custom_objects() is one, too."""
    text = "class A(Layer): pass\nclass B(Layer): pass\nkeras.saving.get_custom_objects()['A'] = A\n"
    found = classes_of(tmp_path, text)
    assert found["A"].registration is not None
    assert found["A"].registration.form == "statement"


def test_an_unregistered_class_is_surely_unregistered(tmp_path: Path) -> None:
    """No decorator, or one that registers nothing."""
    found = classes_of(tmp_path, "import typing\nclass A(Layer): pass\n@typing.final\nclass B(Layer): pass\n")
    for name in "AB":
        assert found[name].registration is None
        assert found[name].registration_known
