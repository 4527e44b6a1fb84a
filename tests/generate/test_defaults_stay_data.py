"""Whatever is typed as a default, it is data in the generated code and never code."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest
from hypothesis import example, given

from scaffold.generate.literals import literal
from scaffold.generate.self_check import self_check
from scaffold.generate.spec import layer_spec
from tests.generate.drawn import files_of, free_texts, generated


def _default(text: str, name: str) -> object:
    tree = ast.parse(text)
    constructor = next(
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "__init__"
    )
    arguments, defaults = constructor.args.args, constructor.args.defaults
    names = [argument.arg for argument in arguments[-len(defaults) :]]
    return ast.literal_eval(defaults[names.index(name)])


@given(text=free_texts)
@example(text='"""')
@example(text="'\"\\")
@example(text="{{ class_name }}{% raw %}")
@example(text='"); __import__("os").system("true"); ("')
def test_text_is_what_was_typed(text):
    """The default of the generated constructor evaluates, as a literal, to exactly the text typed."""
    files = generated([f"note:str={text}"])
    assert _default(files["drawn_layer.py"], "note") == text


@given(text=free_texts)
def test_text_never_reaches_the_test(text):
    """The generated test is the same whatever the text."""
    assert (
        generated([f"note:str={text}"])["test_drawn_layer.py"]
        == generated(["note:str=x"])["test_drawn_layer.py"]
    )


@pytest.mark.parametrize(
    "value",
    [
        "a", "it's", 'say "hi"', "\"'", "\\", "\n\t\x00\x7f", "\u202e\u200f", "é☃", "",
        0, -1, 1.5, 1e300, 1e-300, (), (1,), (1, 2), True, None, ["a", 1],
    ],
)  # fmt: skip
def test_literal_evaluates_to_the_value(value):
    """A literal is the value, of the same type."""
    assert repr(ast.literal_eval(literal(value))) == repr(value)


def test_marks_that_cannot_be_seen_are_escaped():
    """A mark that turns the writing direction is written as an escape, so that a reviewer sees it."""
    assert literal("a\u202eb\x1b") == r'"a\u202eb\x1b"'


def test_self_check_sees_a_default_that_became_code():
    """A renderer that pastes a default into the code is caught before anything is written."""
    spec = layer_spec("MyLayer", ["note:str=print(1)"], "my_layers")

    def careless(spec):
        pasted = f"self.note = {spec.arguments[0].default}"
        return {name: text.replace("self.note = note", pasted) for name, text in files_of(spec).items()}

    with pytest.raises(RuntimeError, match="became code"):
        self_check(spec, careless)


def test_self_check_sees_a_default_that_changed():
    """A renderer that writes another value than was typed is caught."""
    spec = layer_spec("MyLayer", ["units:int=3"], "my_layers")

    def careless(spec):
        return files_of(replace(spec, arguments=(replace(spec.arguments[0], default=3.0),)))

    with pytest.raises(RuntimeError, match="changed its value"):
        self_check(spec, careless)


def test_self_check_sees_code_that_does_not_compile():
    """Text that is no Python is caught, and named."""
    spec = layer_spec("MyLayer", [], "my_layers")
    with pytest.raises(RuntimeError, match=r"my_layer\.py does not compile"):
        self_check(spec, lambda spec: {"my_layer.py": "def"})
