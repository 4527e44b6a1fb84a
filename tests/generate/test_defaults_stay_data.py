"""Whatever is typed as a default, it is data in the generated code and never code."""

from __future__ import annotations

import ast
import json
import tomllib
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scaffold.generate.literals import literal
from scaffold.generate.self_check import self_check
from scaffold.generate.spec import layer_spec
from scaffold.generate.spec_file import read_spec_file
from scaffold.kinds import KINDS
from tests.generate.drawn import Words, files_from, files_of, fits, free_docs, free_texts, generated, styles


def _default(text: str, name: str) -> object:
    tree = ast.parse(text)
    constructor = next(
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "__init__"
    )
    arguments, defaults = constructor.args.args, constructor.args.defaults
    names = [argument.arg for argument in arguments[-len(defaults) :]]
    return ast.literal_eval(defaults[names.index(name)])


@settings(deadline=None)
@given(text=free_texts)
@example(text='"""')
@example(text="'\"\\")
@example(text="{{ class_name }}{% raw %}")
@example(text='"); __import__("os").system("true"); ("')
def test_text_is_what_was_typed(text):
    """The default of the generated constructor evaluates, as a literal, to exactly the text typed."""
    files = generated([f"note:str={text}"])
    assert _default(files["drawn_layer.py"], "note") == text


@settings(deadline=None)
@given(text=free_texts)
def test_text_never_reaches_the_test(text):
    """The generated test is the same whatever the text."""
    assert (
        generated([f"note:str={text}"])["test_drawn_layer.py"]
        == generated(["note:str=x"])["test_drawn_layer.py"]
    )


def _code(text: str) -> str:
    """Return the code without defaults, docstrings and comments."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.args.defaults = []
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            node.body[0] = ast.Pass()
    return ast.dump(tree)


def _is_used(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


@settings(deadline=None)
@given(doc=free_docs)
def test_documentation_is_documentation(doc):
    """Whatever is said about an argument, it is refused, or it reaches the docstring and nothing else changes."""
    plain = Words(["units:int"])
    words = replace(plain, docs={"units": doc})
    if not fits(words):
        return
    for name, text in files_from(words).items():
        assert _code(text) == _code(files_from(plain)[name])
    class_text = files_from(words)["drawn_layer.py"]
    said = " ".join(doc.split())
    assert said[1:] in " ".join(class_text.split())


@settings(deadline=None)
@given(texts=st.lists(free_texts, min_size=1, max_size=4))
def test_texts_of_a_vocabulary_are_what_was_typed(texts):
    """Each text of a list is one of the default, without the spaces at its ends; quotes keep what is between them."""
    joined = ",".join(texts)
    words = Words([f"vocabulary:vocabulary={joined}"])
    if not fits(words) or joined.strip().lower() == "none" or joined.strip()[:1] in ("(", "["):
        return
    quoted = repr(texts)
    asked = Words([f"vocabulary:vocabulary={quoted}"])
    assert not fits(asked) or _default(files_from(asked)["drawn_layer.py"], "vocabulary") == tuple(texts)
    if joined.strip()[:1] in ("'", '"'):
        return
    expected = joined.strip().removesuffix(",")
    pieces = tuple(piece.strip() for piece in expected.split(",")) if expected else ()
    assert _default(files_from(words)["drawn_layer.py"], "vocabulary") == pieces


@settings(deadline=None)
@given(text=free_texts, style=styles)
def test_no_spelling_changes_a_text(text, style):
    """A text that looks like code of Keras is left alone where Keras is spelled in another way."""
    files = files_from(Words([f"note:str={text}"], None, {}, style))
    assert _default(files["drawn_layer.py"], "note") == text


OF_THE_TEMPLATE = frozenset(
    [
        "Any",
        "MODE_CHOICES",
        "Mode",
        "Sequence",
        "ValueError",
        "bool",
        "cls",
        "dict",
        "enum",
        "float",
        "input_shape",
        "inputs",
        "int",
        "item",
        "keras",
        "kwargs",
        "len",
        "list",
        "map",
        "mode",
        "self",
        "str",
        "super",
        "tuple",
    ]
)


@settings(deadline=None)
@given(inside=free_texts)
@example(inside="LAYER")
def test_what_stands_in_brackets_is_a_choice_a_range_or_refused(inside):
    """No choice, member or range becomes code."""
    for kind in ("choice", "enum", "int", "float", "tuple", "list"):
        words = Words([f"mode:{kind}[{inside}]"])
        if not fits(words) or inside.strip().lower() in KINDS:
            # A list of layers is a kind of its own.
            continue
        code = files_from(words)["drawn_layer.py"]
        names = {node.id for node in ast.walk(ast.parse(code)) if _is_used(node)}
        assert names <= OF_THE_TEMPLATE


@settings(deadline=None)
@given(text=free_texts, doc=free_docs)
def test_a_file_of_specifications_is_data_too(text, doc, tmp_path_factory):
    """What a TOML file says about an argument is read as if it were typed."""
    path = tmp_path_factory.mktemp("spec") / "layers.toml"
    content = json.dumps({"kind": "str", "default": text, "doc": doc}).replace('": ', '" = ')
    try:
        tomllib.loads(f"[MyLayer.args]\nnote = {content}")
    except tomllib.TOMLDecodeError:
        return
    path.write_text(f"[MyLayer.args]\nnote = {content}", encoding="utf-8")
    (request,) = read_spec_file(path)
    assert request.arguments == (f"note:str={text}",)
    assert request.docs == ({"note": doc} if doc else {})


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
        return files_of(spec.but(arguments=(spec.arguments[0].but(default=3.0),)))

    with pytest.raises(RuntimeError, match="changed its value"):
        self_check(spec, careless)


def test_self_check_sees_code_that_does_not_compile():
    """Text that is no Python is caught, and named."""
    spec = layer_spec("MyLayer", [], "my_layers")
    with pytest.raises(RuntimeError, match=r"my_layer\.py does not compile"):
        self_check(spec, lambda spec: {"my_layer.py": "def"})
