"""A file of layers asks for what it says, or the message says where it is wrong."""

from __future__ import annotations

import pytest

from scaffold.errors import ScaffoldError
from scaffold.generate.spec_file import EXAMPLE, read_spec_file


def read(tmp_path, text):
    path = tmp_path / "layers.toml"
    path.write_text(text, encoding="utf-8")
    return read_spec_file(path)


def test_example_of_the_messages_is_read(tmp_path):
    """What every message shows works."""
    (request,) = read(tmp_path, EXAMPLE)
    assert request.name == "GatedDense"
    assert request.arguments == ("units:int[1..]", "activation:activation=relu", "rate:float[0..1]=0.1")
    assert request.docs == {"rate": "fraction that is dropped"}
    assert (request.template, request.package) == ("weighted", None)


@pytest.mark.parametrize(
    ("default", "typed"),
    [
        ("1", "1"),
        ("0.5", "0.5"),
        ("1e-3", "0.001"),
        ("true", "true"),
        ("'a=b'", "a=b"),
        ("''", ""),
        ("[1, 2]", "1,2"),
        ("['a', 'b']", "['a', 'b']"),
        ("['a,b', 'c']", "['a,b', 'c']"),
        ("[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"),
        ("[]", ""),
    ],
)
def test_default_is_what_would_be_typed(tmp_path, default, typed):
    """Numbers, texts, truth and lists of TOML are the defaults that a command line would have."""
    (request,) = read(tmp_path, f"[A.args]\nx = {{ kind = 'k', default = {default} }}\n")
    assert request.arguments == (f"x:k={typed}",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "asks for no layer"),
        ("[A", "is no TOML"),
        ("A = 1", "'A' is no table"),
        ("[A]\nargs = 1", "[A] args: expected a table"),
        ("[A]\narguments = {}", "Did you mean 'args'?"),
        ("[A]\ntemplate = 1", "[A] template: expected a text"),
        ("[A]\npackage = []", "[A] package: expected a text"),
        ("[A.args]\nx = 1", "[A] x: expected a text such as 'int=64'"),
        ("[A.args]\nx = { default = 1 }", "[A] x: expected a text"),
        ("[A.args]\nx = { kind = 'int', doc = 1 }", "[A] x: expected a text"),
        ("[A.args]\nx = { kind = 'int', defualt = 1 }", "Did you mean 'default'?"),
        ("[A.args]\nx = { kind = 'int', default = 2020-01-01 }", "[A] x default: expected a number"),
        ("[A.args]\nx = { kind = 'int', default = { a = 1 } }", "[A] x default: expected a number"),
        ("[A.args]\n'x:int' = 'int'", "expected the name of an argument"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, expected):
    """Every message names the file, and the entry where there is one."""
    with pytest.raises(ScaffoldError) as caught:
        read(tmp_path, text)
    assert expected in str(caught.value)
    assert "layers.toml" in str(caught.value)


def test_a_file_that_is_missing_too_large_or_no_text_is_refused(tmp_path):
    """Reading ends in a message, whatever the file."""
    path = tmp_path / "layers.toml"
    with pytest.raises(ScaffoldError, match="cannot read"):
        read_spec_file(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScaffoldError, match="is no TOML"):
        read_spec_file(path)
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(ScaffoldError, match="larger than"):
        read_spec_file(path)
    path.write_text("x = " + "[" * 100_000)
    with pytest.raises(ScaffoldError, match="is no TOML"):
        read_spec_file(path)
