"""Without arguments on a terminal, layers are asked for: a wrong answer costs no more than itself."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from scaffold.cli import _layer_words
from scaffold.cli.new_layer import command

ON_A_TERMINAL = SimpleNamespace(isatty=lambda: True)


@pytest.fixture(autouse=True)
def terminal(monkeypatch, tmp_path):
    monkeypatch.setattr(_layer_words, "sys", SimpleNamespace(stdin=ON_A_TERMINAL, stdout=ON_A_TERMINAL))
    monkeypatch.chdir(tmp_path)


def answered(*answers: str, name: str | None = None):
    typed = "".join(f"{answer}\n" for answer in answers)
    return CliRunner().invoke(command, [name] if name else [], input=typed, standalone_mode=False)


def test_answers_make_a_layer(tmp_path):
    """Name, arguments and what they are for become the layer."""
    result = answered("Scale", "units:int", "size of it", "rate:float=0.1", "", "")
    assert result.exception is None
    text = (tmp_path / "scale.py").read_text()
    assert "        units: Size of it." in text
    assert "rate: float = 0.1" in text


def test_wrong_answers_are_asked_again(tmp_path):
    """A taken name, an unknown kind, and an argument that is there already are refused at once, and alone."""
    result = answered(
        "Dense", "Scale", "units:blah", "units:int", "", "units:float", "rate:float=0.1", "", ""
    )
    assert result.exception is None
    assert "'Dense' is a layer of Keras itself" in result.output
    assert "unknown kind 'blah'" in result.output
    assert "the argument 'units' is there already" in result.output
    text = (tmp_path / "scale.py").read_text()
    assert "units: int," in text
    assert "rate: float = 0.1" in text


def test_wrong_name_is_refused_before_anything_is_asked(tmp_path):
    """Who has typed the name in the command is not asked for arguments in vain."""
    result = answered("units:int", "", "", name="Dense")
    assert "'Dense' is a layer of Keras itself" in str(result.exception)
    assert "Argument:" not in result.output
    assert not list(tmp_path.iterdir())
